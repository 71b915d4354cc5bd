"""Asking to be erased: what is said of each circle, and what comes first (R90)."""

import pytest
from django.utils.timezone import now

from circles.models import (
    Circle,
    Person,
    Standing,
)
from circles.refusals import LastSteward
from cop_site import erasing
from cop_site.erasing import NobodyElseThere
from gatherings.models import Practice, Turn
from tests.dump import whole_database
from tests.making import make_gathering, make_member, make_role, make_steward
from tests.somebody import TOLD, erase
from tests.whole_circle import make_whole_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle():
    return make_whole_circle()


def test_erased_twice_is_erased_once(mina):
    person = mina.person
    erase(mina)
    before = whole_database()

    erasing.erase(person, keep_words_in=(), alone_may_go=True, now=now())

    assert whole_database() == before


def test_the_last_steward_hands_over_first(circle, mina):
    steward = circle.memberships.get(standing=Standing.STEWARD)
    before = whole_database()

    with pytest.raises(LastSteward):
        erase(steward)

    assert whole_database() == before


def test_a_circle_of_nobody_else_goes_only_when_they_say_so():
    alone = make_steward(name="Solo")
    make_role(alone.circle)
    Turn.objects.create(gathering=make_gathering(alone.circle), role=alone.circle.roles.get(), holder=alone)

    with pytest.raises(NobodyElseThere, match="The Hosting Circle"):
        erase(alone)
    assert Circle.objects.exists()
    erasing.erase(alone.person, keep_words_in=(), alone_may_go=True, now=now())

    assert not Circle.objects.exists()
    assert not Person.objects.exists()


def test_each_circle_has_its_own_answer(mina):
    elsewhere = make_member(make_steward().circle, "Mina there", person=mina.person)
    gathering = make_gathering(elsewhere.circle)
    Practice.objects.create(membership=elsewhere, gathering=gathering, words="KEPT there", told=True)

    erasing.erase(mina.person, keep_words_in={elsewhere.pk}, alone_may_go=False, now=now())

    assert Practice.objects.filter(words="KEPT there").exists()
    assert not Practice.objects.filter(words__contains=TOLD).exists()
