"""How long it takes to set a poem and a year in type, beside what it should keep to: two seconds for a sheet.

Seconds are those of the clock, the quickest of three; the first run of all, which reads the typefaces, is told apart.
"""

import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from checkins import printing
from checkins.printing import Book, BookPoem, Month, Poem, Run

_count = itertools.count(1)  # typst remembers what it has set: each time it is given something else


def stanzas(lines: int) -> tuple[tuple[tuple[Run, ...], ...], ...]:
    """Lines by six, as long as people speak them."""
    said = [(Run(f"line {number} of what we heard that evening, more or less"),) for number in range(lines)]
    return tuple(tuple(said[at : at + 6]) for at in range(0, lines, 6))


def poem(lines: int) -> Poem:
    """A poem of so many lines."""
    return Poem(f"What the coat kept, {next(_count)}", "en", stanzas(lines), ("Caught by Noor.",))


def year(poems: int) -> Book:
    """A book of so many poems of fourteen lines."""
    names = [f"Month {number}" for number in range(1, 13)]
    each = BookPoem("What the coat kept", "28 January", "What now?", stanzas(14), "Caught by Noor.", "line 0")
    return Book(
        circle=f"The Hosting Circle, {next(_count)}",
        title="The poems of a year",
        year=2026,
        language="en",
        letters=tuple("JFMAMJJASOND"),
        held=tuple(range(1, 13)),
        months=tuple(Month(name, (each,) * (poems // 12)) for name in names),
        agreements=(),
        index=tuple((f"line {at}", at) for at in range(poems)),
        words={
            "months": names,
            "ring": "",
            "about": [],
            "added": [],
            "agreements": "",
            "contents": "Poems",
            "index": "First lines",
            "colophon": [],
        },
    )


def seconds(call: Callable[[], object], times: int = 3) -> float:
    """The quickest of so many."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return min(took)


def main() -> None:
    """Print what each sheet takes."""
    print(f"the first sheet of a process: {seconds(lambda: printing.broadside(poem(12)), 1):.2f} s of 2 s")
    for lines in (12, 300):
        for sheet in (printing.broadside, printing.vector, printing.picture):
            took = seconds(lambda sheet=sheet, lines=lines: sheet(poem(lines)))
            print(f"{sheet.__name__:>10} of {lines:>3} lines: {took:.2f} s of 2 s")
    print(f"      card of 300 lines: {seconds(lambda: printing.card(poem(300), whence='us')):.2f} s of 2 s")
    for poems in (12, 60):
        print(
            f"      book of {poems:>3} poems: {seconds(lambda poems=poems: printing.book(year(poems))):.2f} s"
        )


if __name__ == "__main__":
    main()
