"""A circle that meets, who asks and who is asked; a group link and who taps it; a clock that stands still."""

import pytest
import time_machine
from django.core.cache import cache

from tests.gatherings.by_phone import Browser, make_link
from tests.gatherings.reading import NOW
from tests.making import make_circle, make_gathering, make_host, make_member, make_role


@pytest.fixture
def circle():
    return make_circle()


@pytest.fixture
def gathering(circle):
    return make_gathering(circle)


@pytest.fixture
def host(circle):
    return make_host(circle, "Anna")


@pytest.fixture
def luc(circle):
    return make_member(circle, "Luc")


@pytest.fixture
def role(circle):
    return make_role(circle, "Poem catcher", words="Listen more than you write.")


@pytest.fixture
def anna(gathering):
    return make_member(gathering.circle, "Anna")


@pytest.fixture
def me(client):
    """Luc, who is signed in."""
    me = make_member(make_circle(), "Luc")
    client.force_login(me.person)
    return me


@pytest.fixture
def link(gathering):
    return make_link(gathering)


@pytest.fixture
def maria(link):
    return make_member(link.gathering.circle, "Maria Berg")


@pytest.fixture
def known(link, maria, mailoutbox):
    """Maria's phone, confirmed."""
    browser = Browser(link)
    browser.confirm(maria, mailoutbox)
    return browser


@pytest.fixture
def the_clock_stands_still():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def still_clock(settings, the_clock_stands_still):
    """So that the queries counted are the feed's own, and every test is on the same day."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
