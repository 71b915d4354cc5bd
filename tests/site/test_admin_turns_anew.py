"""Handing out turns: who sits beside, proposing anew around what stands, roles for one evening."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from gatherings.hosting import asking
from gatherings.models import How, Turn
from tests.making import make_gathering, make_member, make_role
from tests.site.turns_screen import past, posted, screen, seat

pytestmark = pytest.mark.django_db


def test_last_times_holder_is_offered_beside_and_kept_with_one_tick(
    client, circle, host, timekeeper, evening
):
    ines, luc = make_member(circle, "Ines"), make_member(circle, "Luc")
    Turn.objects.create(gathering=past(circle, 1), role=timekeeper, holder=ines)
    client.force_login(host.person)
    page = client.get(screen(circle))
    assert "Ines sits beside" in page.text
    key = seat(evening, timekeeper)

    client.post(screen(circle), posted(page, **{f"seat-{key}": luc.pk, f"beside-{key}": ines.pk}))

    turn = Turn.objects.get(gathering=evening)
    assert (turn.holder, turn.beside) == (luc, ines)

    again = client.get(screen(circle))
    client.post(screen(circle), posted(again, **{f"beside-{key}": ""}))

    turn.refresh_from_db()
    assert (turn.holder, turn.beside, turn.how) == (luc, None, How.SET)


def test_somebody_beside_whom_another_host_set_meanwhile_is_not_taken_away(
    client, circle, host, timekeeper, evening
):
    ines, luc, noor = (make_member(circle, name) for name in ("Ines", "Luc", "Noor"))
    Turn.objects.create(gathering=past(circle, 1), role=timekeeper, holder=ines)
    turn = Turn.objects.create(gathering=evening, role=timekeeper, holder=luc)
    client.force_login(host.person)
    page, key = client.get(screen(circle)), seat(evening, timekeeper)
    Turn.objects.filter(pk=turn.pk).update(beside=noor)

    clash = client.post(screen(circle), posted(page, **{f"beside-{key}": ines.pk}))

    turn.refresh_from_db()
    assert turn.beside == noor
    assert f"seat-{key}" in clash.context["form"].errors


def test_the_grid_of_a_year_leaves_who_sits_beside_where_they_are(client, circle, host, timekeeper, evening):
    luc, ines = make_member(circle, "Luc"), make_member(circle, "Ines")
    Turn.objects.create(gathering=evening, role=timekeeper, holder=luc, beside=ines)
    client.force_login(host.person)

    client.post(screen(circle, "?ahead=12"), posted(client.get(screen(circle, "?ahead=12"))))

    assert Turn.objects.get().beside == ines


def test_anew_what_cannot_stand_is_shown_with_what_would_be_and_why(
    client, circle, host, timekeeper, evening
):
    luc, anna = make_member(circle, "Luc"), make_member(circle, "Anna")
    Turn.objects.create(gathering=evening, role=timekeeper, holder=luc)
    luc.aways.create(first=evening.day, last=evening.day)
    client.force_login(host.person)
    year = screen(circle, "?ahead=12")

    page = client.post(year, posted(client.get(year), anew="1"))

    assert page.context["form"][f"seat-{seat(evening, timekeeper)}"].value() in {anna.pk, host.pk}
    assert "Luc → " in page.text
    assert "Luc is away; has not held this role yet" in page.text
    assert Turn.objects.get().holder == luc


def test_anew_who_said_since_that_they_would_rather_not_is_replaced_and_who_took_it_up_is_not(
    client, circle, host, timekeeper, evening
):
    guardian, luc, anna = (
        make_role(circle, "Guardian"),
        make_member(circle, "Luc"),
        make_member(circle, "Anna"),
    )
    luc.role_wishes.create(role=timekeeper, wish="rather not", said_at=now() - timedelta(days=9))
    Turn.objects.create(gathering=evening, role=timekeeper, holder=luc, how=How.TAKEN)
    Turn.objects.create(gathering=evening, role=guardian, holder=anna, set_at=now() - timedelta(days=9))
    anna.role_wishes.create(role=guardian, wish="rather not")
    client.force_login(host.person)
    year = screen(circle, "?ahead=12")

    page = client.post(year, posted(client.get(year), anew="1"))

    assert page.context["form"][f"seat-{seat(evening, timekeeper)}"].value() == luc.pk
    assert page.context["form"][f"seat-{seat(evening, guardian)}"].value() == host.pk
    assert "Anna would rather not" in page.text


def test_a_role_for_one_evening_is_handed_out_there_and_never_proposed(client, circle, host, evening):
    make_gathering(circle, evening.day + timedelta(days=28))
    once = make_role(circle, "Cake", only_at=evening)
    client.force_login(host.person)

    page = client.post(screen(circle), posted(client.get(screen(circle)), propose="1"))

    assert [cell.role for cell in page.context["table"].cells] == [once]
    assert page.context["form"][f"seat-{seat(evening, once)}"].value() == ""


def test_who_is_asked_by_name_stands_at_the_open_seat_until_they_answer(
    client, circle, host, timekeeper, evening
):
    luc = make_member(circle, "Luc")
    request = asking.ask(evening, role=timekeeper, member=luc, by=host, now=now())
    client.force_login(host.person)
    assert "Asked, no answer yet: Luc" in client.get(screen(circle)).text

    asking.say_yes(request, now=now())

    page = client.get(screen(circle))
    assert "Asked, no answer yet" not in page.text
    assert page.context["table"].tellings == []
