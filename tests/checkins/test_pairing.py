"""The code that makes a screen the Centre: good once, for ten minutes, and easily read aloud."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Centre
from checkins.refusals import NoSuchCode
from checkins.tonight import centre, pairing, telling
from tests.checkins.speaking import address
from tests.checkins.tonight import begin

pytestmark = pytest.mark.django_db
PAIR = reverse("centre_pair")


@pytest.fixture
def found(evening, catcher):
    return pairing.new_code(begin(evening, catcher), now=now())


def test_a_code_has_no_letter_that_looks_like_another(found):
    assert len(found.code) == pairing.LENGTH
    assert set(found.code) <= set(pairing.LETTERS)
    assert not set("01IOLU") & set(pairing.LETTERS)
    assert pairing.plain(f" {pairing.spoken(found.code).lower()} ") == found.code


def test_it_opens_once(found):
    assert pairing.take(found.code, now=now()) == found
    with pytest.raises(NoSuchCode):
        pairing.take(found.code, now=now())


def test_it_opens_for_ten_minutes_and_a_fresh_one_ends_it(found):
    with pytest.raises(NoSuchCode):
        pairing.take(found.code, now=now() + timedelta(minutes=10, seconds=1))
    first = found.code
    second = pairing.new_code(found, now=now()).code
    with pytest.raises(NoSuchCode):
        pairing.take(first, now=now())
    assert pairing.take(second, now=now()) == found


def test_it_opens_nothing_once_the_circle_is_closed(found, evening, catcher):
    code = found.code
    centre.close(evening, by=catcher, now=now())
    Centre.objects.update(code=code, code_until=now() + timedelta(minutes=5))

    with pytest.raises(NoSuchCode):
        pairing.take(code, now=now())


def test_no_code_at_all_opens_nothing(found):
    Centre.objects.update(code="", code_until=now() + timedelta(minutes=5))
    with pytest.raises(NoSuchCode):
        pairing.take("", now=now())


def test_a_screen_signed_in_as_nobody_is_led_to_the_centre(client, found):
    response = client.post(PAIR, {"code": pairing.spoken(found.code).lower()})

    assert response.status_code == 302
    assert response.headers["Location"] == reverse("centre", args=[found.screen_token])
    assert "sessionid" not in client.cookies


def test_the_hosts_page_says_that_a_screen_has_joined_instead_of_its_used_code(as_, evening, catcher, found):
    here = address("tonight", evening)
    before = as_(catcher).get(here).text
    assert pairing.spoken(found.code) in before
    assert "A screen has joined." not in before

    joined = pairing.take(found.code, now=now())

    assert joined.version > found.version  # every open page is told
    page = as_(catcher).get(here).text
    assert "A screen has joined." in page
    assert pairing.spoken(found.code) not in page
    fresh = pairing.new_code(joined, now=now())
    assert pairing.spoken(fresh.code) in as_(catcher).get(here).text
    centre.close(evening, by=catcher, now=now())
    centre.begin(evening, by=catcher, now=now())
    assert "A screen has joined." not in as_(catcher).get(here).text


def test_a_wrong_code_and_one_that_was_used_are_answered_alike(client, found):
    pairing.take(found.code, now=now())

    pages = [client.post(PAIR, {"code": code}) for code in (found.code, "ZZZZ-ZZZ", "x")]

    assert {page.status_code for page in pages} == {200}
    assert all(str(NoSuchCode()) in page.text for page in pages)


def test_codes_cannot_be_tried_for_ever(client, found):
    tries = [client.post(PAIR, {"code": f"WRNG{number:03}"}).status_code for number in range(12)]
    right = client.post(PAIR, {"code": found.code})

    assert tries[:10] == [200] * 10
    assert (tries[10:], right.status_code) == ([429, 429], 429)


def test_a_code_used_while_a_flame_is_lit_stays_used(evening, catcher, found, monkeypatch):
    """What is seen of tonight is written down by whoever read it before: the used code must not come back with it."""
    seats, taken = telling.seating.seats, []

    def meanwhile(*args, **kwargs):
        if not taken:
            taken.append(found)
            assert pairing.take(found.code, now=now()) == found
        return seats(*args, **kwargs)

    monkeypatch.setattr(telling.seating, "seats", meanwhile)
    telling.tell(evening, now=now())

    assert taken
    with pytest.raises(NoSuchCode):
        pairing.take(found.code, now=now())
