"""Nobody is told before a host says so: whom a telling reaches with what, one letter each, only what differs."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import Letter, Membership, Unwanted
from gatherings.hosting import beside, rota
from gatherings.hosting.turns_told import tell, told_aloud, whom_to_tell
from gatherings.models import How, Part, Told, TurnChange
from gatherings.pages.trail_words import change_words
from tests.gatherings.tellings import said, set_to, tell_all
from tests.making import make_circle, make_gathering, make_host, make_member, make_role
from tests.postbox import deliver_all, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle():
    return make_circle("Riverbank")


@pytest.fixture
def host(circle):
    return make_host(circle, "Stella")


@pytest.fixture
def anna(circle):
    return make_member(circle, "Anna")


@pytest.fixture
def evening(circle):
    return make_gathering(circle)


def test_setting_a_turn_tells_nobody_and_telling_sends_one_letter(
    circle, host, luc, role, evening, mailoutbox
):
    set_to(evening, role, luc, host)
    assert not Letter.objects.exists()

    assert said(circle, evening) == {"Luc": ["Poem catcher"]}
    assert tell_all(circle, evening, by=host) == [luc]
    assert tell_all(circle, evening, by=host) == []
    deliver_all(now=now() + timedelta(days=1))

    assert said(circle, evening) == {}
    [letter] = mailoutbox
    assert letter.to == [luc.person.email]
    assert "you hold “Poem catcher”" in letter.subject
    for text in (letter.body, html_of(letter)):
        assert "Stella tells you who holds what:" in text
        assert "You hold “Poem catcher”." in text
        assert "Listen more than you write." in text
        assert "I can’t hold this after all" in text
        assert evening.get_absolute_url() in text


def test_only_what_differs_from_what_somebody_was_told_is_told_again(
    circle, host, luc, anna, role, evening, mailoutbox
):
    later, keeper = make_gathering(circle, evening.day + timedelta(days=28)), make_role(circle, "Timekeeper")
    set_to(evening, role, luc, host)
    set_to(later, keeper, luc, host)
    tell_all(circle, evening, later, by=host)
    deliver_all(now=now() + timedelta(days=1))

    set_to(later, keeper, anna, host)

    assert said(circle, evening, later) == {"Anna": ["Timekeeper"], "Luc": ["no longer Timekeeper"]}
    tell_all(circle, evening, later, by=host)
    deliver_all(now=now() + timedelta(days=1))
    assert [letter.to[0] for letter in mailoutbox] == [
        luc.person.email,
        *(each.person.email for each in (anna, luc)),
    ]
    assert "You no longer hold “Timekeeper”." in mailoutbox[-1].body
    assert "Poem catcher" not in mailoutbox[-1].body


def test_what_is_changed_back_before_anybody_was_told_tells_nobody(circle, host, luc, anna, role, evening):
    set_to(evening, role, luc, host)
    tell_all(circle, evening, by=host)

    set_to(evening, role, anna, host)
    set_to(evening, role, luc, host)

    assert said(circle, evening) == {}


def test_who_took_a_turn_or_gave_it_back_knows_it(circle, host, luc, role, evening):
    turn = rota.take(evening, role=role, membership=luc, now=now())
    assert said(circle, evening) == {}

    rota.release(turn, by=luc, now=now())
    assert said(circle, evening) == {}

    turn = rota.take(evening, role=role, membership=luc, now=now())
    rota.release(turn, by=host, now=now())
    assert said(circle, evening) == {"Luc": ["no longer Poem catcher"]}


def test_a_turn_taken_before_there_was_a_trail_is_known(circle, luc, role, evening):
    evening.turns.create(role=role, holder=luc, how=How.TAKEN)
    assert said(circle, evening) == {}


def test_a_host_who_sets_themselves_knows_it(circle, host, role, evening):
    set_to(evening, role, host, host)
    assert said(circle, evening) == {}


def test_whoever_sits_beside_is_told_too_and_the_holder_reads_of_them(
    circle, host, luc, anna, role, evening, mailoutbox
):
    set_to(evening, role, luc, host, beside=anna)

    assert said(circle, evening) == {"Anna": ["beside Luc: Poem catcher"], "Luc": ["Poem catcher"]}
    tell_all(circle, evening, by=host)
    deliver_all(now=now() + timedelta(days=1))

    assert "You sit beside Luc, who holds “Poem catcher”." in mailoutbox[0].body
    assert "Anna sits beside you." in mailoutbox[1].body


def test_whom_the_holder_names_beside_them_is_told_and_who_stands_down_knows_it(
    circle, host, luc, anna, role, evening
):
    before = make_gathering(circle, (now() - timedelta(days=30)).date())
    before.turns.create(role=role, holder=anna)
    turn = rota.take(evening, role=role, membership=luc, now=now())

    beside.name(turn, member=anna, by=luc, now=now())
    assert said(circle, evening) == {"Anna": ["beside Luc: Poem catcher"]}
    tell_all(circle, evening, by=host)
    beside.stand_down(turn, by=anna, now=now())

    assert said(circle, evening) == {}
    assert [change_words(step) for step in TurnChange.objects.order_by("pk")] == [
        "Luc took it up",
        "Luc set Anna beside",
        "Anna no longer sits beside",
    ]


def test_whom_no_letter_reaches_is_told_aloud(circle, host, luc, role, evening):
    maria = Membership.objects.create(circle=circle, person=None, name="Maria")
    Unwanted.objects.create(membership=luc, kind="requests")
    set_to(evening, role, maria, host)
    set_to(evening, make_role(circle, "Timekeeper"), luc, host)

    assert [each.by_letter for each in whom_to_tell(circle, [evening])] == [False, False]
    assert tell_all(circle, evening, by=host) == []
    keys = [each.key for each in whom_to_tell(circle, [evening])]
    told_aloud(circle, keys, gatherings=[evening], by=host, now=now())

    assert said(circle, evening) == {}
    assert not Letter.objects.exists()


def test_a_host_tells_what_they_read_and_nothing_else(circle, host, luc, anna, role, evening):
    set_to(evening, role, luc, host)
    keys = [each.key for each in whom_to_tell(circle, [evening])]
    set_to(evening, role, anna, host)  # another host was quicker

    assert tell(circle, keys, gatherings=[evening], by=host, now=now()) == []
    assert not Told.objects.exists()
    assert said(circle, evening) == {"Anna": ["Poem catcher"]}


def test_who_left_is_told_nothing_and_begins_anew_when_they_come_back(circle, host, luc, role, evening):
    set_to(evening, role, luc, host)
    tell_all(circle, evening, by=host)
    memberships.leave(luc, now=now())

    assert said(circle, evening) == {}
    assert not Told.objects.exists()


def test_only_a_host_of_the_circle_tells(circle, luc, evening):
    for other in (luc, make_host()):
        with pytest.raises(ValueError, match="only a host"):
            tell(circle, [], gatherings=[evening], by=other, now=now())


def test_what_each_step_of_the_trail_says(circle, host, luc, anna, role, evening):
    turn = set_to(evening, role, luc, host, beside=anna)
    turn = set_to(evening, role, anna, host, how=How.PROPOSED)
    rota.release(turn, by=host, now=now())
    turn = rota.take(evening, role=role, membership=luc, now=now())
    rota.release(turn, by=luc, now=now())
    rota.take(evening, role=role, membership=luc, now=now())
    memberships.leave(luc, now=now())

    steps = TurnChange.objects.order_by("pk").values_list("member__name", "what", "by__name")
    assert list(steps) == [
        ("Luc", "set", "Stella"),
        ("Anna", "beside", "Stella"),
        ("Luc", "opened", "Stella"),
        ("Anna", "proposed", "Stella"),
        ("Anna", "opened", "Stella"),
        ("Luc", "taken", "Luc"),
        ("Luc", "given back", "Luc"),
        ("Luc", "taken", "Luc"),
        ("Luc", "left", None),
    ]
    assert Told.objects.filter(member=anna).count() == 0
    assert Part.NOTHING not in Told.objects.filter(member=luc).values_list("part", flat=True)
