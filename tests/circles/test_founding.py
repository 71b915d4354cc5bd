"""A circle is founded once, with its first steward, and later says other things of itself."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine

from circles import founding
from circles.founding import Description
from circles.models import Circle, Membership, Standing
from tests.making import make_circle, make_gathering, make_person, make_steward

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WORDS = Description(
    name="The Hosting Circle",
    purpose=" We practise hosting. ",
    timezone="America/Edmonton",
    language="en",
    origin_lab="Art of hosting",
    origin_began=date(2026, 5, 2),
    origin_ended=date(2026, 5, 3),
)

pytestmark = pytest.mark.django_db


def changed(circle: Circle, **words: object) -> Description:
    given = {field: getattr(circle, field) for field in Description.__dataclass_fields__}
    return Description(**given | words)  # type: ignore[arg-type]


def describe(circle: Circle, *, opened: bool, **words: object) -> Circle:
    """Let it say other things of itself; opened, its dates can be seen, and it is listed."""
    description = changed(circle, **words)
    return founding.describe(
        circle, description=description, dates_open=opened, listed=opened, joining_asks=False, now=NOW
    )


def test_the_founder_is_the_first_steward():
    founder = make_person("Anna Berg")

    steward = founding.found(founder=founder, description=WORDS, now=NOW)

    assert (steward.name, steward.standing, steward.joined_at) == ("Anna Berg", Standing.STEWARD, NOW)
    circle = steward.circle
    assert changed(circle) == replace(WORDS, country="CA")
    assert circle.founded_at == NOW
    assert circle.join_token == ""
    assert not circle.dates_open


def test_two_circles_of_one_name_have_addresses_that_tell_nothing():
    founder = make_person()

    first = founding.found(founder=founder, description=WORDS, now=NOW)
    second = founding.found(founder=founder, description=WORDS, now=NOW)

    assert first.circle.slug.startswith("the-hosting-circle-")
    assert first.circle.slug != second.circle.slug


def test_the_same_page_posted_twice_founds_one_circle():
    founder, once = make_person(), uuid4()

    first = founding.found(founder=founder, description=WORDS, now=NOW, once=once)
    second = founding.found(founder=founder, description=WORDS, now=NOW, once=once)

    assert first == second
    assert Circle.objects.count() == Membership.objects.count() == 1


def test_nobody_gets_into_a_circle_by_guessing_what_its_page_drew():
    theirs = founding.found(founder=make_person(), description=WORDS, now=NOW, once=uuid4())

    mine = founding.found(founder=make_person(), description=WORDS, now=NOW, once=theirs.circle.uid)

    assert mine.circle != theirs.circle


def test_what_calendars_show_raises_their_version_and_nothing_else_does():
    circle = make_circle()

    circle = describe(circle, opened=True, purpose="We listen.")
    assert (circle.calendar_version, circle.purpose, circle.dates_open, circle.listed) == (
        1,
        "We listen.",
        True,
        True,
    )

    circle = describe(circle, opened=True, place="The Old Library")
    assert circle.calendar_version == 2


def test_another_zone_keeps_the_hour_on_the_clock_of_what_is_to_come():
    circle = make_steward().circle
    with time_machine.travel(NOW, tick=False):
        gathering = make_gathering(circle, date(2026, 11, 25))

    circle = describe(circle, opened=False, timezone="Europe/Lisbon")

    gathering.refresh_from_db()
    assert gathering.starts_at == datetime(2026, 11, 25, 18, tzinfo=UTC)
    assert circle.calendar_version > 1
