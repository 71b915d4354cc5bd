"""Giving a poem: it cannot be taken back, and is asked once, kindly; what was never read back is to be read first."""

import re

import pytest
from django.utils.timezone import now

from checkins.models import Harvest
from checkins.poem import harvesting, reading_back
from gatherings.models import LetterTimes
from tests.checkins.speaking import address, catch
from tests.checkins.tables import table_as_posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(evening, catcher):
    catch(evening, catcher, "the kettle")
    return harvesting.begin(evening, catcher=catcher, now=now())


def given():
    return Harvest.objects.get().is_given


def test_it_asks_once_and_gives_all_the_same(client, evening, draft, catcher):
    client.force_login(catcher.person)
    asked = client.get(address("give_poem", evening))
    assert "Not read back yet" in asked.text
    assert not given()

    page = client.post(address("give_poem", evening), {"version": draft.version}, follow=True)

    assert given()
    assert "The poem is with the circle." in page.text


def test_read_back_it_is_asked_once_all_the_same_and_not_yet_leads_back(client, evening, draft, catcher):
    reading_back.read_back(draft, by=catcher, now=now())
    client.force_login(catcher.person)
    table = address("stitching", evening)

    asked = client.post(table, table_as_posted(client.get(table)) | {"do": "give"}, follow=True)

    assert asked.redirect_chain[-1][0] == address("give_poem", evening)
    assert not given()
    assert "Not read back yet" not in asked.text
    assert "Each gets a letter with the poem." in asked.text
    assert f'<a class="plain" href="{table}">Not yet</a>' in asked.text


def test_no_letter_is_promised_where_the_circle_sends_none(client, evening, draft, catcher):
    LetterTimes.objects.create(circle=evening.circle, harvest_days=None)
    client.force_login(catcher.person)

    assert "letter" not in client.get(address("give_poem", evening)).text


@pytest.mark.parametrize(("read", "filled"), [(False, "read"), (True, "give")])
def test_the_table_fills_the_button_whose_turn_it_is(client, evening, draft, catcher, read, filled):
    if read:
        reading_back.read_back(draft, by=catcher, now=now())
    client.force_login(catcher.person)

    page = client.get(address("stitching", evening)).text

    assert re.findall(r'<button class="primary" name="do" value="(\w+)"', page) == [filled]


def test_what_changed_since_it_was_asked_is_not_given_unseen(client, evening, draft, catcher):
    client.force_login(catcher.person)
    Harvest.objects.update(version=draft.version + 1)

    page = client.post(address("give_poem", evening), {"version": draft.version}, follow=True)

    assert not given()
    assert "Somebody else has worked on this poem meanwhile." in page.text


def test_given_it_leads_to_the_poem_and_who_does_not_catch_gives_nothing(
    client, evening, draft, catcher, ines
):
    reading_back.read_back(draft, by=catcher, now=now())
    client.force_login(ines.person)
    assert client.post(address("give_poem", evening), {"version": draft.version}).status_code == 403
    assert not given()
    harvesting.give(draft, by=catcher, version=draft.version, now=now())
    client.force_login(catcher.person)

    assert client.get(address("give_poem", evening)).url == draft.get_absolute_url()
