"""Whatever hosts, stewards and a member do, the letters sent are those due at the final schedule, once each (R34)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from circles import letters
from circles.models import Circle, Letter, LetterState
from gatherings.answering import rsvps
from gatherings.letters import change_letters, reminders
from gatherings.letters.known import Known
from gatherings.letters.letter_hours import ASKED, CHANGED, TOO_NEAR, days_from, planned_at, times_of
from gatherings.letters.letter_times import set_times
from gatherings.models import Answer, Gathering
from gatherings.schedule import scheduling
from tests.gatherings.letters_before import ASKING, DAY, LONG_BEFORE, make_evening, make_reader, send
from tests.making import make_steward

pytestmark = pytest.mark.django_db
EDMONTON = ZoneInfo("America/Edmonton")
DOINGS = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 9), st.sampled_from([10, 18, 20])),
    st.tuples(st.sampled_from(["off", "on", "yes", "maybe", "no", "wait"]), st.just(0), st.just(0)),
    st.tuples(st.just("times"), st.sampled_from([None, 4, 10, 20]), st.sampled_from([8, 17])),
    st.tuples(st.just("eve"), st.sampled_from([None, 1, 3]), st.sampled_from([8, 17])),
)


class Month:
    """A gathering, its steward and one member; what was sent, and what the member knows."""

    def __init__(self):
        self.gathering = make_evening()
        self.circle = self.gathering.circle
        self.steward = make_steward(self.circle, joined_at=LONG_BEFORE)
        rsvps.answer(self.gathering, membership=self.steward, answer="no", now=LONG_BEFORE)
        self.member = make_reader(self.circle)
        self.now = ASKING - timedelta(days=8)
        self.told: list[tuple[str, str]] = []
        self.knows: Known | None = None

    @property
    def row(self):
        return Gathering.objects.select_related("circle").get(pk=self.gathering.pk)

    @property
    def said(self):
        return self.member.rsvps.values_list("answer", flat=True).first()

    @property
    def times(self):
        return times_of([self.circle.pk])[self.circle.pk]

    def do(self, what, number, hour):
        row, given = self.row, {"by": self.steward, "now": self.now}
        if row.has_begun(self.now):
            return
        if what == "move" and not row.is_called_off:
            day = max(DAY + timedelta(days=number), (self.now + timedelta(days=2)).date())
            lasts = timedelta(hours=2)
            scheduling.move(row, day=day, starts=time(hour), lasts=lasts, reason="Why not.", **given)
        elif what == "off":
            scheduling.call_off(row, reason="Luc is ill.", **given)
        elif what == "on":
            scheduling.restore(row, **given)
        elif what in {"times", "eve"}:
            days = {"asked_days": self.times.asked_days, "eve_days": self.times.eve_days}
            days["asked_days" if what == "times" else "eve_days"] = number
            set_times(self.circle, **days, harvest_days=2, hour=time(hour), **given)
        elif what in Answer and not row.is_called_off:
            rsvps.answer(row, membership=self.member, answer=what, now=self.now)
            self.knows = Known.of(row)  # the page tells

    def beat(self):
        row = self.row
        with time_machine.travel(self.now, tick=False):
            letters.due(now=self.now)
        Letter.objects.filter(state=LetterState.WAITING, due=self.now + letters.PATIENCE).update(due=self.now)
        for letter in send(self.now):
            if letter.state == LetterState.SENT:
                self.arrived(letter, row)

    def arrived(self, letter, row):
        version = letter.params["day"] if letter.kind != CHANGED else letter.key
        self.told.append((letter.kind, version))
        assert not row.has_begun(self.now)
        if letter.kind != CHANGED:
            assert letter.params["day"] == row.day.isoformat()
            assert letter.kind == reminders.letter_for(self.said)
            assert days_from(letter.kind, self.times) is not None
            assert self.now >= planned_at(row.starts_at, kind=letter.kind, zone=EDMONTON, times=self.times)
            assert not row.is_called_off
        else:
            [known] = change_letters.holds(letter)
            assert not known.same(Known.of(row))
            assert known.sequence == row.sequence
        if row.starts_at - self.now > timedelta(hours=14):
            assert 8 <= self.now.astimezone(EDMONTON).hour < 20
        self.knows = Known.of(row)


@pytest.mark.thorough
# Asked early, then moved when the circle asks later: whoever was asked is told.
@example(
    [
        (("times", 20, 8), 3),
        (("move", 2, 10), 2000),
        (("times", None, 8), 900),
        (("move", 5, 20), 400),
    ]
)
@given(st.lists(st.tuples(DOINGS, st.sampled_from([3, 400, 900, 2000])), max_size=9))
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
def test_what_is_sent_is_what_is_due_at_the_final_schedule(mailoutbox, edits):
    Circle.objects.all().delete()
    month = Month()
    for doing, minutes in edits:
        month.now += timedelta(minutes=minutes)
        month.do(*doing)
        month.beat()
    settled, final = month.now, month.row
    while month.now < final.ends_at:
        local = month.now.astimezone(EDMONTON)
        noon = datetime.combine(local.date(), time(9), EDMONTON)
        evening = datetime.combine(local.date(), time(17, 30), EDMONTON)
        month.now = next(at for at in (noon, evening, noon + timedelta(days=1)) if at > month.now)
        if month.now >= final.starts_at:
            break
        month.beat()

    assert len(month.told) == len(set(month.told))
    in_time = settled < final.starts_at - timedelta(days=2) - TOO_NEAR
    if final.is_called_off or not in_time:
        return
    kind = reminders.letter_for(month.said)
    if kind and days_from(kind, month.times) is not None:
        asked = planned_at(final.starts_at, kind=ASKED, zone=EDMONTON, times=month.times)
        instead = kind == ASKED and any(
            letter.sent_at >= asked for letter in Letter.objects.filter(kind=CHANGED, state="sent")
        )
        assert instead or (kind, final.day.isoformat()) in month.told
    if month.knows and month.said != Answer.NO:
        assert month.knows.same(Known.of(final))
