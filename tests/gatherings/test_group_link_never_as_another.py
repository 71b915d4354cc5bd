"""A group link never answers as somebody this browser was not confirmed for, whatever is tried."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import Membership, Person
from cop_site import erasing
from gatherings.answering import group_links, phones
from gatherings.models import Gathering, Phone, Rsvp
from tests.gatherings.by_phone import Browser, answers, make_link
from tests.making import make_circle, make_gathering, make_host, make_member, make_steward
from tests.postbox import code_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def link():
    circle = make_circle()
    make_steward(circle)
    return make_link(make_gathering(circle))


@pytest.fixture
def maria(link):
    return make_member(link.gathering.circle, "Maria")


@pytest.fixture
def luc(link):
    return make_member(link.gathering.circle, "Luc")


def test_not_by_posting_another_members_number(known, luc):
    assert known.answer(luc).status_code == 403
    assert known.answer(luc, membership="1", pk="1").status_code == 403
    assert answers() == []


def test_not_by_naming_another_in_the_form(known, maria, luc):
    known.answer(maria, membership=str(luc.pk), said_by=str(luc.pk), pk=str(luc.pk))

    assert answers() == [("Maria", "yes")]
    assert Rsvp.objects.get().said_by is None


def test_not_in_another_circle_nor_as_somebody_of_one(known, maria):
    elsewhere = make_link(make_gathering(make_circle()))
    stranger = make_member(elsewhere.gathering.circle, "Stranger")

    assert known.answer(stranger).status_code == 404
    there = Browser(elsewhere)
    there.hold(known.held)
    assert there.answer(maria).status_code == 404
    assert there.answer(stranger).status_code == 403
    for name in ("group_code", "group_try_code", "group_ask", "group_forget"):
        assert there.client.post(there.path(name, maria), {"code": "123456"}).status_code == 404
    assert answers() == []


def test_a_person_of_two_circles_is_confirmed_in_each(known, maria):
    elsewhere = make_link(make_gathering(make_circle()))
    also = make_member(elsewhere.gathering.circle, "Maria there", person=maria.person)
    there = Browser(elsewhere)
    there.hold(known.held)

    assert there.answer(also).status_code == 403
    assert answers() == []


def test_not_by_a_link_that_has_ended(link, known, maria):
    group_links.end(link.gathering, token=link.token, by=make_host(link.gathering.circle), now=now())

    assert known.answer(maria).status_code == 404
    assert answers() == []


def test_a_new_link_knows_the_phones_of_the_old_one(link, known, maria):
    host = make_host(link.gathering.circle)
    known.link = group_links.renew(link.gathering, token=link.token, by=host, now=now())

    assert known.answer(maria).status_code == 302


def test_not_as_a_member_who_has_left_even_when_they_come_back(known, maria):
    held = known.held
    memberships.leave(maria, now=now())
    assert known.answer(maria).status_code == 404
    assert not Phone.objects.exists()

    Membership.objects.filter(pk=maria.pk).update(left_at=None)
    known.hold(held)
    assert known.answer(maria).status_code == 403
    assert answers() == []


def test_not_once_their_links_were_ended(known, maria):
    Membership.objects.filter(pk=maria.pk).update(link_epoch=maria.link_epoch + 1)

    assert known.answer(maria).status_code == 403
    assert answers() == []


def test_not_as_somebody_shut_out_or_erased(link, known, maria):
    Person.objects.filter(pk=maria.person_id).update(is_active=False)
    assert known.answer(maria).status_code == 404
    Person.objects.filter(pk=maria.person_id).update(is_active=True)

    erasing.erase(maria.person, keep_words_in=set(), alone_may_go=False, now=now())
    assert known.answer(maria).status_code == 404
    assert not Phone.objects.exists()
    assert "Maria" not in Browser(link).names().text


def test_not_from_a_phone_unused_for_four_hundred_days(link, known, maria):
    circle, days = link.gathering.circle, 0
    for days in (390, 780):  # each within 400 days of the one before
        with time_machine.travel(now() + timedelta(days=days)):
            known.link = make_link(make_gathering(circle, (now() + timedelta(days=3)).date()))
            assert known.answer(maria).status_code == 302
    with time_machine.travel(now() + timedelta(days=780 + 400)):
        known.link = make_link(make_gathering(circle, (now() + timedelta(days=3)).date()))
        known.hold(known.held)
        assert known.answer(maria).status_code == 403


def test_not_from_another_browser_nor_with_a_secret_made_up(link, known, maria):
    other = Browser(link)
    for secrets in ("", "x", "A" * 43, ".".join(["B" * 43] * 40), known.held[:-1] + "!", "é", '"'):
        other.hold(secrets)
        assert other.answer(maria).status_code == 403, secrets
    [stored] = Phone.objects.values_list("secret_hash", flat=True)
    other.hold(stored[:43])
    assert other.answer(maria).status_code == 403
    assert answers() == []


@pytest.mark.parametrize("planted", ["before it asks", "after it asked"])
def test_a_secret_planted_before_a_code_confirms_is_worth_nothing(link, maria, mailoutbox, planted):
    planter, victim = Browser(link), Browser(link)
    planter.ask_code(maria)  # so that there is a phone with a secret the planter knows
    if planted == "before it asks":
        victim.hold(planter.held)
        victim.ask_code(maria)
    else:
        victim.ask_code(maria)
        planter.ask_code(maria)
        victim.hold(planter.held)
    known_to_planter = planter.held
    victim.type_code(maria, code_sent(mailoutbox))

    assert victim.answer(maria).status_code == 302
    assert known_to_planter not in victim.held
    planter.hold(known_to_planter)
    assert planter.answer(maria).status_code == 403


def test_a_secret_planted_before_a_nod_shows_no_digits_and_is_worth_nothing(link, maria):
    planter, victim, host = Browser(link), Browser(link), make_host(link.gathering.circle)
    sign_of_planter = planter.ask_nod(maria)
    known_to_planter = planter.held
    victim.hold(known_to_planter)

    page = victim.look(maria)
    assert f">{sign_of_planter}<" not in page.text  # so nobody tells a host the planter's digits
    assert "Show new digits" in page.text
    sign = victim.ask_nod(maria)
    assert sign != sign_of_planter
    phones.nod(Phone.objects.get(), sign=sign, by=host, now=now())

    assert victim.answer(maria).status_code == 302
    planter.hold(known_to_planter)
    assert planter.answer(maria).status_code == 403


def test_not_by_being_signed_in_as_somebody_else(link, maria, luc, client):
    make_member(make_circle(), "Elsewhere", person=luc.person)
    client.force_login(luc.person)
    path = reverse("group_name", args=[link.token, maria.pk])

    assert "Is it you, Maria?" in client.get(path).text
    assert client.post(path, {"answer": "yes"}).status_code == 403
    assert answers() == []


def test_a_steward_is_confirmed_like_everybody(known, link):
    steward = link.gathering.circle.memberships.get(standing=3)

    assert known.answer(steward).status_code == 403


def test_a_host_nods_and_ends_in_their_own_circle_only(link, maria, client):
    sign, phone = Browser(link).ask_nod(maria), Phone.objects.get()
    other = make_host(make_gathering().circle)
    Gathering.objects.filter(circle=other.circle).update(number=link.gathering.number)
    client.force_login(other.person)
    number = link.gathering.number
    for name in ("phone_nod", "phone_end"):
        for slug in (other.circle.slug, link.gathering.circle.slug):
            path = reverse(name, args=[slug, number, phone.pk])
            assert client.post(path, {"nod": "yes", "sign": sign}).status_code == 404
    assert Phone.objects.filter(confirmed_at=None).count() == 1
