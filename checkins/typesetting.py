"""The worker sets something in type: claimed, set, kept; or tried again, or given up with a trace in the log.

1. Whoever moves it from waiting to being set has it; everybody else lets it be.
2. The words are read when it is set, never when it was asked for. What is made is kept only if its row still stands:
   whoever takes words out deletes the row (`prints.drop`), and then it is thrown away.
3. Every poem of a book is proofed by itself first, and each is a step on the way that the page can show.
4. What fails is tried again by the heartbeat, TRIES times in all; then it has failed, until somebody asks anew. A poem
   too long to be drawn has failed at once. The log names the print and the kind of fault: no words, no names.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from checkins import manuscripts, printing
from checkins.manuscripts import Manuscript
from checkins.models import Harvest, Print, PrintKind, PrintState

TRIES = 3

logger = logging.getLogger(__name__)


def typeset(print_id: int, *, now: datetime) -> None:
    """Set what waits under this number; if somebody else has it in hand, or it is gone, do nothing."""
    found = Print.objects.filter(pk=print_id, state=PrintState.WAITING).defer("made")
    asked = found.select_related("circle").first()
    if asked is None:
        return
    tries = asked.tries + 1
    claimed = Print.objects.filter(pk=asked.pk, state=PrintState.WAITING, tries=asked.tries)
    if not claimed.update(state=PrintState.SETTING, tries=tries, looked_at=now, done=0, of=0):
        return
    mine = Print.objects.filter(pk=asked.pk, state=PrintState.SETTING, tries=tries)
    try:
        manuscript = manuscript_of(asked)
        if manuscript is None:  # nothing is left to be set
            mine.delete()
            return
        made = b""
        for done, of, sheet in _steps(manuscript):
            mine.update(done=done, of=of)
            made = sheet
    except Exception as error:
        again = tries < TRIES and not isinstance(error, printing.TooLong)
        state = PrintState.WAITING if again else PrintState.FAILED
        mine.update(state=state)
        # The error itself may hold words: only its kind is told.
        logger.error("print %s (%s) is %s: %s", asked.pk, asked.kind, state, type(error).__name__)
        return
    mine.update(state=PrintState.READY, key=manuscript.key, made=made, made_at=now)


def manuscript_of(print_: Print) -> Manuscript | None:
    """Return what a print is to be made of as things stand now; None where nothing of it is left."""
    kind = PrintKind(print_.kind)
    if kind is PrintKind.BOOK:
        return manuscripts.of_year(print_.circle, print_.year or 0)
    poems = Harvest.objects.given().select_related("gathering__circle", "catcher")
    harvest = poems.filter(prints=print_).first()
    return manuscripts.of_poem(harvest, kind) if harvest else None


def _steps(manuscript: Manuscript) -> Iterator[tuple[int, int, bytes]]:
    """Yield how many steps are done, of how many; the last one with what was made (rule 3)."""
    words = manuscript.words
    if isinstance(words, printing.Poem):
        yield 0, 1, b""
        yield 1, 1, _sheet(manuscript.kind, words, manuscript.whence)
        return
    of = len(words.poems) + 1
    lacking = printing.lacks(
        [words.circle, *(line for each in words.agreements for line in each.lines), *_said_in(words.words)]
    )
    for done, poem in enumerate(words.poems):
        yield done, of, b""
        lines = ["".join(run.text for run in line) for stanza in poem.stanzas for line in stanza]
        lacking |= printing.lacks([poem.title, poem.about, poem.question, poem.credit, *lines])
    yield of - 1, of, b""
    yield of, of, printing.book(words if lacking else replace(words, boxes=""))


def _sheet(kind: PrintKind, poem: printing.Poem, whence: str) -> bytes:
    if not printing.lacks([poem.text, *poem.credits]):
        poem = replace(poem, boxes="")
    match kind:
        case PrintKind.PDF:
            return printing.broadside(poem)
        case PrintKind.SVG:
            return printing.vector(poem)
        case PrintKind.PNG:
            return printing.picture(poem)
        case PrintKind.CARD:
            return printing.card(poem, whence=whence)
        case PrintKind.BOOK:
            raise ValueError("a poem is no book")


def _said_in(words: dict[str, str | list[str]]) -> Iterator[str]:
    for each in words.values():
        yield from [each] if isinstance(each, str) else each
