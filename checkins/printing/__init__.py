"""Poems set in type: plain values in, the bytes of a sheet, a picture or a book out.

1. Words travel as one JSON value and are set as letters, whatever they look like; nothing else is read, and nothing
   outside of this folder can be.
2. The fonts are typst's own, the same on every machine. A letter they lack is printed as an empty box, and whoever asks
   is told beforehand (`lacks`), so that the sheet can say so.
3. The same values give the same bytes: no clock, no network, no chance.
4. A PDF is PDF/UA-1, with its title and language, wherever every letter can be printed.
"""

from checkins.printing.press import LAYOUT, lacks, pdf
from checkins.printing.sheets import MOST_LETTERS, TooLong, book, broadside, card, picture, vector
from checkins.printing.values import Agreement, Book, BookPoem, Month, Poem, Run

__all__ = [
    "LAYOUT",
    "MOST_LETTERS",
    "Agreement",
    "Book",
    "BookPoem",
    "Month",
    "Poem",
    "Run",
    "TooLong",
    "book",
    "broadside",
    "card",
    "lacks",
    "pdf",
    "picture",
    "vector",
]
