"""The ground floor's own part in what happens to a whole circle or member."""

from datetime import date, datetime

from circles import asking
from circles.models import Circle, Face, LetterState, Membership


class CirclesChapter:
    """See circles.chapters.Chapter."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """Let go of the letters that still wait to be sent to them, and of their face."""
        membership.letters.filter(state=LetterState.WAITING).delete()
        Face.objects.filter(membership=membership).delete()

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """Nothing: what has hours stands on the floors above."""

    def rested(self, circle: Circle, *, since: date, why: str, now: datetime) -> None:
        """Nothing: what is to come stands on the floors above."""

    def woke(self, circle: Circle, *, now: datetime) -> None:
        """Nothing: the same."""

    def closed(self, circle: Circle, *, now: datetime) -> None:
        """End the join link, and let go of the letters that still wait to be sent for it."""
        Circle.objects.filter(pk=circle.pk).update(join_token="")
        circle.letters.filter(state=LetterState.WAITING).delete()

    def deleted(self, circle: Circle) -> None:
        """Nothing: all that stands here goes with the circle’s row."""

    def coming_words(self, circle: Circle, *, now: datetime) -> list[str]:
        """Nothing: what has days stands on the floors above."""
        return []

    def due(self, *, now: datetime) -> int:
        """Let go of what was asked of stewards and answered thirty days ago. Returns how many."""
        return asking.let_go(now=now)
