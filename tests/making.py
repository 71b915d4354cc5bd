"""Plain functions that make data for tests. The cast: steward, host, member, stranger."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.timezone import now

from circles.models import Agreement, Circle, Membership, Person, Proposal, Standing, Weight, Wording
from circles.slugs import new_slug
from gatherings.models import Gathering, GuestState, HostingRole, Lab, LabGuest, Rhythm

_count = itertools.count(1)


def make_person(name: str = "", **fields: Any) -> Person:
    """Make somebody who can sign in, in English and Edmonton time unless said otherwise."""
    number = next(_count)
    name = name or f"Person {number}"
    email = fields.pop("email", f"person{number}@circle.example")
    return Person.objects.create_user(
        email, name=name, **{"timezone": "America/Edmonton", "language": "en"} | fields
    )


def give_second_factor(person: Person) -> None:
    """Let somebody have an authenticator app."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})


def make_circle(name: str = "The Hosting Circle", **fields: Any) -> Circle:
    """Make a circle of nobody, in Edmonton."""
    given = {"purpose": "We practise hosting.", "timezone": "America/Edmonton", "language": "en"}
    return Circle.objects.create(slug=new_slug(name, kind="circle"), name=name, **given | fields)


def make_member(
    circle: Circle | None = None, name: str = "", standing: Standing = Standing.MEMBER, **fields: Any
) -> Membership:
    """Make a member, and the circle and the person where none is given."""
    person = fields.pop("person", None) or make_person(name)
    return Membership.objects.create(
        circle=circle or make_circle(), person=person, name=name or person.name, standing=standing, **fields
    )


def make_host(circle: Circle | None = None, name: str = "", **fields: Any) -> Membership:
    """Make a host."""
    return make_member(circle, name, Standing.HOST, **fields)


def make_steward(circle: Circle | None = None, name: str = "", **fields: Any) -> Membership:
    """Make a steward."""
    return make_member(circle, name, Standing.STEWARD, **fields)


def make_rhythm(circle: Circle, first: date = date(2026, 1, 1), **fields: Any) -> Rhythm:
    """Make a circle's rhythm: last Wednesdays, 18:00, two hours."""
    given = {"starts": time(18), "lasts": timedelta(hours=2)}
    return Rhythm.objects.create(circle=circle, first=first, **given | fields)


def make_gathering(circle: Circle | None = None, day: date | None = None, **fields: Any) -> Gathering:
    """Make a gathering: 18:00 for two hours in the circle's zone, in ten days unless said otherwise."""
    circle = circle or make_circle()
    day = day or (now() + timedelta(days=10)).date()
    last = circle.gatherings.order_by("-number").values_list("number", flat=True).first() or 0
    given = {"number": last + 1, "starts": time(18), "lasts": timedelta(hours=2), "timezone": circle.timezone}
    return Gathering.objects.create(circle=circle, day=day, **given | fields)


def make_gathering_now(circle: Circle | None = None, **fields: Any) -> Gathering:
    """Make a gathering that began a quarter of an hour ago."""
    circle = circle or make_circle()
    local = (datetime.now(UTC) - timedelta(minutes=15)).astimezone(circle.zone)
    return make_gathering(
        circle, local.date(), starts=local.time().replace(second=0, microsecond=0), **fields
    )


def make_role(circle: Circle, name: str = "", **fields: Any) -> HostingRole:
    """Make a hosting role."""
    return HostingRole.objects.create(circle=circle, name=name or f"role {next(_count)}", **fields)


def make_agreement(circle: Circle, text: str = "What is said here stays here.", **fields: Any) -> Agreement:
    """Make an agreement with its first wording, lightly held."""
    agreement = Agreement.objects.create(circle=circle, position=circle.agreements.count() + 1)
    given: dict[str, Any] = {
        "weight": Weight.LIGHTLY,
        "agreed_on": date(2026, 1, 28),
        "recorded_at": datetime(2026, 1, 28, 21, tzinfo=UTC),
    }
    Wording.objects.create(agreement=agreement, text=text, **given | fields)
    return agreement


def make_proposal(circle: Circle, text: str = "We begin on time.", **fields: Any) -> Proposal:
    """Make a proposal by somebody new, with a week for concerns."""
    by = fields.pop("proposed_by", None) or make_member(circle)
    given: dict[str, Any] = {"concerns_until": now() + timedelta(days=7)}
    return Proposal.objects.create(circle=circle, text=text, proposed_by=by, **given | fields)


def make_lab(circle: Circle | None = None, *, days: int = 2, **fields: Any) -> Lab:
    """Make a published lab: in twenty days, for two days, 9:00 to 17:00, with a seat for everybody."""
    circle = circle or make_circle()
    day = fields.pop("day", None) or (now() + timedelta(days=20)).date()
    title = fields.pop("title", "Two days of hosting")
    lasts = timedelta(days=days - 1, hours=8)
    gathering = make_gathering(circle, day, starts=time(9), lasts=lasts, theme=title)
    given: dict[str, Any] = {
        "invitation": "Come and practise with us.",
        "last_day": day + timedelta(days=days - 1),
        "daily_ends": time(17),
        "published_at": now(),
    }
    return Lab.objects.create(
        gathering=gathering, slug=new_slug(title, kind="lab"), title=title, **given | fields
    )


def make_guest(lab: Lab, name: str = "", state: GuestState = GuestState.COMING, **fields: Any) -> LabGuest:
    """Make a guest of a lab, coming unless said otherwise."""
    number = next(_count)
    given: dict[str, Any] = {"email": f"guest{number}@outside.example"}
    if state in (GuestState.COMING, GuestState.WAITING):
        given["confirmed_at"] = now()
    return LabGuest.objects.create(lab=lab, name=name or f"Guest {number}", state=state, **given | fields)
