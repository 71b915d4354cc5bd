"""Who holds what: set by a host, taken up, given back, kept from a proposal."""

from datetime import date

import pytest
from django.utils.timezone import now

from circles.models import Membership
from gatherings.hosting import roles, rota
from gatherings.hosting.starting_roles import STARTING_ROLES
from gatherings.models import HostingRole, Status, Turn
from gatherings.refusals import HeldAlready, HoldsItAlready, IsCalledOff, IsOver, RoleRests
from tests.making import make_circle, make_gathering, make_host, make_member, make_role

pytestmark = pytest.mark.django_db


def versions(*members: Membership) -> list[int]:
    return [Membership.objects.get(pk=member.pk).calendar_version for member in members]


def test_a_new_circle_gets_its_roles_in_its_language_once():
    circle = make_circle(language="fr")

    roles.give_starting_roles(circle)
    roles.give_starting_roles(circle)

    given = list(circle.roles.all())
    assert len(given) == len(STARTING_ROLES)
    assert [role.duty for role in given] == [role.duty for role in STARTING_ROLES]
    assert all(role.words for role in given)
    assert all(type(role.name) is str for role in HostingRole.objects.all())


def test_a_host_sets_a_turn_and_another_takes_its_place():
    gathering = make_gathering()
    circle = gathering.circle
    host, anna, luc, noor = make_host(circle), make_member(circle), make_member(circle), make_member(circle)
    role = make_role(circle)

    first = rota.assign(gathering, role=role, holder=anna, beside=luc, by=host, now=now())
    assert (first.holder, first.beside, first.how, first.set_by) == (anna, luc, "set", host)
    assert versions(anna, luc, noor) == [2, 2, 1]

    second = rota.assign(gathering, role=role, holder=noor, by=host, now=now())
    assert second == first == Turn.objects.get()
    assert (second.holder, second.beside) == (noor, None)
    assert versions(anna, luc, noor) == [3, 3, 2]

    rota.assign(gathering, role=role, holder=noor, by=host, now=now())
    assert versions(anna, luc, noor) == [3, 3, 2]


def test_nobody_holds_two_seats_of_one_role():
    gathering = make_gathering()
    role = make_role(gathering.circle, seats=2)
    host, anna = make_host(gathering.circle), make_member(gathering.circle)
    rota.assign(gathering, role=role, seat=1, holder=anna, by=host, now=now())

    with pytest.raises(HoldsItAlready):
        rota.assign(gathering, role=role, seat=2, holder=anna, by=host, now=now())
    assert rota.take(gathering, role=role, membership=anna, now=now()).seat == 1
    assert Turn.objects.count() == 1


def test_seats_are_taken_in_order_until_none_is_left():
    gathering = make_gathering()
    role = make_role(gathering.circle, seats=2)
    members = [make_member(gathering.circle, name) for name in ("Anna", "Luc", "Noor")]

    assert [rota.take(gathering, role=role, membership=each, now=now()).seat for each in members[:2]] == [
        1,
        2,
    ]
    with pytest.raises(HeldAlready, match="Anna holds this one already"):
        rota.take(gathering, role=role, membership=members[2], now=now())


def test_taking_twice_is_taking_once():
    gathering = make_gathering()
    role, me = make_role(gathering.circle), make_member(gathering.circle)

    assert rota.take(gathering, role=role, membership=me, now=now()) == rota.take(
        gathering, role=role, membership=me, now=now()
    )
    assert versions(me) == [2]


def test_a_seat_given_back_is_open_again():
    gathering = make_gathering()
    role, me, other = (
        make_role(gathering.circle),
        make_member(gathering.circle),
        make_member(gathering.circle),
    )
    turn = rota.take(gathering, role=role, membership=me, now=now())

    with pytest.raises(ValueError, match="holder or a host"):
        rota.release(turn, by=other, now=now())
    rota.release(turn, by=me, now=now())
    rota.release(turn, by=me, now=now())

    assert not Turn.objects.exists()
    assert versions(me) == [3]
    assert rota.take(gathering, role=role, membership=other, now=now()).holder == other


def test_a_seat_that_changed_hands_is_not_given_back_by_who_held_it():
    gathering = make_gathering()
    host, me, other = (
        make_host(gathering.circle),
        make_member(gathering.circle),
        make_member(gathering.circle),
    )
    role = make_role(gathering.circle)
    mine = rota.take(gathering, role=role, membership=me, now=now())
    rota.assign(gathering, role=role, holder=other, by=host, now=now())

    rota.release(mine, by=me, now=now())

    assert Turn.objects.get().holder == other


def test_what_is_over_or_called_off_or_resting_is_not_handed_out():
    circle = make_circle()
    host, role, resting = make_host(circle), make_role(circle), make_role(circle, resting=True)
    over, off = make_gathering(circle, date(2026, 1, 28)), make_gathering(circle, status=Status.CALLED_OFF)
    held = Turn.objects.create(gathering=over, role=role, holder=host)

    with pytest.raises(IsOver):
        rota.assign(over, role=role, holder=host, by=host, now=now())
    with pytest.raises(IsOver):
        rota.release(held, by=host, now=now())
    with pytest.raises(IsCalledOff):
        rota.take(off, role=role, membership=host, now=now())
    with pytest.raises(RoleRests, match="is resting"):
        rota.take(make_gathering(circle), role=resting, membership=host, now=now())
    assert Turn.objects.get() == held


def test_nothing_crosses_circles():
    gathering = make_gathering()
    circle = gathering.circle
    here = {"role": make_role(circle), "holder": make_member(circle), "by": make_host(circle)}

    for wrong in (
        {"role": make_role(make_circle())},
        {"holder": make_member()},
        {"holder": make_member(circle, left_at=now())},
        {"beside": make_member()},
        {"by": make_host()},
        {"by": make_member(circle)},
        {"seat": 2},
        {"seat": 0},
        {"beside": here["holder"]},
        {"how": "dreamt"},
    ):
        with pytest.raises(ValueError):  # noqa: PT011  # each its own words
            rota.assign(gathering, **here | wrong, now=now())
    with pytest.raises(ValueError, match="another circle"):
        rota.take(gathering, role=make_role(make_circle()), membership=here["holder"], now=now())
    with pytest.raises(ValueError, match="not in the circle"):
        rota.take(gathering, role=here["role"], membership=make_member(), now=now())
    assert not Turn.objects.exists()


def test_a_role_that_is_renamed_reaches_the_calendars_of_those_who_hold_it():
    gathering = make_gathering()
    circle = gathering.circle
    host, anna, luc = make_host(circle), make_member(circle), make_member(circle)
    role = make_role(circle, "Scribe")
    rota.assign(gathering, role=role, holder=anna, beside=luc, by=host, now=now())

    role.name = "Harvester"
    roles.keep(role)

    assert HostingRole.objects.get().name == "Harvester"
    assert versions(host, anna, luc) == [1, 3, 3]
