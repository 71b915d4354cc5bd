"""A circle with a row of all that travels; a site emptied of everything; and archives somebody has changed."""

import io
import json
import zipfile
from datetime import date

from django.utils.timezone import now

from checkins.models import Harvest
from circles.models import Circle, Erasure, Face, Membership, Person
from cop_site.archive import zips
from cop_site.archive.bringing_in import BroughtIn, bring_in
from cop_site.archive.taking_out import as_json, take_out
from gatherings.models import Practice, Turn
from tests.two_circles import make_full_circle, models_of_the_house

PICTURE = b"RIFF\x1a\x00\x00\x00WEBPVP8 a small picture"


def make_whole_circle(name: str = "The Hosting Circle") -> Circle:
    """Make a circle in which every part of an archive has a row."""
    circle = make_full_circle(name)
    Harvest.objects.filter(gathering__circle=circle).update(given_at=now(), title="Snow")
    Practice.objects.filter(gathering__circle=circle).update(told=True)
    Face.objects.filter(membership__circle=circle).update(picture=PICTURE)
    former = circle.memberships.get(left_at__isnull=False)
    Erasure.objects.create(erased=former.uid)
    Membership.objects.filter(pk=former.pk).update(name="", person=None, erased_at=now())
    circle.origin_began = date(2026, 1, 1)
    circle.save()
    return circle


def files_of(packed: bytes) -> dict[str, bytes]:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_in(packed: bytes, part: str) -> list[dict[str, object]]:
    """Return the rows of a part."""
    return json.loads(files_of(packed)[f"data/{part}.json"])


def taken_out(circle: Circle, *, addresses: bool = False) -> bytes:
    """Return a circle as a zip, made now."""
    return take_out(circle, addresses=addresses, now=now())


def brought_in(packed: bytes) -> BroughtIn:
    """Take a circle in, now."""
    return bring_in(io.BytesIO(packed), now=now())


def counts() -> dict[str, int]:
    """Return how many rows there are of every model of ours."""
    return {model.__name__: model._base_manager.count() for model in models_of_the_house()}


def changed(packed: bytes, **parts_changed) -> bytes:
    """Return the zip with each part's rows as a function of what they were."""
    files = files_of(packed)
    for part, change in parts_changed.items():
        name = f"data/{part}.json"
        rows = json.loads(files[name])
        returned = change(rows)
        files[name] = as_json(rows if returned is None else returned)
    return zips.pack(files)


def with_files(packed: bytes, **given: bytes | None) -> bytes:
    """Return the zip with these files in place of its own; None takes one out."""
    files = files_of(packed) | given
    return zips.pack({name: body for name, body in files.items() if body is not None})


def empty_site() -> None:
    """Delete every circle and everybody."""
    Turn.objects.all().delete()
    Circle.objects.all().delete()
    Person.objects.all().delete()
    Erasure.objects.all().delete()
