"""The feed of all my circles: each gathering once, by its circle's name; circles come and go at the next request."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from circles import founding
from circles.arriving import joining
from circles.belonging import memberships, people
from circles.models import Circle, Membership
from cop_site import erasing
from gatherings.answering import rsvps
from gatherings.feeds import stored_feeds, subscriptions
from gatherings.hosting import rota
from gatherings.models import FeedLink
from gatherings.schedule import scheduling
from tests.gatherings.reading import NOW, address, circle_with_dates, events, in_two_circles, places
from tests.making import make_circle, make_gathering, make_host, make_member, make_person, make_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]


@pytest.fixture
def anna():
    return in_two_circles("Anna")


def test_every_gathering_of_all_my_circles_is_in_it_once_with_what_is_mine(client, anna):
    here, there = places(anna)
    make_gathering(make_circle("Not mine"))
    answered, held = here.circle.gatherings.last(), there.circle.gatherings.last()
    rsvps.answer(answered, membership=here, answer="yes", now=NOW)
    rsvps.answer(answered, membership=make_member(here.circle), answer="no", now=NOW)
    rota.take(held, role=make_role(there.circle, "Poem catcher"), membership=there, now=NOW)

    response = client.get(address(anna))

    found = events(response)
    mine = [*here.circle.gatherings.all(), *there.circle.gatherings.all()]
    assert response.text.count("BEGIN:VEVENT") == 6
    assert {uid: str(event["summary"]) for uid, event in found.items()} == {
        each.ical_uid: each.circle.name for each in mine
    }
    assert str(found[answered.ical_uid]["description"]).startswith("Your answer: I’ll be there")
    assert str(found[held.ical_uid]["description"]).startswith("You hold: Poem catcher")
    assert "NAME:My circles" in response.text


def test_a_gathering_has_the_uid_it_has_in_its_circles_own_feed(client, anna):
    whole = events(client.get(address(anna)))

    for place in places(anna):
        alone = events(client.get(address(place)))
        assert {uid: event.to_ical() for uid, event in alone.items()} == {
            uid: whole[uid].to_ical() for uid in alone
        }


@pytest.mark.parametrize("circles", [1, 3])
def test_it_costs_the_same_for_however_many_circles(client, circles, django_assert_num_queries):
    person = make_person()
    for _ in range(circles):
        make_member(circle_with_dates(), person=person)
    link = address(person)

    # the link with all versions; the link's person, circles, gatherings, answers, turns; five to keep it, savepoints
    # among them; and that it was read
    with django_assert_num_queries(12):
        etag = client.get(link).headers["ETag"]
    with django_assert_num_queries(2):  # the link with all versions, the bytes
        assert client.get(link).text.count("BEGIN:VEVENT") == 3 * circles
    with django_assert_num_queries(1):
        assert client.get(link, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole, index or not."
)
def test_the_one_query_reads_no_table_from_end_to_end(anna):
    _link, token = subscriptions.make_link(anna, now=NOW)
    with CaptureQueriesContext(connection) as asked:
        stored_feeds.behind(token)

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
        plan = [row[-1] for row in cursor.fetchall()]
    assert any("token_hash" in line for line in plan)
    assert not [line for line in plan if line.startswith("SCAN")]


def test_whatever_any_of_my_circles_shows_gives_another_etag(client, anna):
    here, there = places(anna)
    link = address(anna)
    gathering = there.circle.gatherings.get(day=date(2026, 12, 30))
    host = make_host(there.circle)
    other = make_member(here.circle)
    seen = [client.get(link).headers["ETag"]]

    for change in (
        lambda: rsvps.answer(here.circle.gatherings.last(), membership=here, answer="yes", now=NOW),
        lambda: scheduling.call_off(gathering, reason="snow", by=host, now=NOW),
        lambda: people.introduce(anna, name="Anna", timezone="America/Edmonton", language="fr"),
        lambda: people.introduce(anna, name="Anna", timezone="Europe/Paris", language="fr"),
        lambda: make_member(make_circle(), person=anna),
        lambda: memberships.leave(there, now=NOW),
        lambda: Circle.objects.get(pk=there.circle_id).delete(),
        lambda: memberships.leave(here, now=NOW),
    ):
        change()
        answered = client.get(link, headers={"If-None-Match": seen[-1]})
        assert answered.status_code == 200 or change.__code__.co_names[0] == "Circle"
        seen.append(answered.headers["ETag"])
    assert len(set(seen)) == len(seen) - 1  # the circle had been left before it was deleted

    rsvps.answer(other.circle.gatherings.last(), membership=other, answer="no", now=NOW)
    assert client.get(link, headers={"If-None-Match": seen[-1]}).status_code == 304


def test_a_circle_that_is_left_is_out_of_it_at_the_next_request_and_back_with_me(client, anna):
    _here, there = places(anna)
    link = address(anna)
    assert "The River" in client.get(link).text

    memberships.leave(there, now=NOW)
    assert "The River" not in client.get(link).text
    assert "The Hosting Circle" in client.get(link).text

    joining.let_in(there.circle, person=anna, name="Anna", now=NOW)
    assert "The River" in client.get(link).text

    steward = there.circle.memberships.get(standing=3)
    memberships.remove(Membership.objects.get(pk=there.pk), by=steward, now=NOW)
    assert "The River" not in client.get(link).text


def test_in_no_circle_it_is_an_empty_calendar_that_waits_for_one(client):
    person = make_person()
    link = address(person)

    empty = client.get(link)
    assert (empty.status_code, empty.text.count("BEGIN:VEVENT")) == (200, 0)

    founding.found(
        founder=person,
        description=founding.Description(name="New", purpose="", timezone="UTC", language="en"),
        now=NOW,
    )
    make_gathering(Circle.objects.get())
    assert client.get(link, headers={"If-None-Match": empty.headers["ETag"]}).text.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize("ends", ["ended", "erased", "not active"])
def test_it_ends_as_any_link_does(client, anna, ends):
    link = address(anna)
    assert client.get(link).status_code == 200

    if ends == "ended":
        subscriptions.revoke(FeedLink.objects.get(), now=NOW)
    elif ends == "erased":
        erasing.erase(anna, keep_words_in=set(), alone_may_go=True, now=NOW)
    else:
        anna.is_active = False
        anna.save()

    gone, unknown = client.get(link), client.get(reverse("feed", args=["x" * 43]))
    assert gone.status_code == 404
    assert gone.content == unknown.content
    assert gone.headers.items() == unknown.headers.items()


def test_leaving_one_circle_leaves_the_link_to_all_of_them(client, anna):
    here, _there = places(anna)
    own, whole = address(here), address(anna)

    memberships.leave(here, now=NOW)

    assert (client.get(own).status_code, client.get(whole).status_code) == (404, 200)


@pytest.mark.parametrize(("zone", "answered"), [("America/Edmonton", 1), ("Europe/Lisbon", 2)])
def test_five_circles_of_two_years_stay_under_sixty_kilobytes(client, zone, answered):
    """Every gathering answered and one in five a role, on the circles' clock; on another, every other answered."""
    person = make_person(timezone=zone)
    for name in ("The Hosting Circle", "The River", "Practice in the north", "Wednesday circle", "Listening"):
        circle = make_circle(name, place="The Old Library, side door", call_link="https://call.example/us")
        me, role = make_member(circle, person=person), make_role(circle, "Poem catcher")
        for month in range(24):
            gathering = make_gathering(circle, date(2025 + month // 12, month % 12 + 1, 25), changed_at=NOW)
            if month % answered == 0:
                gathering.rsvps.create(membership=me, answer="yes", way="room", answered_at=NOW)
            if month % 5 == 0:
                gathering.turns.create(role=role, holder=me)

    plain = client.get(address(person))
    small = client.get(address(person), headers={"Accept-Encoding": "gzip"})

    assert plain.text.count("BEGIN:VEVENT") == 120
    assert len(plain.content) <= 60_000
    assert len(small.content) <= 8_000


def test_every_zone_of_every_circle_is_described_and_no_other(client):
    person = make_person()
    for zone in ("Asia/Kathmandu", "America/St_Johns", "Europe/Paris", "Europe/Paris"):
        make_gathering(make_member(make_circle(timezone=zone), person=person).circle, date(2027, 3, 10))
    make_gathering(make_circle(timezone="Australia/Lord_Howe"))

    calendar = Calendar.from_ical(client.get(address(person)).content)

    used = {event[name].params["TZID"] for event in calendar.walk("VEVENT") for name in ("dtstart", "dtend")}
    described = [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")]
    assert described == sorted(used) == ["America/St_Johns", "Asia/Kathmandu", "Europe/Paris"]


# What I said no to
