"""Confirming a phone by a host's nod: for that phone and that member alone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import Membership
from gatherings.answering import phones
from gatherings.models import Phone
from gatherings.refusals import NobodyAsks
from tests.gatherings.by_phone import ONCE, Browser, answers, nod_path
from tests.making import make_host, make_member

pytestmark = pytest.mark.django_db


def test_a_nod_posted_twice_and_asked_for_twice_is_one(link, maria):
    browser, host = Browser(link), make_host(link.gathering.circle)
    signs = {browser.ask_nod(maria, once=ONCE) for _ in range(2)}
    assert len(signs) == Phone.objects.count() == 1

    [sign], phone = signs, Phone.objects.get()
    first = phones.nod(phone, sign=sign, by=host, now=now())
    assert phones.nod(phone, sign=sign, by=host, now=now()).confirmed_at == first.confirmed_at


def test_a_host_nods_to_the_digits_a_phone_shows(link, maria, client):
    Membership.objects.filter(pk=maria.pk).update(person=None)  # only a name, without an e-mail
    browser, host = Browser(link), make_host(link.gathering.circle, "Luc")
    page = browser.look(maria).text
    assert "Send me a code" not in page
    sign = browser.ask_nod(maria)
    waits = browser.client.get(browser.path("group_waits", maria))
    assert waits.status_code == 204
    assert browser.answer(maria).status_code == 403

    client.force_login(host.person)
    tell = client.get(f"{link.gathering.get_absolute_url()}tell/").text
    assert f"A phone that shows {sign} asks to answer as Maria Berg." in tell
    assert "Yes, that’s Maria Berg" in tell
    nodded = client.post(nod_path(Phone.objects.get()), {"nod": "yes", "sign": sign}, follow=True)
    assert "Maria Berg can answer from that phone now." in nodded.text

    assert browser.client.get(browser.path("group_waits", maria)).status_code == 200
    assert browser.answer(maria).status_code == 302
    assert answers() == [("Maria Berg", "yes")]
    assert Phone.objects.get().confirmed_by == host


def test_the_hosts_page_asks_too_and_one_comes_back_to_it(link, maria, client):
    sign, host = Browser(link).ask_nod(maria), make_host(link.gathering.circle)
    client.force_login(host.person)
    path = f"{link.gathering.get_absolute_url()}hosts/"
    page = client.get(path).text
    assert f"A phone that shows {sign} asks to answer as Maria Berg." in page
    assert f"{link.gathering.get_absolute_url()}tell/" in page

    sent = {"nod": "yes", "sign": sign, "back": "hosts"}
    assert client.post(nod_path(Phone.objects.get()), sent)["Location"] == path
    assert "A phone that shows" not in client.get(path).text


def test_a_nod_is_for_that_phone_and_that_member_alone(link, maria):
    luc = make_member(link.gathering.circle, "Luc")
    browser, other = Browser(link), Browser(link)
    sign = browser.ask_nod(maria)
    browser.ask_nod(luc)
    assert other.ask_nod(maria) != sign
    phone = Phone.objects.get(membership=maria, sign=sign)

    phones.nod(phone, sign=sign, by=make_host(link.gathering.circle), now=now())

    assert browser.answer(maria).status_code == 302
    assert browser.answer(luc).status_code == 403
    assert other.answer(maria).status_code == 403


@pytest.mark.parametrize("what", ["other digits", "asked anew", "declined", "too late", "left"])
def test_a_nod_that_comes_wrong_or_late_confirms_nothing(link, maria, what):
    browser, host = Browser(link), make_host(link.gathering.circle)
    sign, phone = browser.ask_nod(maria), Phone.objects.get()
    time = now()
    if what == "other digits":
        sign = str(int(sign) + 1)
    elif what == "asked anew":
        assert browser.ask_nod(maria) != sign
    elif what == "declined":
        phones.decline(phone, sign=sign, by=host)
    elif what == "left":
        memberships.leave(maria, now=now())
    else:
        time += timedelta(days=3)

    with pytest.raises(NobodyAsks):
        phones.nod(phone, sign=sign, by=host, now=time)

    assert not Phone.objects.exclude(confirmed_at=None).exists()


def test_only_a_host_of_the_circle_nods(link, maria):
    sign, phone = Browser(link).ask_nod(maria), Phone.objects.get()
    for somebody in (maria, make_host()):
        with pytest.raises(ValueError, match="only a host"):
            phones.nod(phone, sign=sign, by=somebody, now=now())
        with pytest.raises(ValueError, match="only a host"):
            phones.decline(phone, sign=sign, by=somebody)
    assert Phone.objects.filter(confirmed_at=None).count() == 1


def test_no_more_than_six_phones_ask_for_one_member(link, maria):
    for _ in range(8):
        with time_machine.travel(now() + timedelta(minutes=_)):
            Browser(link).ask_nod(maria)

    assert Phone.objects.filter(membership=maria).count() == 6
    assert Phone.objects.values("sign").distinct().count() == 6
