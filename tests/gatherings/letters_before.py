"""A circle in Edmonton that gathers on a Wednesday in September, and the letters before it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from django.core.mail import EmailMultiAlternatives

from circles import letters
from circles.models import Circle, Letter, Membership
from gatherings.hosting.starting_roles import STARTING_ROLES
from gatherings.letters import reminders
from gatherings.models import Gathering, Rsvp, Turn
from gatherings.schedule import scheduling
from tests.making import make_circle, make_gathering, make_member, make_person, make_role
from tests.postbox import deliver_all

SITE = "https://circles.example"
DAY = date(2025, 9, 24)  # a Wednesday; 18:00 in Edmonton is midnight UTC
LONG_BEFORE = datetime(2025, 9, 1, 12, tzinfo=UTC)
ASKING = datetime(2025, 9, 14, 14, 0, tzinfo=UTC)  # 8:00 in Edmonton, ten days before
SIX_DAYS_BEFORE = datetime(2025, 9, 18, 15, 0, tzinfo=UTC)  # Thursday, 9:00 in Edmonton
EVE = datetime(2025, 9, 23, 14, 0, tzinfo=UTC)  # 8:00 in Edmonton, the day before


def make_evening(**fields: Any) -> Gathering:
    """Make the gathering, and its circle unless one is given."""
    circle = fields.pop("circle", None) or make_circle(
        place="The Old Library", call_link="https://call.example/us"
    )
    return make_gathering(circle, DAY, **{"created_at": LONG_BEFORE, "changed_at": LONG_BEFORE} | fields)


def make_reader(circle: Circle, name: str = "Anna", answer: str = "", **person: Any) -> Membership:
    """Make a member who lives and reads as said, and has answered the circle's gathering if `answer` says so."""
    member = make_member(circle, name, person=make_person(name, **person), joined_at=LONG_BEFORE)
    if answer:
        Rsvp.objects.create(
            gathering=circle.gatherings.get(), membership=member, answer=answer, answered_at=LONG_BEFORE
        )
    return member


def hold(
    gathering: Gathering, holder: Membership, key: str, beside: Membership | None = None, **fields: Any
) -> Turn:
    """Let somebody hold one of the roles a circle starts with."""
    role = next(role for role in STARTING_ROLES if role.key == key)
    given = {"name": str(role.name), "words": str(role.words), "duty": role.duty}
    made = make_role(gathering.circle, **given | fields)
    return Turn.objects.create(gathering=gathering, role=made, holder=holder, beside=beside)


def off(gathering: Gathering, host: Membership, now: datetime = SIX_DAYS_BEFORE) -> Gathering:
    """Let a host call the gathering off."""
    return scheduling.call_off(gathering, reason="Luc is ill.", by=host, now=now)


def plan(now: datetime) -> int:
    """Let the heartbeat write what falls due soon."""
    return reminders.write_due(now=now)


def send(now: datetime) -> list[Letter]:
    """Let the heartbeat and the worker do all there is to do at `now`, and return the letters they had in hand."""
    with time_machine.travel(now, tick=False):
        plan(now)
        return [letter for letter in deliver_all(now=now - timedelta(minutes=5)) if letter.state != "waiting"]


def written() -> list[tuple[str, str, datetime]]:
    """Return which letters are written, to whom, and when each leaves."""
    return sorted(Letter.objects.values_list("kind", "membership__name", "due"))


def leave(now: datetime) -> None:
    """Let the worker send what is due at `now`; invitations are another matter."""
    with time_machine.travel(now, tick=False):
        deliver_all(now=now - letters.PATIENCE)


def whom(outbox: list[EmailMultiAlternatives]) -> list[str]:
    """Return to whom letters went, sorted."""
    return sorted(sent.to[0] for sent in outbox)
