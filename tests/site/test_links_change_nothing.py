"""Whoever opens the links of a letter, as mail scanners do, changes nothing: every kind about gatherings (R26)."""

import hashlib
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import resolve

from checkins.phrases import catching
from checkins.poem import harvesting, reading_back
from checkins.tonight import rounds
from checkins.travelling import aloud
from circles import letters
from circles.models import Letter
from circles.post import mail
from gatherings.answering import rsvps
from gatherings.hosting import asking, rota, turns_told
from gatherings.models import Gathering
from gatherings.schedule import scheduling
from tests.dump import whole_database
from tests.gatherings.letters_before import ASKING, DAY, EVE, SITE, make_evening, make_reader, plan
from tests.making import make_gathering, make_host, make_role
from tests.postbox import deliver_all, html_of, links_in

pytestmark = pytest.mark.django_db
# A lab's have their own test (tests/gatherings/test_lab_letters.py); a phone's code stands in a letter without a link.
ELSEWHERE = {"lab_seat", "lab_moved_up", "lab_changed", "phone_code"}
TIMES = 5


def about_gatherings() -> set[str]:
    """Return the kinds of letters that gatherings and poems register."""
    return {
        kind
        for kind, renderer in mail._renderers.items()
        if renderer.__module__.startswith(("gatherings.", "checkins."))
    }


def send_one_of_each() -> Gathering:
    """Let a month go by in which a member is sent every kind there is; return its first gathering."""
    gathering = make_evening(seats=1)
    circle = gathering.circle
    luc, anna = make_host(circle, "Luc", joined_at=gathering.created_at), make_reader(circle)
    roles = [make_role(circle, name) for name in ("Guardian", "Host", "Timekeeper")]
    plan(ASKING)
    leave(ASKING)
    for at, (member, answer) in enumerate(((luc, "yes"), (anna, "yes"), (luc, "maybe"))):
        rsvps.answer(
            gathering, membership=member, answer=answer, way="room", now=ASKING + timedelta(minutes=at)
        )
    for role in roles[:2]:
        asking.ask(gathering, role=role, member=anna, by=luc, now=ASKING)
    first = gathering.requests.order_by("pk").first()
    assert first
    asking.say_no(first, now=ASKING)
    rota.assign(gathering, role=roles[2], holder=anna, by=luc, now=ASKING)
    to_tell = turns_told.whom_to_tell(circle, [gathering])
    turns_told.tell(circle, [each.key for each in to_tell], gatherings=[gathering], by=luc, now=ASKING)
    leave(ASKING + timedelta(hours=1))
    scheduling.move(
        gathering,
        day=DAY,
        starts=time(18, 30),
        lasts=timedelta(hours=2),
        reason="The bus is late.",
        by=luc,
        now=EVE - timedelta(days=3),
    )
    leave(EVE - timedelta(days=2))
    plan(EVE)
    leave(EVE)
    evening = datetime(2025, 9, 25, 1, 0, tzinfo=UTC)
    make_gathering(circle, DAY + timedelta(days=35), created_at=gathering.created_at)
    catching.catch(rounds.round_of(gathering), lines=["the kettle"], by=luc, nonce="c", now=evening)
    poem = harvesting.begin(gathering, catcher=luc, now=evening)
    aloud.keep(gathering, membership=anna, by=luc, now=evening)
    reading_back.read_back(poem, by=luc, now=evening)
    leave(evening + timedelta(hours=14))
    harvesting.give(poem, by=luc, version=poem.version, now=evening)
    leave(evening + timedelta(days=4))
    return gathering


def leave(now: datetime) -> None:
    """Let the worker send what is due at `now`."""
    with time_machine.travel(now, tick=False):
        deliver_all(now=now - letters.PATIENCE)


@pytest.mark.thorough
def test_opening_every_link_of_every_letter_five_times_leaves_the_database_as_it_was(
    client, settings, mailoutbox
):
    settings.SITE_URL = SITE
    gathering = send_one_of_each()
    sent = set(Letter.objects.filter(state="sent").values_list("kind", flat=True))
    assert sent == about_gatherings() - ELSEWHERE
    words = [part for letter in mailoutbox for part in (letter.body, html_of(letter))]
    found = (link.replace("&amp;", "&") for each in words for link in links_in(each) if link.startswith(SITE))
    links = set({page_of(link): link for link in found}.values())
    answer = min(link for link in links if "/answer/" in link).partition("?")[0]
    links |= {f"{answer}?answer=yes", f"{answer}?answer=no", f"{answer}?was=none&undo=none"}

    moments = ((EVE, TIMES), (gathering.starts_at + timedelta(minutes=5), 1), (EVE + timedelta(days=40), 1))
    for moment, times in moments:
        with time_machine.travel(moment, tick=False):
            before = dump()
            for link in sorted(links) * times:
                for method in (client.get, client.head):
                    assert method(link.removeprefix(SITE)).status_code < 500
            assert dump() == before


def page_of(link: str) -> str:
    """Return the view a link leads to, and what it lays ready: one link of each will do."""
    path, _, query = link.removeprefix(SITE).partition("#")[0].partition("?")
    return f"{resolve(path).view_name}?{query}"


def dump() -> str:
    """Return a fingerprint of all that is stored; what the cache keeps is nobody's."""
    cache.clear()
    return hashlib.sha256(whole_database().encode()).hexdigest()
