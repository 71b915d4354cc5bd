"""The sample circles, as `manage.py sample` lays them."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils.timezone import now

from checkins import stitching
from checkins.models import Harvest
from checkins.poem import stitched
from circles.models import Circle, Membership, Person
from cop_site import sample
from cop_site.sample.words_en import CIRCLE
from gatherings.models import Gathering, Status, Turn

pytestmark = pytest.mark.django_db


def test_a_year_of_life_is_laid_once(capsys):
    for _time in range(2):
        call_command("sample")

    circle = Circle.objects.get(name=CIRCLE.name)
    assert Circle.objects.count() == 3
    assert circle.memberships.present().count() == 12
    assert Harvest.objects.given().filter(gathering__circle=circle).count() == 12
    assert circle.agreements.count() == 5
    assert "here already" in capsys.readouterr().out


@pytest.mark.thorough
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 2, 3, tzinfo=UTC),
        datetime(2026, 12, 31, 23, tzinfo=UTC),
        datetime(2028, 2, 29, tzinfo=UTC),
    ],
)
def test_the_year_told_is_the_year_just_past_on_whatever_day_it_is_laid(moment):
    with time_machine.travel(moment, tick=False):
        circle = sample.lay_table(now=now())[0]
        held = Gathering.objects.filter(circle=circle).planned().evenings().past(now())
        numbers = list(circle.gatherings.evenings().order_by("number").values_list("day", flat=True))

        assert held.count() == 12
        assert numbers == sorted(numbers)
        assert circle.gatherings.filter(day__month=12, status=Status.CALLED_OFF).exists()
        assert not Turn.objects.filter(gathering__status=Status.CALLED_OFF).exists()
        assert circle.gatherings.order_by("-day")[0].day.toordinal() - moment.toordinal() > 330


def test_every_poem_reads_as_its_story_tells_it():
    sample.lay_table(now=now())

    for harvest in Harvest.objects.select_related("gathering__circle"):
        text = stitching.render(stitched.as_core(list(harvest.stitches.select_related("phrase"))))
        assert len(text.splitlines()) > 5
        assert not any(
            name in text for name in harvest.gathering.circle.memberships.values_list("name", flat=True)
        )


def test_those_introduced_can_sign_in_with_one_click(client, settings):
    settings.DEBUG = True
    sample.lay_table(now=now())

    introduced = list(sample.introductions())
    for introduction in introduced:
        client.get(introduction.path)
        assert client.get("/home/").status_code == 200
        client.logout()

    assert len(introduced) == 4


@pytest.mark.thorough
def test_many_circles_can_be_laid_for_measuring():
    sample.lay_table(now=now())

    assert sample.lay_many(2, now=now()) == 4
    assert Person.objects.exclude(memberships=None).count() == Membership.objects.count()


def test_evenings_have_a_flow_what_to_bring_who_was_there_and_what_was_kept():
    sample.lay_table(now=now())

    for circle in Circle.objects.all():
        evenings = circle.gatherings.planned().evenings().order_by("starts_at")
        last, coming = evenings.past(now())[0], evenings.to_come(now())[0]
        assert coming.preparation
        assert coming.materials
        for gathering in (last, coming):
            assert sum(part.minutes for part in gathering.flow.all()) == 120
            assert gathering.flow.exclude(role=None).count() == 6
        assert last.notes
        assert 0 < last.presences.filter(there=True).count() < circle.memberships.count()
        assert not coming.presences.exists()
