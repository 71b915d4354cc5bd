"""What the tests of the whole site share: the hosts' table and its turns, Mina, an archive, a French evening."""

import logging

import pytest
from django.utils.timezone import now

from checkins.models import Harvest
from checkins.poem import harvesting
from tests.making import make_circle, make_gathering, make_host, make_member, make_role, make_steward
from tests.site.french_reading import LINES, caught, coming, french
from tests.somebody import make_mina
from tests.whole_circle import empty_site, make_whole_circle, taken_out


@pytest.fixture
def unlogged(caplog):
    """Note nothing of each refusal: where a thousand doors are knocked at, that is a sixth of the time."""
    caplog.set_level(logging.CRITICAL, logger="django")


@pytest.fixture
def steward(client):
    """A steward, signed in."""
    steward = make_steward(name="Stella Steward")
    client.force_login(steward.person)
    return steward


@pytest.fixture
def circle():
    return make_circle("Riverbank")


@pytest.fixture
def host(circle):
    return make_host(circle, "Hanna Host")


@pytest.fixture
def timekeeper(circle):
    return make_role(circle, "Timekeeper")


@pytest.fixture
def evening(circle):
    return make_gathering(circle)


@pytest.fixture
def mina(circle):
    """Mina, who has left something of herself everywhere in a whole circle."""
    return make_mina(circle)


@pytest.fixture
def poem(circle):
    """The poem of a whole circle."""
    return Harvest.objects.get()


@pytest.fixture
def packed():
    """A circle taken out, and the site empty again."""
    made = taken_out(make_whole_circle())
    empty_site()
    return made


@pytest.fixture
def claire(evening):
    return coming(evening, french(make_host(evening.circle, "Claire")))


@pytest.fixture
def mathieu(evening):
    return coming(evening, french(make_member(evening.circle, "Mathieu")))


@pytest.fixture
def harvest(evening, claire, mathieu):
    """A poem begun: a line of nobody known, one of Mathieu, one of Claire, a silence."""
    for at, (line, speaker) in enumerate(zip(LINES, (None, mathieu, claire), strict=True)):
        caught(evening, claire, line, nonce=f"l{at}", speaker=speaker)
    caught(evening, claire, "", nonce="s")
    return harvesting.begin(evening, catcher=claire, now=now())
