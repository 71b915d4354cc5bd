"""The code somebody proves with that it is still them (R36 to R38, R43)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from circles.models import Letter
from tests.circles.proof_page import ASKED, GUARDED_PAGE, NOW, ask, make_anna, type_in
from tests.postbox import code_sent
from tests.proving import prove, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    return make_anna(client)


def test_a_code_sent_by_letter_opens_the_page_and_works_once(client, anna, mailoutbox):
    page = client.get(ASKED)
    assert "anna@circle.example" in page.text
    assert not Letter.objects.exists()  # nothing is sent before somebody presses

    assert ask(client)["Location"] == ASKED
    code = code_sent(mailoutbox)
    assert mailoutbox[-1].to == ["anna@circle.example"]
    assert 'autocomplete="one-time-code"' in client.get(ASKED).text
    before = client.session.session_key
    assert type_in(client, f"{code[:3]} {code[3:]}")["Location"] == ASKED
    assert client.session.session_key != before
    assert client.get(ASKED)["Location"] == GUARDED_PAGE
    assert client.get(GUARDED_PAGE).status_code == 200

    prove(client, minutes_ago=60)
    assert "no longer good" in type_in(client, code).text
    assert client.get(GUARDED_PAGE)["Location"] == ASKED


def test_only_a_keyed_hash_of_the_code_is_kept(client, anna, mailoutbox):
    ask(client)
    code = code_sent(mailoutbox)

    assert re.fullmatch(r"\d{6}", code)
    assert code not in str(dict(client.session))
    assert code not in str(Letter.objects.values())
    assert Letter.objects.get().secret is None


def test_the_third_wrong_code_ends_it(client, anna, mailoutbox):
    ask(client)
    code = code_sent(mailoutbox)
    for _ in range(2):
        assert "not the code we sent" in type_in(client, wrong(code)).text
    assert "no longer good" in type_in(client, wrong(code)).text

    assert "no longer good" in type_in(client, code).text
    assert client.get(GUARDED_PAGE)["Location"] == ASKED


def test_in_minute_eleven_the_code_has_ended(client, anna, mailoutbox):
    with time_machine.travel(NOW) as clock:
        prove(client, minutes_ago=60)
        ask(client)
        code = code_sent(mailoutbox)
        clock.shift(timedelta(minutes=11))

        assert "no longer good" in type_in(client, code).text
        assert client.get(GUARDED_PAGE)["Location"] == ASKED


def test_a_code_is_good_for_the_session_that_asked_alone(client, anna, mailoutbox):
    other = Client()
    other.force_login(anna)
    ask(client)
    code = code_sent(mailoutbox)

    assert "no longer good" in type_in(other, code).text
    assert other.get(GUARDED_PAGE)["Location"] == ASKED


def test_a_code_is_good_for_its_purpose_alone(client, anna, mailoutbox):
    ask(client)
    code = code_sent(mailoutbox)
    visitor = Client()
    visitor.post("/accounts/login/", {"login": anna.email})

    if code_sent(mailoutbox) != code:
        assert visitor.post("/accounts/login/code/confirm/", {"code": code}).status_code == 200


def test_a_newer_code_takes_the_place_of_the_one_before(client, anna, mailoutbox):
    ask(client)
    first = code_sent(mailoutbox)
    ask(client)
    second = code_sent(mailoutbox)

    if first != second:
        assert "not the code we sent" in type_in(client, first).text
    assert type_in(client, second).status_code == 302


def test_the_fourth_letter_in_a_minute_is_not_sent(client, anna):
    with time_machine.travel(NOW, tick=False):
        prove(client, minutes_ago=60)
        assert [ask(client).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert Letter.objects.count() == 3


def test_codes_cannot_be_guessed_by_asking_again_and_again(client, anna, mailoutbox):
    with time_machine.travel(NOW, tick=False):
        prove(client, minutes_ago=60)
        answers = []
        for _ in range(3):
            ask(client)
            code = code_sent(mailoutbox)
            answers += [type_in(client, wrong(code)).status_code for _ in range(4)]

    assert answers == [200] * 10 + [429] * 2


def test_what_is_not_six_digits_is_no_try(client, anna, mailoutbox):
    ask(client)
    code = code_sent(mailoutbox)
    for typed in ("12345", "letters", "1" * 30):
        assert "six digits" in type_in(client, typed).text

    assert type_in(client, code).status_code == 302
