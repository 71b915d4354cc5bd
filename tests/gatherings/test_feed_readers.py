"""Programs people use read the live feed: vdirsyncer fetches it, khal shows it, ical.js reads the same (R73).

Before and after a gathering is moved or called off, and the rhythm or the zone of a circle changes, both show what
stands: nothing stale, nothing twice.
"""

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles import founding
from circles.models import Circle, Membership
from gatherings.answering import rsvps
from gatherings.feeds import subscriptions
from gatherings.models import FeedLink, Gathering
from gatherings.schedule import rhythms, scheduling
from tests.calendar_program import IS_HERE, look_again, subscribe
from tests.making import make_circle, make_gathering, make_host, make_member, make_person

pytestmark = pytest.mark.django_db(transaction=True)
ICALJS = Path(__file__).parent / "icaljs"
CIRCLE = "Cercle d’écoute; \\n, «là»"
READER = "America/St_Johns"

needs_khal = pytest.mark.skipif(
    not IS_HERE, reason="vdirsyncer and khal are not installed, so nobody subscribes."
)
needs_icaljs = pytest.mark.skipif(
    not (shutil.which("node") and (ICALJS / "node_modules").is_dir()),
    reason="Node or ical.js is not installed, so that it cannot read the feed: make node",
)


@pytest.fixture
def host() -> Membership:
    """Of a circle in Paris with three gatherings, one moved and one called off."""
    circle = make_circle(
        CIRCLE,
        timezone="Europe/Paris",
        place="Café, salle 2",
        call_link="https://call.example/us",
        language="fr",
    )
    host = make_host(circle, person=make_person(timezone="America/Edmonton"))
    year = now().year + 1
    plain, moved, off = (make_gathering(circle, date(year, month, 27)) for month in (1, 6, 12))
    hours = {"starts": time(19, 30), "lasts": timedelta(hours=2)}
    scheduling.move(moved, day=date(year, 7, 1), **hours, reason="Été", by=host, now=now())
    scheduling.call_off(off, reason="Repos", by=host, now=now())
    rsvps.answer(plain, membership=host, answer="yes", way="room", now=now())
    return host


def feed_of(owner: subscriptions.Owner, live_server: Any) -> str:
    _link, token = subscriptions.make_link(owner, now=now())
    return f"{live_server.url}{reverse('feed', args=[token])}"


@pytest.fixture
def icaljs() -> Iterator[Any]:
    """A function from an address to what ical.js reads there; one Node process for all it reads."""
    with subprocess.Popen(
        ["node", "read.js"], cwd=ICALJS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as node:

        def read(address: str) -> Any:
            with urllib.request.urlopen(address) as response:
                ics = response.read().decode()
            node.stdin.write(json.dumps({"ics": ics}) + "\n")
            node.stdin.flush()
            return json.loads(node.stdout.readline())

        yield read


@needs_icaljs
def test_icaljs_reads_what_stands(host, live_server, icaljs):
    read = icaljs(feed_of(host, live_server))

    assert (read["name"], read["zones"]) == (CIRCLE, ["Europe/Paris"])
    stand = {gathering.ical_uid: gathering for gathering in Gathering.objects.all()}
    for entry in read["entries"]:
        gathering = stand.pop(entry["uid"])
        assert entry["starts"] == gathering.starts_at.timestamp()
        assert entry["ends"] == gathering.ends_at.timestamp()
        assert entry["sequence"] == gathering.sequence
    assert not stand
    assert [entry["status"] for entry in read["entries"]] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert read["entries"][0]["description"].splitlines()[:2] == [
        "18:00–20:00, Paris time",
        "Your answer: I’ll be there (In the room)",
    ]


@pytest.mark.reader
@needs_khal
@needs_icaljs
def test_khal_and_icaljs_show_the_same_before_and_after_every_change(host, live_server, icaljs, tmp_path):
    """One link shows both circles of somebody whose calendar lives in St John's."""
    circle, year = host.circle, now().year + 1
    kathmandu = make_circle("Sangha", timezone="Asia/Kathmandu", place="Patan")
    make_member(kathmandu, person=host.person)
    make_gathering(kathmandu, date(year, 3, 20))
    first = {"rule": "FREQ=MONTHLY;BYDAY=-1WE", "first": date(year, 1, 1), "starts": time(18)}
    rhythms.set_rhythm(circle, **first, lasts=timedelta(hours=2), by=host, now=now())
    address = feed_of(host.person, live_server)
    days = {"folder": tmp_path, "first": f"{year - 1}-01-01", "days": 1100}

    def one() -> Gathering:
        """The next gathering of the circle that nothing has happened to."""
        untouched = Gathering.objects.untouched().select_related("circle")
        return untouched.filter(circle=circle).order_by("starts_at")[2]

    def move() -> None:
        to = {"day": one().day + timedelta(days=2), "starts": time(17), "lasts": timedelta(hours=3)}
        scheduling.move(one(), **to, reason="Neige", by=host, now=now())

    def call_off() -> None:
        scheduling.call_off(one(), reason="Neige", by=host, now=now())

    def another_rhythm() -> None:
        tuesdays = first | {"rule": "FREQ=MONTHLY;BYDAY=1TU", "starts": time(19)}
        rhythms.set_rhythm(
            circle, **tuesdays, lasts=timedelta(minutes=90), reason="Mardi", by=host, now=now()
        )

    def another_zone() -> None:
        stands = Circle.objects.get(pk=circle.pk)
        kept = {name: getattr(stands, name) for name in founding.Description.__dataclass_fields__}
        founding.describe(
            stands,
            description=founding.Description(**kept | {"timezone": "America/Halifax"}),
            **{name: getattr(stands, name) for name in founding.OPENNESS},
            now=now(),
        )

    seen = [standing()]
    assert subscribe(address, zone=READER, **days) == read_by(icaljs(address)) == seen[0]
    for change in (move, call_off, another_rhythm, another_zone):
        change()
        assert look_again(**days) == read_by(icaljs(address)) == standing(), change.__name__
        assert standing() not in seen, change.__name__
        seen.append(standing())
    assert FeedLink.objects.get().last_read_at


def standing() -> list[str]:
    """What a calendar in St John's should show, a line each, in the order of time."""
    shown = Gathering.objects.select_related("circle").order_by("starts_at")
    return [
        line(
            gathering.starts_at,
            gathering.ends_at,
            f"Called off: {gathering.circle.name}" if gathering.is_called_off else gathering.circle.name,
            gathering.where,
        )
        for gathering in shown
    ]


def read_by(read: dict[str, Any]) -> list[str]:
    """The same, of what ical.js reads."""
    return [
        line(
            datetime.fromtimestamp(entry["starts"], UTC),
            datetime.fromtimestamp(entry["ends"], UTC),
            entry["summary"],
            entry["location"],
        )
        for entry in sorted(read["entries"], key=lambda entry: entry["starts"])
    ]


def line(starts_at: datetime, ends_at: datetime, title: str, place: str) -> str:
    """The same, as khal writes it."""
    here = ZoneInfo(READER)
    return f"{starts_at.astimezone(here):%Y-%m-%d %H:%M} {ends_at.astimezone(here):%H:%M} {title} @ {place}"
