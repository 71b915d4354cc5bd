"""What was typeset goes with the words it was made of (R90)."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from checkins.models import Harvest, Print, PrintKind, PrintState
from checkins.poem import prints
from tests.making import make_circle, make_gathering

pytestmark = pytest.mark.django_db


def poem_of(circle):
    return Harvest.objects.create(gathering=make_gathering(circle), given_at=now())


def typeset(harvest):
    """Lay a picture of the poem and the book of its year, both ready."""
    circle, year = harvest.gathering.circle, harvest.gathering.day.year
    fields = {"state": PrintState.READY, "made": b"CANARY", "key": "0" * 64}
    Print.objects.create(kind=PrintKind.PNG, circle=circle, harvest=harvest, **fields)
    Print.objects.get_or_create(kind=PrintKind.BOOK, circle=circle, year=year, defaults=fields)


def test_the_prints_of_a_poem_and_the_books_of_its_circle_go_and_no_others():
    circle, elsewhere = make_circle(), make_circle("Elsewhere")
    changed, beside, far = poem_of(circle), poem_of(circle), poem_of(elsewhere)
    for harvest in (changed, beside, far):
        typeset(harvest)

    at = now() + timedelta(hours=1)

    prints.drop(changed, now=at)

    kept = set(Print.objects.values_list("harvest", "circle"))
    assert kept == {(beside.pk, circle.pk), (far.pk, elsewhere.pk), (None, elsewhere.pk)}
    assert list(Harvest.objects.filter(changed_at=at)) == [changed]


def test_nothing_changed_drops_nothing():
    harvest = poem_of(make_circle())
    typeset(harvest)

    prints.drop(now=now())

    assert Print.objects.count() == 2
