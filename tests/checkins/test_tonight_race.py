"""An evening in which everything happens at once: every flame is seen, a tap counts once, a code opens one screen."""

import pytest
from django.utils.timezone import now

from checkins.models import Centre, Flame, RoundKind
from checkins.refusals import NoSuchCode
from checkins.tonight import bell, centre, flames, moving, pairing
from tests.at_once import at_once
from tests.checkins.tonight import comes
from tests.making import make_host

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MANY = 8


@pytest.fixture
def round_(evening, catcher):
    return centre.open_round(evening, kind=RoundKind.CHECK_IN, question="What now?", by=catcher, now=now())


def test_every_flame_lit_at_once_burns_once_and_raises_the_version_once(evening, round_):
    people = [comes(evening, f"Member {number}") for number in range(MANY)]
    before = Centre.objects.get().version

    def light(member):
        return flames.light(round_, membership=member, now=now()).state

    assert (
        at_once(*(lambda member=member: light(member) for member in [*people, *people])) == ["lit"] * 2 * MANY
    )

    found = Centre.objects.get()
    assert Flame.objects.count() == MANY
    assert found.version == before + MANY
    assert sorted(found.seats) == sorted([f"m{member.pk}", "lit"] for member in people)


def test_one_step_tapped_by_everybody_at_once_is_one_step(evening, round_):
    found = Centre.objects.get()

    outcomes = at_once(
        *(lambda: moving.move(found, seen=("welcome", 0), on=True, now=now()).scene for _tap in range(MANY))
    )

    assert outcomes == ["question"] * MANY
    assert Centre.objects.get().version <= found.version + 2  # the step, and its round opened again


def test_a_code_typed_on_many_screens_at_once_opens_one(evening, round_):
    code = pairing.new_code(Centre.objects.get(), now=now()).code

    outcomes = at_once(*(lambda: pairing.take(code, now=now()).pk for _screen in range(MANY)))

    assert outcomes.count(Centre.objects.get().pk) == 1
    assert sum(isinstance(outcome, NoSuchCode) for outcome in outcomes) == MANY - 1


def test_begun_by_all_hosts_at_once_it_is_one_evening_with_one_address(evening):
    hosts = [make_host(evening.circle) for _host in range(MANY)]

    tokens = at_once(
        *(lambda host=host: centre.begin(evening, by=host, now=now()).screen_token for host in hosts)
    )

    assert set(tokens) == {Centre.objects.get().screen_token}


def test_the_bell_rung_by_everybody_at_once_sounds_once(evening, round_):
    before = Centre.objects.get().version

    at_once(*(lambda: bell.ring(evening, now=now()) for _hand in range(MANY)))

    assert Centre.objects.get().version == before + 1
