"""What is sent to the press: a poem, or a circle's year, in words, in the circle's language; and the key to all of it.

1. A poem reads as on its page: the same lines, and what the catcher added can be told from what was said.
2. Inside the circle a sheet says when and where it was caught; beyond it, what the circle lets it say.
3. The book is the circle's own: it tells who hosted and who caught, and never who said a line.
4. The key is another one as soon as a word, a name or the layout is; it tells words and names from the layout, so
   that a new version of this program takes nothing away from anybody.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import groupby

from django.db.models import Prefetch
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from checkins import printing, stitching
from checkins.models import Harvest, PrintKind, Stitch
from checkins.poem import stitched
from checkins.poem.credits import caught_by, credits_of, day_of, name_inside, name_of
from circles.models import Agreement, Circle, Weight
from circles.words.dates import written
from circles.words.names import in_a_row
from gatherings.models import Duty, Turn

_LONGEST_FIRST_LINE = 80  # characters of it, in an index
_OF_WORDS = 40  # characters of a key: 160 bits


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is to be set, and the key that says of what it is made; `whence` stands on the picture for sharing."""

    kind: PrintKind
    words: printing.Poem | printing.Book
    whence: str = ""

    @property
    def key(self) -> str:
        """SHA-256 of all that goes in, in two parts: forty letters of the words, the rest of the layout (rule 4)."""
        words = json.dumps([self.kind, self.whence, asdict(self.words)], sort_keys=True)
        return sha256(words.encode()).hexdigest()[:_OF_WORDS] + printing.LAYOUT[_OF_WORDS:]

    def says_the_same(self, key: str) -> bool:
        """Tell whether what was made under this key has the very words, however it is laid out."""
        return key[:_OF_WORDS] == self.key[:_OF_WORDS]


def of_poem(harvest: Harvest, kind: PrintKind) -> Manuscript:
    """Return a poem (with its gathering, circle and catcher) as it is set on a sheet: two queries."""
    circle = harvest.gathering.circle
    stanzas = _stanzas(harvest.stitches.select_related("phrase"))
    with override(circle.language):
        words = printing.Poem(
            title=name_of(harvest),
            language=circle.language,
            stanzas=stanzas,
            credits=() if kind is PrintKind.CARD else (*credits_of(harvest), *_italics(stanzas)),
            boxes=_("Some letters of this poem are not in our typeface; they are whole on its page."),
        )
    return Manuscript(kind, words, whence=circle.name)


def of_year(circle: Circle, year: int) -> Manuscript | None:
    """Return the poems given to a circle in gatherings of a year, as a book; None where there are none.

    Four queries, however many poems.
    """
    hosts = (
        Turn.objects.filter(role__duty=Duty.OPENS).select_related("holder").order_by("role__position", "seat")
    )
    given = Harvest.objects.given().filter(gathering__circle=circle, gathering__day__year=year)
    poems = list(
        given.select_related("gathering", "catcher")
        .prefetch_related(
            Prefetch("gathering__turns", hosts, to_attr="hosted"),
            Prefetch("stitches", Stitch.objects.select_related("phrase")),
        )
        .order_by("gathering__starts_at", "pk")
    )
    if not poems:
        return None
    with override(circle.language):
        return Manuscript(PrintKind.BOOK, _book(circle, year, poems))


def _stanzas(stitches: Iterable[Stitch]) -> tuple[printing.values.Stanza, ...]:
    """Return the lines as they are set: a silence has none; joints stand with the words they join (rule 1)."""
    return tuple(
        () if stanza.silent else tuple(tuple(_run(piece) for piece in line) for line in stanza.lines)
        for stanza in stitching.stanzas(stitched.as_core(list(stitches)))
    )


def _run(piece: stitching.Piece) -> printing.Run:
    return printing.Run(piece.joint + piece.text, added=piece.stitch.kind is stitching.Kind.ADDED)


def _italics(stanzas: Iterable[printing.values.Stanza]) -> list[str]:
    """Return what italics mean, where there are any (rule 1)."""
    runs = (run for stanza in stanzas for line in stanza for run in line)
    return [_("Words in italics were added in the stitching.")] if any(run.added for run in runs) else []


def _book(circle: Circle, year: int, poems: list[Harvest]) -> printing.Book:
    months = {number: capfirst(str(name)) for number, name in MONTHS.items()}
    chapters = [
        printing.Month(name=months[number], poems=tuple(_in_a_book(poem) for poem in those))
        for number, those in groupby(poems, key=lambda poem: poem.gathering.day.month)
    ]
    lines = [poem.first_line for chapter in chapters for poem in chapter.poems]
    index = sorted(((line, at) for at, line in enumerate(lines) if line), key=lambda each: _in_order(*each))
    return printing.Book(
        circle=circle.name,
        title=_("The poems of %(year)s") % {"year": year},
        year=year,
        language=circle.language,
        letters=tuple(name[0] for name in months.values()),
        held=tuple(sorted({poem.gathering.day.month for poem in poems})),
        months=tuple(chapters),
        agreements=_agreements(circle),
        index=tuple(index),
        words=_words(circle, poems, list(months.values()))
        | {
            "added": _italics(
                stanza for chapter in chapters for poem in chapter.poems for stanza in poem.stanzas
            )
        },
        boxes=_("Some letters of these poems are not in our typeface; they are whole on their pages."),
    )


def _in_a_book(poem: Harvest) -> printing.BookPoem:
    stanzas = _stanzas(poem.stitches.all())
    spoken = (line for stanza in stanzas for line in stanza)
    first = "".join(run.text for run in next(spoken, ())).strip()
    hosts = [turn.holder.name for turn in poem.gathering.hosted if turn.holder.name]  # type: ignore[attr-defined]
    about = [capfirst(day_of(poem))]
    if hosts:
        about.append(_("hosted by %(names)s") % {"names": in_a_row(list(dict.fromkeys(hosts)))})
    return printing.BookPoem(
        title=name_inside(poem),
        about=" · ".join(about),
        question=poem.gathering.question,
        stanzas=stanzas,
        credit=caught_by(poem, beyond=False),
        first_line=first
        if len(first) <= _LONGEST_FIRST_LINE
        else f"{first[:_LONGEST_FIRST_LINE].rsplit(' ', 1)[0]} …",
    )


def _agreements(circle: Circle) -> tuple[printing.Agreement, ...]:
    """Return what the circle holds now: one query."""
    held = Agreement.objects.filter(circle=circle).standing_now().in_short()
    return tuple(
        printing.Agreement(
            lines=tuple(each["text"].splitlines()),
            held=_("%(weight)s, since %(day)s")
            % {"weight": Weight(each["weight"]).label, "day": written(each["agreed_on"], "j F Y")},
        )
        for each in held.values("text", "weight", "agreed_on")  # type: ignore[misc]  # unknown to the stubs
        if each["text"]
    )


def _words(circle: Circle, poems: list[Harvest], months: list[str]) -> dict[str, str | list[str]]:
    """Return the book's own words."""
    caught = list(dict.fromkeys(poem.catcher.name for poem in poems if poem.catcher and poem.catcher.name))
    colophon = [_("Caught by %(names)s, in our own words.") % {"names": in_a_row(caught)}] if caught else []
    return {
        "months": months,
        "ring": _("The months with a poem:"),
        "about": [
            circle.purpose,
            _(
                "These lines were said aloud in our check-ins. They belong to those who said them, "
                "and stay without names."
            ),
            _("The book stays in the circle; please don’t pass it on."),
        ],
        "agreements": _("What we promise each other"),
        "contents": _("The poems"),
        "index": _("Index of first lines"),
        "colophon": [*colophon, _("Set in Libertinus Serif, for %(circle)s.") % {"circle": circle.name}],
    }


def _in_order(line: str, at: int) -> tuple[str, int]:
    """Return what lines are put in order by: letters and digits alone, without accents and capitals."""
    bare = unicodedata.normalize("NFKD", line).casefold()
    return "".join(letter for letter in bare if letter.isalnum() or letter == " ").strip(), at
