"""The host closed the circle before the clock did: the host wins, on every page that leads into it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from checkins.models import Centre, Harvest, RoundKind
from checkins.tonight import centre
from gatherings.models import Rsvp
from tests.making import make_gathering_now, make_host, make_member, make_role

pytestmark = pytest.mark.django_db
CLOSED, COME_IN = "The circle is closed.", "Come into the circle"


@pytest.fixture
def evening():
    return make_gathering_now(question="What are you carrying?")


@pytest.fixture
def luc(evening):
    return make_host(evening.circle, "Luc")


@pytest.fixture
def pages(client, evening):
    """Return how a member sees the gathering's page, their home and the circle's front page."""
    ines = make_member(evening.circle, "Ines")
    Rsvp.objects.create(gathering=evening, membership=ines, answer="yes")
    make_role(evening.circle, "guardian")
    client.force_login(ines.person)
    places = (evening.get_absolute_url(), "/home/", evening.circle.get_absolute_url())
    return lambda: [client.get(place).text for place in places]


def open_and_close(evening, luc):
    centre.open_round(evening, kind=RoundKind.CHECK_IN, question="", by=luc, now=now())
    centre.close(evening, by=luc, now=now())


def test_once_the_host_closed_it_no_page_leads_in_or_asks_for_an_answer(evening, luc, pages):
    for page in pages():
        assert COME_IN in page
        assert CLOSED not in page

    open_and_close(evening, luc)

    for page in pages():
        assert CLOSED in page
        assert COME_IN not in page
        assert "We are in the circle." not in page
        assert 'name="answer"' not in page
        assert "I’ll hold this one" not in page
        assert "One role is still open." not in page


def test_opened_again_it_goes_on(evening, luc, pages):
    open_and_close(evening, luc)
    centre.begin(evening, by=luc, now=now())

    for page in pages():
        assert COME_IN in page
        assert CLOSED not in page


def test_a_centre_tried_out_before_we_begin_closes_nothing(evening, luc, pages):
    open_and_close(evening, luc)
    Centre.objects.update(closed_at=evening.starts_at - timedelta(minutes=1))

    for page in pages():
        assert CLOSED not in page
        assert 'name="answer"' in page or COME_IN in page


@pytest.mark.parametrize(
    ("field", "way"), [("read_back_at", "Read the first catch"), ("given_at", "Read the poem")]
)
def test_closed_it_leads_to_its_poem_if_one_may_read_it(evening, luc, pages, field, way):
    open_and_close(evening, luc)
    Harvest.objects.create(gathering=evening)
    assert not any(way in page for page in pages())

    Harvest.objects.update(**{field: now()})

    assert all(way in page for page in pages())
