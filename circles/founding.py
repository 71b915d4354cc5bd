"""Founding a circle, and caring for what it says of itself."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from circles.belonging.people import settle
from circles.chapters import chapters
from circles.models import Circle, Membership, Person, Standing
from circles.slugs import new_slug
from circles.words.countries import country_of

# What of a circle people outside may know, and how they join.
OPENNESS = ("dates_open", "listed", "joining_asks")


@dataclass(frozen=True, kw_only=True)
class Description:
    """What a circle says of itself; the fields are those of Circle."""

    name: str
    purpose: str
    timezone: str
    language: str
    place: str = ""
    call_link: str = ""
    country: str | None = None  # none given: that of the zone when it is founded, later as it was
    origin_lab: str = ""
    origin_place: str = ""
    origin_began: date | None = None
    origin_ended: date | None = None


@transaction.atomic
def found(
    *, founder: Person, description: Description, now: datetime, once: UUID | None = None
) -> Membership:
    """Found a circle at `now` (aware) and return its founder's membership: the first steward.

    `once` is the circle's uid to be: asked again with the same one, the same founder gets the circle that stands
    (R5).
    """
    Person.objects.select_for_update().get(pk=founder.pk)
    uid = once or uuid4()
    standing = founder.memberships.select_related("circle").filter(circle__uid=uid).first()
    if standing:
        return standing
    if Circle.objects.filter(uid=uid).exists():  # somebody else's: theirs stays theirs
        uid = uuid4()
    said = _said(description, country=country_of(description.timezone))
    circle = Circle.objects.create(
        uid=uid, slug=new_slug(description.name, kind="circle"), founded_at=now, **said
    )
    settle(founder, circle)
    return Membership.objects.create(
        circle=circle,
        person=founder,
        name=str(founder),
        standing=Standing.STEWARD,
        joined_at=now,
        welcomed_at=now,
    )


@transaction.atomic
def describe(
    circle: Circle,
    *,
    description: Description,
    dates_open: bool,
    listed: bool,
    joining_asks: bool,
    now: datetime,
) -> Circle:
    """Change what a circle says of itself, and how open it is, and return it as it now stands.

    A new name, place, call link, zone or language shows in every calendar of the circle; a new zone moves the
    instants of what is to come while its local hours stay (R87).
    """
    circle = Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    before = copy(circle)
    said = _said(description, country=circle.country)
    for field, value in said.items():
        setattr(circle, field, value)
    circle.dates_open, circle.listed, circle.joining_asks = dates_open, listed, joining_asks
    circle.save(update_fields=[*said, *OPENNESS])
    if _shown(circle) != _shown(before):
        Circle.objects.filter(pk=circle.pk).update(calendar_version=F("calendar_version") + 1)
        for chapter in chapters():
            chapter.described(circle, before=before, now=now)
    if circle.timezone != before.timezone:
        for chapter in chapters():
            chapter.zone_changed(circle, now=now)
    circle.refresh_from_db()
    return circle


def _said(description: Description, *, country: str) -> dict[str, Any]:
    """Return what is said, by the field of Circle that keeps it; `country` where none is."""
    said = vars(description)
    return said if description.country is not None else said | {"country": country}


def _shown(circle: Circle) -> tuple[str, ...]:
    """Return what a calendar shows of a circle."""
    return (circle.name, circle.place, circle.call_link, circle.timezone, circle.language)
