"""A circle taken out whole: one zip, readable by people and by machines.

1. Everything people read is made from the data that travels, so it tells no more than that.
2. `manifest.json` alone carries the date and the version of the format: all else is the same until the circle changes.
3. People read it in the circle's language.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from circles.archive import PEOPLE
from circles.archiving import Rows, plain
from circles.chapters import chapters
from circles.models import Circle
from circles.words.markdown import bullets, lines, said
from cop_site.archive import pages, zips
from cop_site.archive.agreements import agreed, agreements_page, held
from cop_site.archive.dates import dates
from cop_site.archive.poems import Poem, poems_of
from cop_site.archive.printing import pdf
from cop_site.archive.shelves import Shelves

FORMAT = "last-wednesday-circle"
VERSION = 1


def take_out(circle: Circle, *, addresses: bool = False, now: datetime) -> bytes:
    """Return a circle as a zip made at `now` (aware); with the addresses of its members only where asked for."""
    rows, files = _gathered(circle, addresses=addresses)
    files |= {f"data/{name}.json": as_json(part) for name, part in rows.items()}
    language = str(rows["circle"][0]["language"])
    with override(language):
        files |= _pages(Shelves(rows), language)
    files["manifest.json"] = as_json({"format": FORMAT, "version": VERSION, "made_at": plain(now)})
    return zips.pack(files)


@transaction.atomic
def _gathered(circle: Circle, *, addresses: bool) -> tuple[Rows, dict[str, bytes]]:
    """Return what travels, as it all stood at one moment; nothing is set in type while others wait."""
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    files: dict[str, bytes] = {}
    rows: Rows = {}
    for chapter in chapters():
        rows |= chapter.export(circle, files, addresses=addresses)
    return rows, files


def as_json(value: object) -> bytes:
    """Return a value as JSON that people can read too: keys sorted, one to a line, letters as they are."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _pages(shelves: Shelves, language: str) -> Mapping[str, bytes]:
    """Return what people read."""
    poems = list(poems_of(shelves))
    texts = {
        "README.md": _readme(shelves),
        "circle.md": pages.circle_page(shelves),
        "people.md": pages.people_page(shelves),
        "agreements.md": agreements_page(shelves),
        "gatherings.md": pages.gatherings_page(shelves),
    }
    texts |= {poem.file: pages.poem_page(poem) for poem in poems}
    about = {"circle": shelves.circle["name"], "language": language}
    standing = [each for each in held(shelves) if not each.retired_at]
    sheets: dict[str, dict[str, Any]] = {
        "poems": {"title": _("Poems"), "poems": [_set(poem) for poem in poems]},
        "agreements": {
            "title": _("Agreements"),
            "agreements": [
                {
                    "lines": str(each.wordings[0]["text"]).splitlines(),
                    "held": agreed(shelves, each.wordings[0]),
                }
                for each in standing
            ],
        },
    }
    return (
        {name: text.encode() for name, text in texts.items()}
        | {"dates.ics": dates(shelves)}
        | {f"{name}.pdf": pdf(name, about | values) for name, values in sheets.items()}
    )


def _set(poem: Poem) -> dict[str, Any]:
    """Return a poem as it is set in type."""
    stanzas = [[part for line in stanza for part in line.splitlines()] for stanza in poem.stanzas]
    return {"title": poem.title, "day": poem.day, "credit": poem.credit, "stanzas": stanzas}


def _readme(shelves: Shelves) -> str:
    if PEOPLE in shelves.rows:
        addresses = _(
            "With the addresses of its members, so that they find their place again: keep this file where nobody "
            "else can read it."
        )
    else:
        addresses = _("No addresses: whoever takes this circle in again invites its people anew.")
    return lines(
        "# " + said(shelves.circle["name"]),
        _("This is the circle, taken out whole. It can be read here, and another site can take it in."),
        "## " + _("To read"),
        bullets(
            "circle.md · "
            + _("what the circle says of itself, the link to its call, its rhythm, its hosting roles"),
            "people.md · " + _("who is in it and who was, by name"),
            "agreements.md, agreements.pdf · " + _("what it promises itself, and how that came to be"),
            "gatherings.md · " + _("every gathering: when, where, who held what, who said yes"),
            "poems/, poems.pdf · " + _("the poems it was given"),
            "dates.ics · " + _("its dates, for a calendar"),
        ),
        "## " + _("For machines"),
        bullets(
            "data/ · " + _("the same as JSON, one file for each kind of thing, times in UTC"),
            "faces/ · " + _("the pictures members put up of themselves"),
            "manifest.json · " + _("when this was taken out, and in which format"),
        ),
        "## " + _("What is not in here"),
        _(
            "What is said in the circle stays in the circle: no check-ins, no line that was left out of a poem, no "
            "poem that was not given yet, nobody’s private line of practice."
        ),
        _(
            "Who said a line is in data/phrases.json only where they said whether it may travel, so that they can "
            "still change their mind."
        ),
        _("No passwords, no secret links, no letters, no invitations, no guests of a learning lab."),
        addresses,
        _(
            "These are the words of people who trusted one another. Please keep them as you would keep your own."
        ),
    )
