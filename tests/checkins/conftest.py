"""An evening, who catches its poem, and who else is there; its board, its table, its circle opened."""

import pytest
from django.utils.timezone import now

from checkins import centre
from checkins.models import RoundKind
from tests.checkins.speaking import address, catch
from tests.checkins.tonight import comes
from tests.making import make_gathering_now, make_host, make_member


@pytest.fixture
def evening():
    return make_gathering_now(question="What are you carrying?")


@pytest.fixture
def catcher(evening):
    return make_host(evening.circle, "Noor")


@pytest.fixture
def ines(evening):
    return make_member(evening.circle, "Ines")


@pytest.fixture
def lines(evening, catcher):
    return catch(evening, catcher, "One", "Two", "Three")


@pytest.fixture
def table(client, evening, catcher, lines):
    client.force_login(catcher.person)
    return address("stitching", evening)


@pytest.fixture
def at_the_board(client, catcher):
    client.force_login(catcher.person)
    return client


@pytest.fixture
def anna(evening):
    return comes(evening, "Anna")


@pytest.fixture
def open_circle(evening, catcher):
    return centre.open_round(
        evening, kind=RoundKind.CHECK_IN, question="What are you carrying?", by=catcher, now=now()
    )


@pytest.fixture
def as_(client):
    def signed_in(member):
        client.force_login(member.person)
        return client

    return signed_in
