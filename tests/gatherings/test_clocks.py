"""Clocks that change: odd hours are said; another zone, and new rules for one, keep local hours (R85, R87, R88)."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
import time_machine
from django.urls import reverse

from circles.models import Circle, Letter
from gatherings.chapter import GatheringsChapter
from gatherings.letters import reminders
from gatherings.models import Gathering
from gatherings.rhythm import oddity
from gatherings.wording import odd_words
from tests.gatherings.reading import address, events
from tests.making import make_circle, make_gathering, make_member, make_person, make_rhythm, make_steward

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def offset(zone: ZoneInfo, day: date) -> timedelta | None:
    return datetime.combine(day, time(12), zone).utcoffset()


def days_of_change(zone: ZoneInfo):
    """Yield the days from 2026 to 2030 on which the zone's clocks change, or the day before."""
    day = date(2026, 1, 1)
    while day.year < 2031:
        if offset(zone, day) != offset(zone, day + A_WEEK):
            each = next(
                d for d in (day + n * A_DAY for n in range(7)) if offset(zone, d) != offset(zone, d + A_DAY)
            )
            yield from (each, each + A_DAY)
        day += A_WEEK


@pytest.mark.thorough
def test_every_hour_that_a_clock_change_makes_odd_is_said_so_in_every_zone_and_noon_never_is():
    odd: dict[time, set[str]] = {time(0): set(), time(2, 30): set(), time(12): set()}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        for day in days_of_change(zone):
            for hour, zones in odd.items():
                words = odd_words(day, hour, zone)
                kind = oddity(day, hour, zone)
                assert (kind == "gap") == ("the clocks skip" in words)
                assert (kind == "twice") == ("twice that day" in words)
                if kind:
                    zones.add(name)

    assert odd[time(12)] == set()
    assert len(odd[time(2, 30)]) > 100
    assert {"Africa/Cairo", "America/Havana", "Asia/Beirut"} <= odd[time(0)]


@pytest.mark.django_db
def test_a_circle_that_moves_to_another_zone_keeps_its_hours_and_letters_follow(client):
    circle = make_circle(timezone="America/New_York")
    steward = make_steward(circle, joined_at=NOW - timedelta(days=99))
    past = make_gathering(circle, date(2026, 10, 28))
    coming = make_gathering(circle, date(2026, 12, 30))
    in_paris = make_member(
        circle, person=make_person(timezone="Europe/Paris"), joined_at=NOW - timedelta(days=99)
    )
    asked = Letter.objects.filter(kind=reminders.ASKED, membership=in_paris)
    link = address(in_paris)
    with time_machine.travel(datetime(2026, 12, 20, 5, 30, tzinfo=UTC), tick=False):
        reminders.write_due(now=datetime(2026, 12, 20, 5, 29, tzinfo=UTC))
        assert not asked.exists()  # there it is the night to 31 December: asked on the 21st
        client.force_login(steward.person)
        said = {"name": "Us", "purpose": "To practise.", "timezone": "Asia/Kathmandu", "language": "en"}
        client.post(reverse("circle_settings", args=[circle.slug]), said)
        reminders.write_due(now=datetime(2026, 12, 20, 5, 31, tzinfo=UTC))
        entry = events(client.get(link))[coming.ical_uid]

    moved = Gathering.objects.get(pk=coming.pk)
    assert (moved.day, moved.starts, moved.sequence) == (coming.day, time(18), 1)
    assert (coming.starts_at, moved.starts_at) == (
        datetime(2026, 12, 30, 23, tzinfo=UTC),
        datetime(2026, 12, 30, 12, 15, tzinfo=UTC),
    )
    assert entry["dtstart"].params["TZID"] == "Asia/Kathmandu"
    assert entry["dtstart"].dt.replace(tzinfo=None) == datetime(2026, 12, 30, 18)
    assert entry["sequence"] == 1
    assert asked.get().due == datetime(2026, 12, 20, 7, tzinfo=UTC)  # 8:00 in Paris, ten days before the 30th
    assert Gathering.objects.get(pk=past.pk).starts_at == past.starts_at


@pytest.fixture
def new_rules(tmp_path: Path):
    """Return what gives a zone the rules of another, as an update of tzdata does."""

    def give(zone: str, rules_of: str) -> None:
        (tmp_path / zone).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / zone).write_bytes(files("tzdata").joinpath("zoneinfo", rules_of).read_bytes())
        zoneinfo.reset_tzpath(to=[str(tmp_path)])

    before = zoneinfo.TZPATH
    yield give
    zoneinfo.reset_tzpath(to=before)
    ZoneInfo.clear_cache()
    icalendar.use_zoneinfo()  # which keeps zones of its own


@pytest.mark.django_db
def test_new_rules_for_a_zone_keep_the_hour_on_the_wall_and_leave_the_past(client, new_rules):
    circle = make_circle(timezone="Europe/Paris")
    make_rhythm(circle, date(2026, 1, 1))
    past, winter, summer = (
        make_gathering(circle, day, slot=day, changed_at=NOW - timedelta(days=30))
        for day in (date(2026, 9, 30), date(2027, 1, 27), date(2027, 7, 28))
    )
    link = address(make_member(circle))
    with time_machine.travel(NOW, tick=False):
        before = client.get(link)
        version = Circle.objects.get(pk=circle.pk).calendar_version

        new_rules("Europe/Paris", "Africa/Tunis")  # winter all year
        GatheringsChapter().due(now=NOW)
        ZoneInfo.clear_cache()  # the web server, too, begins anew with the new rules
        after = client.get(link)

    moved = Gathering.objects.get(pk=summer.pk)
    assert (moved.day, moved.starts, moved.sequence) == (date(2027, 7, 28), time(18), 0)
    assert moved.starts_at - summer.starts_at == timedelta(hours=1)
    assert moved.ends_at - moved.starts_at == summer.lasts
    assert moved.changed_at == NOW
    for feed, summer_time in ((before, True), (after, False)):
        assert events(feed)[summer.ical_uid]["dtstart"].to_ical() == b"20270728T180000"
        assert ("BEGIN:DAYLIGHT" in feed.text) == summer_time
    for same in (past, winter):
        stands = Gathering.objects.get(pk=same.pk)
        assert (stands.starts_at, stands.changed_at) == (same.starts_at, same.changed_at)
    assert Circle.objects.get(pk=circle.pk).calendar_version > version


@pytest.mark.django_db
def test_where_no_rule_has_changed_nothing_is_written():
    circle = make_circle(timezone="America/Edmonton")
    rhythm = make_rhythm(circle, date(2026, 1, 1))
    GatheringsChapter().due(now=NOW)
    version = Circle.objects.get(pk=circle.pk).calendar_version
    type(rhythm).objects.update(kept_until=None)

    assert GatheringsChapter().due(now=NOW) == 0
    assert Circle.objects.get(pk=circle.pk).calendar_version == version
