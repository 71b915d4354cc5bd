"""An evening, who catches its poem, and who else is there; its board, its table, its circle opened.

And an evening in September with its host, for the letters that come after it.
"""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import RoundKind
from checkins.tonight import centre
from tests.checkins.printed import give_poem
from tests.checkins.speaking import address, catch
from tests.checkins.tonight import begin, comes
from tests.gatherings.letters_before import LONG_BEFORE, make_evening
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
def luc(evening):
    return make_member(evening.circle, "Luc")


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
def found(evening, catcher):
    """Tonight, begun."""
    return begin(evening, catcher)


@pytest.fixture
def poem(evening, catcher):
    """A given poem of two lines."""
    return give_poem(evening, catcher, "the kettle, patient", "snow on the steps", title="Still")


@pytest.fixture
def public(poem):
    """The address of a poem that is shared beyond the circle."""
    return reverse("shared_poem", args=[poem.public_slug])


@pytest.fixture
def as_(client):
    def signed_in(member):
        client.force_login(member.person)
        return client

    return signed_in


@pytest.fixture
def gathering():
    return make_evening()


@pytest.fixture
def noor(gathering):
    return make_host(gathering.circle, "Noor", joined_at=LONG_BEFORE)
