"""Programs people use read the live feed: vdirsyncer fetches it, khal shows it, ical.js reads the same (R73)."""

import json
import shutil
import subprocess
import sys
import urllib.request
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gatherings import rsvps, scheduling, subscriptions
from gatherings.models import Gathering
from tests.calendar_program import IS_HERE, subscribe
from tests.making import make_circle, make_gathering, make_host, make_member, make_person

pytestmark = pytest.mark.django_db(transaction=True)
ICALJS = Path(__file__).parent / "icaljs"
BIN = Path(sys.executable).parent
CIRCLE = "Cercle d’écoute; \\n, «là»"


@pytest.fixture
def feed(live_server):
    """The address of a member's feed, and their circle: three gatherings, one moved and one called off."""
    circle = make_circle(
        CIRCLE,
        timezone="Europe/Paris",
        place="Café, salle 2",
        call_link="https://call.example/us",
        language="fr",
    )
    host = make_host(circle)
    me = make_member(circle, person=make_person(timezone="America/Edmonton"))
    year = now().year + 1
    plain, moved, off = (make_gathering(circle, date(year, month, 27)) for month in (1, 6, 12))
    hours = {"starts": time(19, 30), "lasts": timedelta(hours=2)}
    scheduling.move(moved, day=date(year, 7, 1), **hours, reason="Été", by=host, now=now())
    scheduling.call_off(off, reason="Repos", by=host, now=now())
    rsvps.answer(plain, membership=me, answer="yes", way="room", now=now())
    _link, token = subscriptions.make_link(me, now=now())
    return live_server.url + reverse("feed", args=[token]), circle


def run(*words: object, **given) -> str:
    made = subprocess.run(
        [str(word) for word in words], capture_output=True, encoding="utf-8", timeout=60, **given
    )
    assert made.returncode == 0, made.stderr
    return made.stdout


@pytest.mark.skipif(
    not IS_HERE,
    reason="vdirsyncer and khal are not installed, so nobody subscribes.",
)
def test_khal_shows_what_vdirsyncer_fetches(feed, tmp_path):
    address, _circle = feed
    year = now().year + 1
    listed = subscribe(address, folder=tmp_path, zone="Europe/Paris", first=f"{year}-01-01", days=365)

    assert listed == [
        f"{year}-01-27 18:00 20:00 {CIRCLE} @ Café, salle 2",
        f"{year}-07-01 19:30 21:30 {CIRCLE} @ Café, salle 2",
        f"{year}-12-27 18:00 20:00 Called off: {CIRCLE} @ Café, salle 2",
    ]


@pytest.mark.skipif(
    not shutil.which("node"), reason="Node is not installed, so ical.js cannot read the feed."
)
@pytest.mark.skipif(not (ICALJS / "node_modules").is_dir(), reason="ical.js is not installed: make node")
def test_icaljs_reads_the_same(feed):
    address, circle = feed
    with urllib.request.urlopen(address) as response:
        ics = response.read().decode()

    read = json.loads(run("node", "read.js", cwd=ICALJS, input=json.dumps({"ics": ics}) + "\n"))

    assert (read["name"], read["zones"]) == (CIRCLE, ["Europe/Paris"])
    year, paris = now().year + 1, ZoneInfo("Europe/Paris")
    stand = {gathering.ical_uid: gathering for gathering in Gathering.objects.filter(circle=circle)}
    for entry in read["entries"]:
        gathering = stand.pop(entry["uid"])
        assert entry["starts"] == gathering.starts_at.timestamp()
        assert entry["ends"] == gathering.ends_at.timestamp()
        assert entry["sequence"] == gathering.sequence
        assert gathering.starts_at.astimezone(paris).year == year
    assert not stand
    assert [entry["status"] for entry in read["entries"]] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert read["entries"][0]["description"].splitlines()[:2] == [
        "18:00–20:00, Paris time",
        "Your answer: I’ll be there (In the room)",
    ]
