"""The host opened or closed the circle before the clock did: the host wins, on every page that leads into it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Centre, Harvest, RoundKind
from checkins.tonight import centre
from gatherings.models import FlowPart, Rsvp, Turn
from tests.making import make_gathering, make_gathering_now, make_host, make_member, make_role

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


def test_once_closed_nothing_is_handed_out_at_it_any_more_and_nobody_is_to_be_told_of_it(
    client, evening, luc
):
    ines, timer = make_member(evening.circle, "Ines"), make_role(evening.circle, "Timekeeper")
    guardian = make_role(evening.circle, "Guardian")
    later = make_gathering(evening.circle)
    Turn.objects.create(gathering=evening, role=timer, holder=ines, set_by=luc)
    client.force_login(luc.person)
    table = reverse("admin:gatherings_rota", args=[evening.circle.slug])
    rota = reverse("rota", args=[evening.circle.slug])
    take = reverse("take_turn", args=[evening.circle.slug, evening.number, guardian.pk])
    assert f'href="{evening.get_absolute_url()}"' in client.get(table).text
    assert "One is not told yet" in client.get(table).text
    assert take in client.get(rota).text

    open_and_close(evening, luc)

    page = client.get(table)
    assert [row.gathering for row in page.context["table"].rows] == [later]
    assert page.context["tellings"] == []
    assert "not told yet" not in page.text
    assert take not in client.get(rota).text
    assert "Ines · in " in page.text  # what was held there counts as held

    centre.begin(evening, by=luc, now=now())
    assert [row.gathering for row in client.get(table).context["table"].rows] == [evening, later]


def test_the_list_of_gatherings_says_that_it_is_closed(client, evening, luc):
    make_gathering(evening.circle)
    client.force_login(luc.person)
    address = reverse("gatherings", args=[evening.circle.slug])
    assert CLOSED not in client.get(address).text

    open_and_close(evening, luc)

    assert client.get(address).text.count(CLOSED) == 1


def test_while_the_centre_is_open_no_page_says_by_the_clock_what_is_on(client, evening, luc, pages):
    for position, (name, moment, minutes) in enumerate(
        [("Gathering in", "welcome", 10), ("Tea", "other", 90)]
    ):
        FlowPart.objects.create(
            gathering=evening, position=position, name=name, moment=moment, minutes=minutes
        )
    page = pages()[0]
    assert "About now: Tea. Come in quietly, there is nothing to do." in page
    assert '<li class="now">' in page

    centre.open_round(evening, kind=RoundKind.CHECK_IN, question="", by=luc, now=now())

    page = pages()[0]
    assert "<p>Come in quietly, there is nothing to do.</p>" in page
    assert "bout now" not in page
    assert '<li class="now">' not in page
    assert "Tea" in page


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
