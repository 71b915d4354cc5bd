"""Confirming a phone by a code: once, for one member, and never by guessing (R36 to R38)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from circles.models import Letter
from gatherings.answering import phones
from gatherings.chapter import GatheringsChapter
from gatherings.models import Phone
from tests.gatherings.by_phone import ONCE, Browser, answers, make_link
from tests.making import make_gathering, make_host, make_member
from tests.postbox import code_sent, deliver_all
from tests.proving import wrong

pytestmark = pytest.mark.django_db


def test_a_code_from_the_letter_confirms_the_phone_once_for_all(link, maria, mailoutbox):
    browser = Browser(link)
    assert "Send me a code" in browser.look(maria).text
    assert not browser.keeps  # looking sets nothing

    browser.ask_code(maria)
    code = code_sent(mailoutbox)
    assert mailoutbox[-1].to == [maria.person.email]
    assert "The Hosting Circle" in mailoutbox[-1].body
    page = browser.look(maria)
    assert 'autocomplete="one-time-code"' in page.text
    assert maria.person.email not in page.text
    assert browser.type_code(maria, f"{code[:3]} {code[3:]}").status_code == 302

    assert "Maria Berg, will you be in the circle?" in browser.look(maria).text
    browser.answer(maria)
    later = Browser(make_link(make_gathering(link.gathering.circle, (now() + timedelta(days=40)).date())))
    later.hold(browser.held)
    later.answer(maria, "no")
    assert answers() == [("Maria Berg", "yes"), ("Maria Berg", "no")]
    assert len(mailoutbox) == 1


def test_the_cookie_and_the_database_hold_what_they_should(link, maria, mailoutbox, settings):
    settings.HTTPS = True
    browser = Browser(link)
    browser.ask_code(maria)
    cookie = browser.client.cookies["__Host-phones"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert cookie["max-age"] == 400 * 24 * 3600

    code = code_sent(mailoutbox)
    kept = str(Phone.objects.values()) + str(Letter.objects.values())
    assert browser.held
    assert browser.held not in kept
    assert code not in kept
    assert re.fullmatch(r"[0-9a-f]{64}", Phone.objects.get().code_hash)


def test_the_third_wrong_code_ends_it(link, maria, mailoutbox):
    browser = Browser(link)
    browser.ask_code(maria)
    code = code_sent(mailoutbox)
    for _ in range(2):
        assert "not the code we sent" in browser.type_code(maria, wrong(code)).text
    assert "no longer good" in browser.type_code(maria, wrong(code)).text

    assert "no longer good" in browser.type_code(maria, code).text
    assert browser.answer(maria).status_code == 403


def test_a_code_works_once_and_for_ten_minutes(link, maria, mailoutbox):
    browser = Browser(link)
    browser.ask_code(maria)
    code = code_sent(mailoutbox)
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert "no longer good" in browser.type_code(maria, code).text
    browser.type_code(maria, code)
    assert browser.answer(maria).status_code == 302

    other = Browser(link)
    assert "no longer good" in other.type_code(maria, code).text
    assert other.answer(maria).status_code == 403


def test_a_code_is_for_the_browser_that_asked_and_the_member_it_asked_for(link, maria, mailoutbox):
    luc = make_member(link.gathering.circle, "Luc")
    asking, other = Browser(link), Browser(link)
    asking.ask_code(maria)
    code = code_sent(mailoutbox)
    other.ask_code(luc)

    assert "no longer good" in other.type_code(maria, code).text
    assert "no longer good" in asking.type_code(luc, code).text
    assert "not the code" in other.type_code(luc, code).text
    assert not Phone.objects.exclude(confirmed_at=None).exists()


@pytest.mark.thorough
def test_two_hundred_wrong_guesses_confirm_nothing(link, maria, mailoutbox):
    browser = Browser(link)
    browser.ask_code(maria)
    code, answered = code_sent(mailoutbox), []
    for guess in range(200):
        if guess % 3 == 2:
            answered.append(browser.ask_code(maria).status_code)
        answered.append(browser.type_code(maria, wrong(code)).status_code)

    assert not Phone.objects.exclude(confirmed_at=None).exists()
    assert answered.count(429) > 200
    assert len(deliver_all()) <= 3
    assert Letter.objects.filter(kind="phone_code").count() <= 3


@pytest.mark.thorough
def test_codes_cannot_flood_a_mailbox_from_many_browsers(link, maria):
    sent = []
    for minute in range(0, 180, 2):
        with time_machine.travel(now() + timedelta(minutes=minute)):
            sent.append(Browser(link).ask_code(maria).status_code)

    assert Letter.objects.filter(kind="phone_code").count() == 12
    assert sent.count(429) == len(sent) - 12


def test_a_form_posted_twice_is_one_act(link, maria, mailoutbox):
    browser = Browser(link)
    before = browser.held
    browser.ask_code(maria, once=ONCE)
    browser.hold(before)  # the first answer never arrived
    browser.ask_code(maria, once=ONCE)
    assert Letter.objects.count() == Phone.objects.count() == 1

    code, before = code_sent(mailoutbox), browser.held
    browser.type_code(maria, code, once=ONCE)
    browser.hold(before)
    assert browser.type_code(maria, code, once=ONCE).status_code == 302
    assert browser.answer(maria).status_code == 302
    assert Phone.objects.count() == 1


def test_a_form_somebody_read_is_no_key_once_its_moment_is_over(link, maria, mailoutbox):
    """The `once` of a page, read by whoever held the phone before."""
    browser, reader, host = Browser(link), Browser(link), make_host(link.gathering.circle)
    browser.ask_code(maria, once=ONCE)
    browser.type_code(maria, code_sent(mailoutbox), once=ONCE)
    nodded = Browser(link)
    sign = nodded.ask_nod(maria, once=ONCE.replace("8", "9"))
    phones.nod(Phone.objects.get(confirmed_at=None), sign=sign, by=host, now=now())

    with time_machine.travel(now() + timedelta(minutes=2)):
        reader.type_code(maria, "000000", once=ONCE)
        assert reader.answer(maria).status_code == 403
        reader.ask_nod(maria, once=ONCE.replace("8", "9"))
        reader.ask_code(maria, once=ONCE)
        assert reader.answer(maria).status_code == 403
        assert browser.answer(maria).status_code == nodded.answer(maria).status_code == 302
    assert answers() == [("Maria Berg", "yes")]


@pytest.mark.parametrize("right", [True, False])
def test_a_phone_let_go_of_while_its_code_is_looked_at_does_not_come_back(
    link, maria, mailoutbox, monkeypatch, right
):
    browser, compare = Browser(link), phones.constant_time_compare
    browser.ask_code(maria)
    code = code_sent(mailoutbox)

    def declined_meanwhile(*given):
        Phone.objects.all().delete()
        return compare(*given)

    monkeypatch.setattr(phones, "constant_time_compare", declined_meanwhile)
    assert browser.type_code(maria, code if right else wrong(code)).status_code == 200
    assert not Phone.objects.exists()
    assert browser.answer(maria).status_code == 403


def test_what_nobody_confirmed_and_what_nobody_uses_is_let_go(link, maria, mailoutbox):
    browser = Browser(link)
    browser.confirm(maria, mailoutbox)
    Browser(link).ask_nod(maria)

    assert phones.let_go_old(now=now() + timedelta(days=2)) == 0
    GatheringsChapter().due(now=now() + timedelta(days=3))
    assert Phone.objects.get().confirmed_at
    assert phones.let_go_old(now=now() + timedelta(days=399)) == 0
    assert phones.let_go_old(now=now() + timedelta(days=400)) == 1
