"""A circle brought in whole, from an archive that may come from a stranger.

1. All of it or nothing: the first fault ends it, with one sentence and nothing stored.
2. A circle that stands here already is left alone.
3. Whoever was erased here stays erased, though the archive is older (R90).
4. Nobody is written to. Who came along with an address finds their place when they sign in with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import DatabaseError, transaction

from circles.archive import PEOPLE
from circles.archiving import Arriving, NotAnArchive, Row
from circles.chapters import chapters
from circles.models import Circle, Person
from cop_site import erasing
from cop_site.archive import parts, zips
from cop_site.archive.taking_out import FORMAT, VERSION

MOST_ROWS = 500_000


@dataclass(frozen=True, kw_only=True)
class BroughtIn:
    """The circle, and how many of its members found an account, got one, or are a name until they claim it."""

    circle: Circle
    found: int
    made: int
    names: int


def bring_in(packed: IO[bytes], *, now: datetime) -> BroughtIn:
    """Store the circle of an archive and return it with what became of its people.

    Raises NotAnArchive with one sentence, and then nothing stands (rule 1).
    """
    arriving = _read(zips.unpack(packed))
    people_before = Person.objects.count()
    try:
        with transaction.atomic():
            for chapter in chapters():
                chapter.load(arriving)
            circle = Circle.objects.get(pk__in=arriving.known[Circle].values())
            erasing.again(circle=circle, now=now)
            made = Person.objects.count() - people_before
            here = circle.memberships.present()
            tied = here.filter(person__isnull=False).count()
            return BroughtIn(circle=circle, found=tied - made, made=made, names=here.count() - tied)
    except DatabaseError:
        raise NotAnArchive("its rows do not fit together, or not with what is here") from None


def _read(files: Mapping[str, bytes]) -> Arriving:
    manifest = _json("manifest.json", files)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NotAnArchive("manifest.json does not say that this is a circle")
    if manifest.get("version") != VERSION:
        raise NotAnArchive(f"it is of another version of the format than this site reads ({VERSION})")
    wanted = {part.name for part in parts.TRAVELS}
    given = {name[5:-5] for name in files if name.startswith("data/")}
    for name in sorted(wanted - given):
        raise NotAnArchive(f"data/{name}.json is missing")
    for name in sorted(given - wanted - {PEOPLE}):
        raise NotAnArchive(f"data/{name}.json is unknown")
    rows = {name: _rows(f"data/{name}.json", files) for name in sorted(given)}
    if sum(map(len, rows.values())) > MOST_ROWS:
        raise NotAnArchive(f"it holds more than {MOST_ROWS} rows")
    _is_new(rows)
    return Arriving(rows=rows, files={name: files[name] for name in files if name.startswith("faces/")})


def _is_new(rows: Mapping[str, list[Row]]) -> None:
    """Refuse a circle that stands here already (rule 2)."""
    uids = [str(row.get("uid")) for row in rows["circle"]]
    slugs = [str(row.get("slug")) for row in rows["circle"]]
    if any(str(uid) in uids for uid in Circle.objects.values_list("uid", flat=True)):
        raise NotAnArchive("this circle stands here already")
    if Circle.objects.filter(slug__in=[slug for slug in slugs if "\0" not in slug]).exists():
        raise NotAnArchive("another circle stands here at the same address")


def _rows(name: str, files: Mapping[str, bytes]) -> list[Row]:
    found = _json(name, files)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise NotAnArchive(f"{name} is no list of rows")
    return found


def _json(name: str, files: Mapping[str, bytes]) -> Any:
    if name not in files:
        raise NotAnArchive(f"{name} is missing")
    try:
        return json.loads(files[name].decode(), parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise NotAnArchive(f"{name} is no JSON that can be read") from None


def _no_such_number(constant: str) -> None:
    raise ValueError(constant)
