"""Circles with dates, somebody in two of them, and how the tests read their feeds."""

from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from icalendar import Calendar

from circles.models import Circle, Membership, Person
from gatherings.feeds import subscriptions
from tests.making import make_circle, make_gathering, make_member, make_person, make_steward

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def address(membership, **fields) -> str:
    _link, token = subscriptions.make_link(membership, now=NOW, **fields)
    return reverse("feed", args=[token])


def events(response) -> dict[str, object]:
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def circle_with_dates(**fields) -> Circle:
    circle = make_circle(place="The Old Library", call_link="https://call.example/us", **fields)
    for day in (date(2026, 10, 28), date(2026, 11, 25), date(2026, 12, 30)):
        make_gathering(circle, day, changed_at=NOW - timedelta(days=30), created_at=NOW - timedelta(days=90))
    return circle


def in_two_circles(name: str) -> Person:
    """Make somebody who is in two circles with dates, each of which has a steward."""
    person = make_person(name)
    for circle_name in ("The Hosting Circle", "The River"):
        circle = circle_with_dates(name=circle_name)
        make_steward(circle)
        make_member(circle, person=person)
    return person


def places(person: Person) -> list[Membership]:
    return list(person.memberships.select_related("circle").order_by("pk"))
