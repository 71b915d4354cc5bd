"""What an edit does to an entry: its UID stays for life (R76), its SEQUENCE rises with time, place and status (R80)."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from circles import founding
from circles.models import Circle, Membership
from circles.refusals import Refused
from gatherings.answering import rsvps
from gatherings.calendars import Entry
from gatherings.feeds import entries
from gatherings.hosting import rota
from gatherings.models import Gathering
from gatherings.schedule import preparing, scheduling
from tests.gatherings.reading import NOW, address, circle_with_dates, events
from tests.making import make_gathering, make_host, make_member, make_role
from tests.whole_circle import brought_in, empty_site, taken_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]
CALL, OTHER_CALL = "https://call.example/us", "https://call.example/there"


def described(circle: Circle, **said: str) -> Circle:
    """Let the circle say something else of itself."""
    circle = Circle.objects.get(pk=circle.pk)
    kept = {name: getattr(circle, name) for name in founding.Description.__dataclass_fields__}
    return founding.describe(
        circle,
        description=founding.Description(**kept | said),
        **{name: getattr(circle, name) for name in founding.OPENNESS},
        now=NOW,
    )


@dataclass
class Walk:
    """Somebody presses one button after another, by chance; `host` is who does."""

    chance: random.Random
    host: Membership
    gathering: Gathering
    now: datetime

    def entry(self) -> Entry:
        """The entry of the gathering as the host's calendar shows it."""
        host = Membership.objects.select_related("circle", "person").get(pk=self.host.pk)
        shown = entries.member_feed(host, now=self.now).entries
        return next(entry for entry in shown if entry.uid == self.gathering.ical_uid)

    def step(self) -> None:
        """Press one; what is refused changes nothing."""
        self.now += timedelta(minutes=1)
        gathering = self.gathering = Gathering.objects.select_related("circle").get(pk=self.gathering.pk)
        given = {"by": self.host, "now": self.now}
        one_of = self.chance.choice
        hours = {"starts": one_of([time(18), time(19)]), "lasts": timedelta(hours=one_of([1, 2]))}
        said = {name: one_of(["", "Rest", "Snow"]) for name in ("theme", "question", "preparation")}
        where = {"place": one_of(["", "The Old Library"]), "call_link": one_of(["", CALL, OTHER_CALL])}
        usual = {"place": one_of(["", "The Mill"]), "call_link": one_of(["", CALL]), "name": one_of("AB")}
        turn = gathering.turns.first()
        role = gathering.circle.roles.get()
        buttons: list[Callable[[], object]] = [
            lambda: scheduling.move(
                gathering, day=date(2026, 12, one_of([2, 9])), **hours, reason="Snow", **given
            ),
            lambda: scheduling.call_off(gathering, reason=one_of(["", "Snow"]), **given),
            lambda: scheduling.restore(gathering, **given),
            lambda: preparing.prepare(gathering, **said, **where, **given),
            lambda: rsvps.answer(
                gathering, membership=self.host, answer=one_of(["yes", "maybe", "no"]), now=self.now
            ),
            lambda: (
                rota.release(turn, **given)
                if turn
                else rota.take(gathering, role=role, membership=self.host, now=self.now)
            ),
            lambda: described(gathering.circle, **usual),
        ]
        with suppress(Refused):
            one_of(buttons)()


def where_and_when(entry: Entry) -> tuple[object, ...]:
    return entry.starts_at, entry.ends_at, entry.location, entry.called_off


@pytest.mark.parametrize("seed", range(3))
def test_the_sequence_rises_by_one_with_time_place_and_status_and_with_nothing_else(seed):
    host = make_host(circle_with_dates())
    make_role(host.circle)
    gathering = host.circle.gatherings.get(day=date(2026, 11, 25))
    walk = Walk(random.Random(seed), host, gathering, NOW)
    before, rises = walk.entry(), 0

    for _step in range(30):
        walk.step()
        after = walk.entry()
        rose = where_and_when(after) != where_and_when(before)
        assert after.sequence == before.sequence + rose
        assert after.uid == before.uid
        assert after.changed_at >= before.changed_at or after.sequence == before.sequence
        before, rises = after, rises + rose

    assert rises > 2


def test_another_usual_place_is_another_place_for_those_without_one_of_their_own(client):
    circle = circle_with_dates()
    me, host = make_member(circle), make_host(circle)
    own = circle.gatherings.get(day=date(2026, 11, 25))
    preparing.prepare(own, theme="", question="", place="The Mill", call_link="", by=host, now=NOW)
    link = address(me)
    before = events(client.get(link))

    described(circle, place="The New Library")

    after = events(client.get(link))
    for uid in before:
        moved = uid != own.ical_uid
        assert str(after[uid]["location"]) == ("The New Library" if moved else "The Mill")
        assert after[uid]["sequence"] == before[uid]["sequence"] + moved
        assert after[uid]["dtstamp"].dt == NOW


def test_another_name_dates_every_entry_anew_and_raises_no_sequence(client):
    circle = circle_with_dates()
    link = address(make_member(circle))
    before = events(client.get(link))

    described(circle, name="The River")

    after = events(client.get(link))
    assert {str(event["summary"]) for event in after.values()} == {"The River"}
    assert {event["dtstamp"].dt for event in after.values()} == {NOW}
    assert [event["sequence"] for event in after.values()] == [event["sequence"] for event in before.values()]


def test_where_there_is_no_room_another_call_is_another_place(client):
    circle = circle_with_dates()
    Circle.objects.update(place="")
    me, host = make_member(circle), make_host(circle)
    gathering = Gathering.objects.select_related("circle").get(day=date(2026, 11, 25))
    link, words = address(me), {"theme": "", "question": "", "by": host, "now": NOW}

    preparing.prepare(gathering, place="", call_link=OTHER_CALL, **words)
    first = events(client.get(link))[gathering.ical_uid]
    assert (str(first["location"]), first["sequence"]) == (OTHER_CALL, 1)

    preparing.prepare(gathering, place="The Mill", call_link=OTHER_CALL, **words)
    preparing.prepare(gathering, place="The Mill", call_link=CALL, **words)
    last = events(client.get(link))[gathering.ical_uid]
    assert (str(last["location"]), last["sequence"]) == ("The Mill", 2)


def test_edited_taken_out_and_brought_in_again_everything_keeps_its_uid(client):
    circle = circle_with_dates()
    host = make_host(circle)
    seen = {uid: event.to_ical() for uid, event in events(client.get(address(host))).items()}
    gathering = circle.gatherings.get(day=date(2026, 11, 25))
    hours = {"starts": time(18), "lasts": timedelta(hours=2)}
    scheduling.move(gathering, day=date(2026, 11, 26), **hours, reason="Snow", by=host, now=NOW)
    edited = {uid: event.to_ical() for uid, event in events(client.get(address(host))).items()}
    assert edited.keys() == seen.keys()
    assert {uid for uid in seen if seen[uid] != edited[uid]} == {gathering.ical_uid}

    packed = taken_out(Circle.objects.get())
    empty_site()
    brought = brought_in(packed).circle

    again = events(client.get(address(make_member(brought))))
    assert {uid: event["sequence"] for uid, event in again.items()} == {
        uid: int(uid == gathering.ical_uid) for uid in seen
    }


def test_what_is_called_off_stays_for_as_long_as_the_rest(client):
    circle = circle_with_dates()
    me = make_member(circle)
    link, later_one = address(me), make_gathering(circle, date(2029, 5, 1))
    off = circle.gatherings.get(day=date(2026, 11, 25))
    scheduling.call_off(off, reason="Snow", by=make_host(circle), now=NOW)

    for days, said, there in ((1, "yes", True), (300, "no", True), (730, "yes", True), (740, "no", False)):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            rsvps.answer(later_one, membership=me, answer=said, now=datetime.now(UTC))  # so it is made anew
            found = events(client.get(link))
        assert (off.ical_uid in found) is there
        assert not there or str(found[off.ical_uid]["status"]) == "CANCELLED"
