"""The poems of an archive, as stanzas and lines: rows in, plain text out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from checkins import stitching
from circles.archiving import Row
from cop_site.archive.shelves import Shelves


@dataclass(frozen=True, kw_only=True)
class Poem:
    """One poem: its title, its day and credit in words, its stanzas of lines (a silence has none), its file's name."""

    title: str
    day: str
    credit: str
    stanzas: list[list[str]]
    file: str
    gathering: str


def poems_of(shelves: Shelves) -> Iterator[Poem]:
    """Yield the poems of an archive, the first one first."""
    for gathering in shelves.gatherings:
        for harvest in shelves.of("poems", "gathering", gathering["uid"]):
            yield Poem(
                title=str(harvest["title"])
                or _("The poem of %(day)s") % {"day": shelves.day(gathering["day"])},
                day=shelves.day(gathering["day"]),
                credit=_credit(shelves, harvest),
                stanzas=_stanzas(shelves, harvest),
                file=f"poems/{gathering['day']}-{gathering['number']}.md",
                gathering=str(gathering["uid"]),
            )


def _credit(shelves: Shelves, harvest: Row) -> str:
    words = []
    if harvest["catcher"]:
        words.append(_("Caught by %(name)s") % {"name": shelves.name(harvest["catcher"])})
    if harvest["thanks"]:
        words.append(_("with thanks to %(thanks)s") % {"thanks": harvest["thanks"]})
    return ", ".join(words)


def _stanzas(shelves: Shelves, harvest: Row) -> list[list[str]]:
    stitches = sorted(
        shelves.of("stitches", "harvest", harvest["uid"]),
        key=lambda row: (int(row["position"] or 0), str(row["uid"])),
    )
    poem = stitching.stanzas(
        stitching.Stitch(
            phrase=stitching.Phrase(
                key=row["uid"],
                text=str(shelves.row(row["phrase"])["text"] if row["phrase"] else row["added"]),
            ),
            seam=stitching.Seam(str(row["seam"])),
            kind=stitching.Kind(str(row["kind"])),
        )
        for row in stitches
    )
    return [stanza.texts for stanza in poem]
