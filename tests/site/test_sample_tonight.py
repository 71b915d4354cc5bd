"""The sample circle that sits today."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Circle, Person
from cop_site import sample
from cop_site.sample import tonight
from gatherings.models import Duty

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 7, 1, 17, 59, tzinfo=UTC),
        datetime(2026, 11, 23, 6, 40, tzinfo=UTC),  # twenty to midnight there
        datetime(2026, 3, 8, 8, 50, tzinfo=UTC),  # the clocks go forward in ten minutes
    ],
)
def test_it_begins_soon_whenever_it_is_laid(moment):
    with time_machine.travel(moment, tick=False):
        gathering = tonight.sit(now=now())

        assert timedelta(minutes=15) <= gathering.starts_at - now() < timedelta(minutes=30)
        assert gathering.starts_at.minute % 15 == 0
        assert not gathering.is_over(now())


def test_everybody_comes_and_somebody_opens_catches_and_guards():
    gathering = tonight.sit(now=now())

    assert gathering.rsvps.filter(answer="yes").count() == gathering.circle.memberships.count() == 7
    duties = set(gathering.turns.values_list("role__duty", flat=True))
    assert duties == {Duty.OPENS, Duty.CATCHES, Duty.GUARDS}
    assert gathering.question
    assert gathering.flow.count() == 7
    assert gathering.circle.agreements.count() == 3


def test_laid_twice_it_is_there_once():
    assert tonight.sit(now=now())
    assert tonight.sit(now=now()) is None
    assert Circle.objects.count() == 1


def test_its_steward_and_its_catcher_are_introduced_and_can_catch(client, settings):
    settings.DEBUG = True
    gathering = tonight.sit(now=now())
    introduced = list(sample.introductions())
    assert [each.who.split(",")[0] for each in introduced] == ["Petra", "Sami"]

    client.get(introduced[1].path)

    assert client.get(reverse("catch", args=[gathering.circle.slug, gathering.number])).status_code == 200
    assert Person.objects.get(email=tonight.CATCHER).memberships.get().standing == 1
