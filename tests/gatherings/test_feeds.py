"""The live feeds: their secrets, their headers, what is in them and what is not, and when they change."""

from datetime import date, time, timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from circles.models import Circle
from gatherings.answering import rsvps
from gatherings.hosting import rota
from gatherings.schedule import preparing, scheduling
from tests.gatherings.reading import NOW, address, circle_with_dates, events
from tests.making import make_circle, make_gathering, make_host, make_member, make_person, make_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]


def test_a_members_feed_has_each_gathering_once_with_what_is_theirs(client):
    circle = circle_with_dates()
    me, other = make_member(circle, "Luc"), make_member(circle, "Anna Berg")
    next_one = circle.gatherings.get(day=date(2026, 11, 25))
    rsvps.answer(next_one, membership=me, answer="yes", way="room", now=NOW)
    rsvps.answer(next_one, membership=other, answer="no", now=NOW)
    rota.take(next_one, role=make_role(circle, "Poem catcher"), membership=me, now=NOW)
    rota.take(next_one, role=make_role(circle, "Guardian"), membership=other, now=NOW)

    found = events(client.get(address(me)))

    assert found.keys() == set(circle.gatherings.values_list("ical_uid", flat=True))
    entry = found[next_one.ical_uid]
    assert str(entry["summary"]) == "The Hosting Circle"
    assert str(entry["location"]) == "The Old Library"
    assert entry["dtstart"].to_ical() == b"20261125T180000"
    assert entry["dtstart"].params["TZID"] == "America/Edmonton"
    assert str(entry["description"]).splitlines() == [
        "Your answer: I’ll be there (In the room)",
        "You hold: Poem catcher",
        "On the call: https://call.example/us",
    ]
    assert str(entry["url"]).endswith(next_one.get_absolute_url())


def test_nobody_elses_name_or_address_is_in_a_feed(client):
    circle = circle_with_dates()
    person = make_person("Canary Name", email="canary-address@circle.example")
    other = make_member(circle, "Canary Name", person=person)
    gathering = circle.gatherings.get(day=date(2026, 11, 25))
    rsvps.answer(gathering, membership=other, answer="yes", now=NOW)
    me = make_member(circle)
    rota.assign(gathering, role=make_role(circle), holder=other, beside=me, by=make_host(circle), now=NOW)

    text = client.get(address(me)).text

    assert "canary" not in text.lower()
    assert "You sit beside" in text


def test_what_is_called_off_stays_and_says_so(client):
    circle = circle_with_dates()
    gathering = circle.gatherings.get(day=date(2026, 12, 30))
    link = address(make_member(circle))
    before = events(client.get(link))[gathering.ical_uid]

    scheduling.call_off(gathering, reason="We rest.", by=make_host(circle), now=NOW)

    entry = events(client.get(link))[gathering.ical_uid]
    assert str(entry["summary"]) == "Called off: The Hosting Circle"
    assert (str(entry["status"]), str(entry["transp"])) == ("CANCELLED", "TRANSPARENT")
    assert entry["sequence"] == before["sequence"] + 1
    assert str(entry["description"]) == "We rest."


def test_what_is_moved_moves_under_the_same_uid(client):
    circle = circle_with_dates()
    gathering = circle.gatherings.get(day=date(2026, 12, 30))
    link = address(make_member(circle))
    before = events(client.get(link))

    scheduling.move(
        gathering,
        day=date(2027, 1, 6),
        starts=time(19),
        lasts=timedelta(hours=2),
        reason="New Year",
        by=make_host(circle),
        now=NOW,
    )

    after = events(client.get(link))
    assert after.keys() == before.keys()
    assert after[gathering.ical_uid]["dtstart"].to_ical() == b"20270106T190000"
    assert after[gathering.ical_uid]["sequence"] == 1


def test_not_this_time_is_shown_as_free_time(client):
    circle = circle_with_dates()
    me = make_member(circle)
    gathering = circle.gatherings.get(day=date(2026, 11, 25))
    rsvps.answer(gathering, membership=me, answer="no", now=NOW)

    found = events(client.get(address(me)))

    assert {str(entry["transp"]) for uid, entry in found.items() if uid != gathering.ical_uid} == {"OPAQUE"}
    assert str(found[gathering.ical_uid]["transp"]) == "TRANSPARENT"


def test_a_feed_reaches_two_years_back_and_all_ahead(client):
    circle = make_circle()
    days = [date(2024, 11, 20), date(2024, 11, 27), date(2026, 11, 25), date(2029, 1, 31)]
    gatherings = [make_gathering(circle, day) for day in days]

    found = events(client.get(address(make_member(circle))))

    assert found.keys() == {gathering.ical_uid for gathering in gatherings[1:]}


def test_a_feed_speaks_its_readers_language(client, monkeypatch):
    circle = circle_with_dates()
    person = make_person(language="fr")
    link = address(make_member(circle, person=person))
    before = client.get(link)

    person.language = "en"
    person.save()

    assert client.get(link).headers["ETag"] != before.headers["ETag"]
    assert before.headers["ETag"].count("fr") == 1


def test_the_entries_of_five_circles_and_two_years_stay_under_sixty_kilobytes(client):
    circle = make_circle(place="The Old Library, side door", call_link="https://call.example/us")
    for month in range(24):
        make_gathering(circle, date(2025 + month // 12, month % 12 + 1, 25))

    head, _, entries = client.get(address(make_member(circle))).text.partition("BEGIN:VEVENT")

    assert len(head) + 5 * len(entries) <= 60_000


# Its bytes, its ETag


def test_open_dates_say_when_and_nothing_else(client):
    circle = circle_with_dates(dates_open=True)
    gathering = circle.gatherings.get(day=date(2026, 11, 25))
    host = make_host(circle, "Canary")
    preparing.prepare(
        gathering,
        theme="Canary",
        question="Canary?",
        place="Canary",
        call_link="https://canary.example/",
        by=host,
        now=NOW,
    )
    rsvps.answer(gathering, membership=host, answer="yes", now=NOW)
    scheduling.call_off(circle.gatherings.get(day=date(2026, 12, 30)), reason="Canary", by=host, now=NOW)

    response = client.get(reverse("open_dates", args=[circle.slug]))

    assert response.headers["Cache-Control"] == "public, no-cache"
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "canary" not in response.text.lower()
    assert not any(word in response.text for word in ("LOCATION", "DESCRIPTION", "URL:", "Library"))
    found = events(response)
    assert {str(entry["summary"]) for entry in found.values()} == {
        "The Hosting Circle",
        "Called off: The Hosting Circle",
    }
    etag = response.headers["ETag"]
    again = client.get(reverse("open_dates", args=[circle.slug]), headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_dates_that_are_not_open_are_no_dates(client):
    closed = circle_with_dates()

    answers = [client.get(reverse("open_dates", args=[slug])) for slug in (closed.slug, "no-such-circle")]

    assert {response.status_code for response in answers} == {404}
    assert answers[0].content == answers[1].content
    assert answers[0].headers.items() == answers[1].headers.items()


def test_closing_the_dates_again_closes_them_at_once(client):
    circle = circle_with_dates(dates_open=True)
    path = reverse("open_dates", args=[circle.slug])
    assert client.get(path).status_code == 200

    Circle.objects.filter(pk=circle.pk).update(dates_open=False, calendar_version=F("calendar_version") + 1)

    assert client.get(path).status_code == 404
