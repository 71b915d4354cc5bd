"""The people of a circle: who is here, what time it is there, when they are away, what they hold and have held."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Harvest
from circles.arriving import invitations, joining
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.models import Circle, Membership
from gatherings.models import Away, RoleWish, Turn
from gatherings.pages.people import people_of
from tests.circles.addresses import url
from tests.making import (
    make_circle,
    make_gathering,
    make_host,
    make_member,
    make_person,
    make_role,
    make_steward,
)

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # Sunday evening in Edmonton

pytestmark = pytest.mark.django_db


def page_of(client, name, circle, *args):
    answer = client.get(url(name, circle, *args))
    assert answer.status_code == 200
    return answer.text.split('id="main"')[1]


def living_in(circle, zone, name="Ines"):
    return make_member(circle, name, person=make_person(name, timezone=zone))


def there(circle):
    return {each.membership.name: each.time_there for each in people_of(circle, now=NOW)}


def test_a_member_sees_who_is_here_and_what_only_they_can_do(client):
    steward = make_steward(name="Anna Berg")
    member = make_member(steward.circle, "Luc Moreau")
    gone = make_member(steward.circle, "Somebody Gone")
    memberships.leave(gone, now=now())
    client.force_login(member.person)

    page = page_of(client, "members", steward.circle)

    assert "Anna Berg" in page
    assert "Luc Moreau" in page
    assert "Somebody Gone" not in page
    assert url("my_roles", steward.circle) in page
    assert url("leave_circle", steward.circle) in page
    assert url("invite", steward.circle) not in page
    mine = page_of(client, "member", steward.circle, member.pk)
    assert url("my_name", steward.circle) in mine
    assert url("my_face", steward.circle) in mine
    assert "standing/" not in page_of(client, "member", steward.circle, steward.pk)


@pytest.mark.parametrize("people", [3, 60])
def test_the_list_costs_the_same_for_three_and_for_sixty(client, people, django_assert_num_queries):
    steward = make_steward()
    circle, role = steward.circle, make_role(steward.circle, "Guardian")
    for number in range(people - 1):
        member = living_in(circle, "Europe/Lisbon", f"Person {number}")
        past = make_gathering(circle, date(2026, 1, 1) + timedelta(days=number))
        Turn.objects.create(gathering=past, role=role, holder=member)
        Away.objects.create(membership=member, first=date(2030, 1, 1), last=date(2030, 1, 9))
        RoleWish.objects.create(membership=member, role=role, wish="gladly")
    client.force_login(steward.person)

    # session, person; membership with its circle, members with their person and face, times away, wishes, last turns
    with django_assert_num_queries(7):
        page = client.get(url("members", circle))
    assert page.text.count("last held: Guardian") == people - 1


@pytest.mark.parametrize("turns", [1, 3])
def test_one_persons_page_costs_the_same_for_one_turn_and_for_three(client, turns, django_assert_num_queries):
    member = make_member()
    circle = member.circle
    for number in range(turns):
        past = make_gathering(circle, date(2026, 1, 1) + timedelta(days=number))
        Turn.objects.create(gathering=past, role=make_role(circle), holder=member)
        Harvest.objects.create(gathering=past, catcher=member, title=f"Poem {number}", given_at=NOW)
    client.force_login(make_member(circle).person)

    # session, person; membership with its circle, them with their face, times away, wishes, turns, poems
    with django_assert_num_queries(8):
        page = client.get(url("member", circle, member.pk))
    assert page.text.count("Poem ") == turns


def test_what_time_it_is_there_is_told_only_where_the_clock_differs_and_the_zone_was_said():
    circle = make_circle()
    living_in(circle, "Europe/Lisbon", "Ines")
    living_in(circle, "America/Regina", "Same clock")
    living_in(circle, "America/Edmonton", "At home")
    living_in(circle, "UTC", "Never said")
    living_in(circle, "Pacific/Honolulu", "Kai")
    Membership.objects.create(circle=circle, name="Only a name")

    said = there(circle)

    assert said["Ines"] == "Lisbon time, 02:30 there, tomorrow already"
    assert said["Kai"] == "Honolulu time, 16:30 there"
    assert {said[name] for name in ("Same clock", "At home", "Never said", "Only a name")} == {""}


def test_only_times_away_that_are_not_over_are_shown_the_next_first():
    member = make_member()
    for first, last in [((11, 1), (11, 21)), ((12, 20), (12, 31)), ((11, 20), (11, 22))]:
        Away.objects.create(membership=member, first=date(2026, *first), last=date(2026, *last))

    (only,) = people_of(member.circle, now=NOW)  # it is still the 22nd in Edmonton

    assert [away.first for away in only.aways] == [date(2026, 11, 20), date(2026, 12, 20)]


def test_what_was_held_last_is_neither_to_come_nor_called_off():
    member = make_member()
    circle, role = member.circle, make_role(member.circle, "Guardian")
    for day, status in [
        ((10, 28), "planned"),
        ((11, 4), "called_off"),
        ((12, 30), "planned"),
        ((9, 30), "planned"),
    ]:
        gathering = make_gathering(circle, date(2026, *day), status=status)
        Turn.objects.create(gathering=gathering, role=role, holder=member)

    (only,) = people_of(circle, now=NOW)

    assert only.last.gathering.day == date(2026, 10, 28)


@time_machine.travel(NOW, tick=False)
def test_one_persons_page_tells_what_they_held_and_will_hold_and_their_poems(client):
    member = make_member(name="Luc")
    circle, guardian = member.circle, make_role(member.circle, "Guardian")
    catcher = make_role(circle, "Poem catcher")
    for day, role in [((9, 30), guardian), ((10, 28), catcher), ((12, 30), guardian)]:
        Turn.objects.create(gathering=make_gathering(circle, date(2026, *day)), role=role, holder=member)
    gathering = circle.gatherings.get(day=date(2026, 10, 28))
    Harvest.objects.create(gathering=gathering, catcher=member, title="Sideways", given_at=NOW)
    draft = circle.gatherings.get(day=date(2026, 9, 30))
    Harvest.objects.create(gathering=draft, catcher=member, title="A draft")
    RoleWish.objects.create(membership=member, role=catcher, wish="gladly")
    RoleWish.objects.create(membership=member, role=guardian, wish="rather not")
    client.force_login(make_member(circle).person)

    page = page_of(client, "member", circle, member.pk)

    said = " ".join(page.split())
    assert "<dt>Gladly holds</dt><dd>Poem catcher</dd>" in said
    assert "<dt>Would rather not hold</dt><dd>Guardian</dd>" in said
    assert "Guardian, Wednesday 30 December" in said
    assert "September 2026" in said
    assert "Sideways" in said
    assert "A draft" not in said


def test_members_of_other_circles_and_former_ones_have_no_page_here(client):
    member, theirs = make_member(), make_member()
    gone = make_member(member.circle, left_at=now())
    client.force_login(member.person)
    for other in (theirs, gone):
        assert client.get(url("member", member.circle, other.pk)).status_code == 404


def test_who_is_only_a_name_is_marked_and_a_host_says_when_they_are_away(client):
    host = make_host()
    name = Membership.objects.create(circle=host.circle, name="Grandmother")
    client.force_login(host.person)
    assert "only a name here" in page_of(client, "members", host.circle)
    address = url("member_away", host.circle, name.pk)
    assert address in page_of(client, "member", host.circle, name.pk)

    client.post(address, {"first": "2030-01-01", "last": "2030-01-09"})

    away = name.aways.get()
    assert away.last == date(2030, 1, 9)
    client.post(url("member_away_remove", host.circle, name.pk, away.pk))
    assert not name.aways.exists()


def test_nobody_speaks_for_who_can_speak_and_no_member_for_a_name(client):
    host = make_host()
    member = make_member(host.circle)
    name = Membership.objects.create(circle=host.circle, name="Grandmother")
    given = {"first": "2030-01-01", "last": "2030-01-09"}
    away = Away.objects.create(membership=member, **given)

    client.force_login(host.person)
    assert client.post(url("member_away", host.circle, member.pk), given).status_code == 404
    assert client.post(url("member_away_remove", host.circle, member.pk, away.pk)).status_code == 404
    assert client.post(url("member_away_remove", host.circle, name.pk, away.pk)).status_code == 404
    client.force_login(member.person)
    assert client.post(url("member_away", host.circle, name.pk), given).status_code == 403
    assert Away.objects.get() == away


def test_stewards_read_how_many_are_invited_and_not_here_yet(client):
    steward = make_steward()
    circle, member = steward.circle, make_member(steward.circle)
    sent = invitations.invite(
        circle, entries=[Entry(f"{letter}@circle.example") for letter in "abcd"], by=steward, now=now()
    )
    invitations.withdraw(sent[0], now=now())
    joining.accept(sent[1], person=make_person(), name="Noor", now=now())
    client.force_login(steward.person)

    page = page_of(client, "members", circle)
    assert "2 people are invited and not here yet." in page
    assert f'<a href="{url("invite", circle)}">See the invitations' in page

    client.force_login(member.person)
    assert "not here yet" not in page_of(client, "members", circle)


def test_the_way_to_my_face_is_among_what_is_mine(client):
    member = make_member()
    client.force_login(member.person)

    assert url("my_face", member.circle) in page_of(client, "members", member.circle)
    assert f'href="{url("my_face", member.circle)}"' in client.get(reverse("me")).text
    Circle.objects.update(closed_on=NOW)
    for page in (url("members", member.circle), reverse("me")):
        assert url("my_face", member.circle) not in client.get(page).text
