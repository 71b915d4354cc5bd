"""The ground floor's own part in what happens to a whole circle or member."""

from collections.abc import Collection
from datetime import date, datetime

from circles import archive, erasing, own
from circles.archiving import Arriving, Rows
from circles.arriving import asking
from circles.models import Circle, Face, LetterState, Membership, Person
from circles.owning import Section
from circles.promises import proposals, reviews
from circles.signing_in import sessions


class CirclesChapter:
    """See circles.chapters.Chapter."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """Let go of the letters that still wait to be sent to them, and of their face."""
        membership.letters.filter(state=LetterState.WAITING).delete()
        Face.objects.filter(membership=membership).delete()

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """Nothing: what has hours stands on the floors above."""

    def described(self, circle: Circle, *, before: Circle, now: datetime) -> None:
        """Nothing of this floor says it again."""

    def rested(self, circle: Circle, *, since: date, why: str, by: Membership, now: datetime) -> None:
        """Nothing: what is to come stands on the floors above."""

    def woke(self, circle: Circle, *, by: Membership, now: datetime) -> None:
        """Nothing: the same."""

    def closed(self, circle: Circle, *, by: Membership, now: datetime) -> None:
        """End the join link and what is still proposed, and let go of the letters that wait to be sent for it."""
        Circle.objects.filter(pk=circle.pk).update(join_token="")
        proposals.let_go(circle, now=now)
        circle.letters.filter(state=LetterState.WAITING).delete()

    def deleted(self, circle: Circle) -> None:
        """Note who had a place there, so that erasing them later marks it; the rest goes with the circle’s row."""
        erasing.note_places(circle)

    def coming_words(self, circle: Circle, *, now: datetime) -> list[str]:
        """Nothing: what has days stands on the floors above."""
        return []

    def export(self, circle: Circle, files: dict[str, bytes], *, addresses: bool) -> Rows:
        """Tell of the circle, its people and what they promised each other."""
        return archive.export(circle, files, addresses=addresses)

    def load(self, arriving: Arriving) -> None:
        """Store what arrives for this floor."""
        archive.load(arriving)

    def words_of(self, person: Person, membership: Membership | None) -> list[Section]:
        """Return what of this floor is a person's own."""
        return own.words_of(person, membership)

    def erase(self, membership: Membership, *, keep_words: bool, now: datetime) -> None:
        """Take their identity off this floor, and their words unless they are kept."""
        erasing.erase(membership, keep_words=keep_words, now=now)

    def forget(self, person: Person, *, addresses: Collection[str], now: datetime) -> None:
        """Let go of letters, invitations and askings."""
        erasing.forget(person, addresses=addresses)

    def due(self, *, now: datetime) -> int:
        """Adopt what no concern stands against, tell stewards what to look at again, and let go of what is over.

        Over: what was asked of stewards and answered thirty days ago, ended sessions. Returns how many.
        """
        agreed = proposals.due(now=now) + reviews.due(now=now)
        return agreed + asking.let_go(now=now) + sessions.let_go(now=now)
