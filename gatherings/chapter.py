"""This floor's part in what begins below it: a member leaves, a circle's zone changes, time passes."""

import logging
from collections.abc import Collection
from datetime import UTC, date, datetime

from circles import archiving
from circles.archiving import Arriving, Rows
from circles.models import Circle, Membership, Person
from circles.owning import Section
from gatherings import archive, erasing, moments, own
from gatherings.answering import bringing, guests, phones, rsvps
from gatherings.evening import practising
from gatherings.feeds import subscriptions
from gatherings.hosting import asking, rota
from gatherings.letters import change_letters, reminders
from gatherings.models import Rhythm, Turn
from gatherings.rhythm import RhythmRefused
from gatherings.schedule import resting, rhythm_plan, rhythms, scheduling

BATCH = 100  # circles in one round; whatever is left is due the next time

logger = logging.getLogger(__name__)


class GatheringsChapter:
    """See circles.chapters.Chapter."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """Let their answers to what is to come go, open the roles they were to hold, end their links and phones."""
        rsvps.let_go(membership, now=now)  # first, as it locks what they come to
        rota.let_go(membership, now=now)
        asking.let_go(membership, now=now)
        subscriptions.revoke_all(membership, now=now)
        practising.let_go(membership)
        phones.let_go(membership)

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """Keep the local hours of what is to come (R87)."""
        scheduling.keep_local_hours(circle, now=now)

    def described(self, circle: Circle, *, before: Circle, now: datetime) -> None:
        """Let the calendars know whose entries are others now, and tell whose gatherings are somewhere else."""
        subscriptions.described(circle, before=before, now=now)
        change_letters.tell_elsewhere(circle, before=before, now=now)

    def rested(self, circle: Circle, *, since: date, why: str, by: Membership, now: datetime) -> None:
        """Call off what is to come from that day on."""
        resting.call_off_from(circle, since=since, why=why, by=by, now=now)

    def woke(self, circle: Circle, *, by: Membership, now: datetime) -> None:
        """Put on again what was called off for the rest alone, and keep a year ahead."""
        resting.put_on_again(circle, by=by, now=now)
        rhythms.keep_a_year_ahead(circle, now=now)

    def closed(self, circle: Circle, *, by: Membership, now: datetime) -> None:
        """Call off all that is to come."""
        resting.call_off_all(circle, by=by, now=now)

    def deleted(self, circle: Circle) -> None:
        """Delete the turns: a role and a holder are kept as long as a turn names them."""
        Turn.objects.filter(gathering__circle=circle).delete()

    def coming_words(self, circle: Circle, *, now: datetime) -> list[str]:
        """Say when the next three gatherings are, on the circle's clock: one query."""
        return [moments.full_words(each) for each in circle.gatherings.planned().to_come(now)[:3]]

    def export(self, circle: Circle, files: dict[str, bytes], *, addresses: bool) -> Rows:
        """Tell when it meets, who comes, who holds what."""
        return archiving.export(archive.TRAVELS, circle, files)

    def load(self, arriving: Arriving) -> None:
        """Store what arrives for this floor."""
        archiving.load(archive.TRAVELS, arriving)

    def words_of(self, person: Person, membership: Membership | None) -> list[Section]:
        """Return what of this floor is a person's own."""
        return own.words_of(person, membership)

    def erase(self, membership: Membership, *, keep_words: bool, now: datetime) -> None:
        """Take their identity off this floor, and their words unless they are kept."""
        erasing.erase(membership, keep_words=keep_words, now=now)

    def forget(self, person: Person, *, addresses: Collection[str], now: datetime) -> None:
        """Let go of their places at learning labs."""
        erasing.forget(person, addresses=addresses, now=now)

    def due(self, *, now: datetime) -> int:
        """Keep gatherings a year ahead and at their hour on the wall, each circle once a day; write the letters that
        fall due; let go what has aged.

        Returns how many things that were.
        """
        horizon = now.astimezone(UTC).date() + rhythm_plan.A_YEAR
        behind = Rhythm.objects.behind(horizon).order_by("kept_until", "pk").select_related("circle")[:BATCH]
        made = 0
        for row in behind:
            try:
                made += scheduling.keep_wall_hours(row.circle, now=now)
                made += rhythms.keep_a_year_ahead(row.circle, now=now)
            except RhythmRefused:  # one circle's fault is no other's (R18)
                logger.exception("the rhythm of circle %s cannot be kept", row.circle_id)
        let_gone = guests.let_go_after(now=now) + bringing.let_go_old(now=now)
        let_gone += practising.let_go_old(now=now) + phones.let_go_old(now=now)
        return made + reminders.write_due(now=now) + let_gone
