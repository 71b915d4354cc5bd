"""A circle and a member whose clocks are quarters of an hour apart read the same right hours everywhere (R86).

Kathmandu is 5 h 45 ahead of UTC all year; St John's is 3 h 30 behind it, and 2 h 30 from March to November. So a
Wednesday before and after each change of the clocks is told on the page, in both letters and in the feed.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from tests.gatherings.letters_before import LONG_BEFORE, make_reader, send
from tests.gatherings.reading import address, events
from tests.making import make_circle, make_gathering
from tests.postbox import html_of

pytestmark = pytest.mark.django_db
KATHMANDU, ST_JOHNS = "Asia/Kathmandu", "America/St_Johns"
ABROAD = "18:00–20:00, Kathmandu time", "for you, St Johns time"
AT_HOME = "18:00–20:00, St Johns time", "for you, Kathmandu time"

# In a circle in Kathmandu, where a member lives in St John's; and the other way round, where it is the day after.
EVENINGS = [
    (KATHMANDU, ST_JOHNS, date(2027, 3, 10), "08:45–10:45"),
    (KATHMANDU, ST_JOHNS, date(2027, 3, 17), "09:45–11:45"),  # clocks went forward on 14 March
    (KATHMANDU, ST_JOHNS, date(2027, 11, 3), "09:45–11:45"),
    (KATHMANDU, ST_JOHNS, date(2027, 11, 10), "08:45–10:45"),  # and back on 7 November
    (ST_JOHNS, KATHMANDU, date(2027, 3, 10), "03:15–05:15"),
    (ST_JOHNS, KATHMANDU, date(2027, 3, 17), "02:15–04:15"),
    (ST_JOHNS, KATHMANDU, date(2027, 11, 3), "02:15–04:15"),
    (ST_JOHNS, KATHMANDU, date(2027, 11, 10), "03:15–05:15"),
]


@pytest.fixture(params=EVENINGS, ids=lambda evening: f"{evening[0].rpartition('/')[2]}-{evening[2]}")
def evening(request):
    """The gathering, where its member lives, and what they read: the circle's hours, and theirs."""
    there, here, day, hours = request.param
    circle = make_circle(timezone=there)
    gathering = make_gathering(circle, day, created_at=LONG_BEFORE, changed_at=LONG_BEFORE)
    later = "" if there == KATHMANDU else " on Thursday"
    theirs, mine = AT_HOME if later else ABROAD
    return gathering, here, theirs, f"{hours}{later} {mine}"


def eight_oclock(gathering, zone: str, days: int) -> datetime:
    """Eight in the morning, so many days before, where somebody lives."""
    here = ZoneInfo(zone)
    day = gathering.starts_at.astimezone(here).date() - timedelta(days=days)
    return datetime.combine(day, time(8), here).astimezone(UTC)


def said(text: str) -> str:
    """What a reader sees of a page, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def letter_to(person, outbox: list[EmailMultiAlternatives]) -> EmailMultiAlternatives:
    [sent] = [each for each in outbox if each.to == [person.email]]
    return sent


def test_pages_tell_both_clocks_by_name(client, evening):
    gathering, here, theirs, mine = evening
    me = make_reader(gathering.circle, timezone=here)

    with time_machine.travel(gathering.starts_at - timedelta(days=3), tick=False):
        client.force_login(me.person)
        front = reverse("circle", args=[gathering.circle.slug])
        for path in (gathering.get_absolute_url(), front, reverse("home")):
            page = said(client.get(path).text)
            assert "Wednesday" in page
            assert f"{theirs} {mine}" in page, path


def test_the_letter_that_asks_tells_both_clocks_by_name(evening, mailoutbox):
    gathering, here, theirs, mine = evening
    me = make_reader(gathering.circle, timezone=here)

    send(eight_oclock(gathering, here, 10))

    sent = letter_to(me.person, mailoutbox)
    assert sent.subject.startswith(f"Wednesday {gathering.day.day} ")
    for text in (sent.body, said(html_of(sent))):
        assert f"{theirs.replace(',', '')}. {mine}." in text


def test_the_letter_of_the_eve_tells_both_clocks_and_the_readers_tomorrow(evening, mailoutbox):
    gathering, here, theirs, mine = evening
    me = make_reader(gathering.circle, answer="yes", timezone=here)

    send(eight_oclock(gathering, here, 1))

    sent = letter_to(me.person, mailoutbox)
    starts = mine[:5]
    same_day = "Thursday" not in mine
    when = f"18:00 ({starts} for you)" if same_day else f"{starts} your time"
    assert sent.subject == f"Tomorrow at {when}, we’re expecting you"
    for text in (sent.body, said(html_of(sent))):
        assert f"{theirs.replace(',', '')}. {mine}." in text


def test_the_feed_shows_the_readers_hours_and_says_the_circles_by_name(client, evening):
    gathering, here, theirs, mine = evening
    me = make_reader(gathering.circle, timezone=here)

    for owner in (me, me.person):
        response = client.get(address(owner))
        event = events(response)[gathering.ical_uid]  # by the zones as they are written in the feed
        starts, ends = (event[name].dt.astimezone(ZoneInfo(here)) for name in ("dtstart", "dtend"))
        assert f"{starts:%H:%M}–{ends:%H:%M}" == mine[:11]
        assert starts.strftime("%A") == ("Thursday" if "Thursday" in mine else "Wednesday")
        assert event["dtstart"].params["TZID"] == gathering.timezone
        assert event["dtstart"].to_ical() == f"{gathering.day:%Y%m%d}T180000".encode()
        assert theirs in str(event["description"])


def test_on_one_clock_nothing_is_said_twice(client):
    circle = make_circle(timezone=KATHMANDU)
    gathering = make_gathering(circle, date(2027, 3, 10))
    me = make_reader(circle, timezone=KATHMANDU)
    client.force_login(me.person)

    assert "for you" not in said(client.get(gathering.get_absolute_url()).text)
    assert "Kathmandu time" not in str(
        events(client.get(address(me)))[gathering.ical_uid].get("description", "")
    )
