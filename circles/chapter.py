"""The ground floor's own part in what happens to a whole circle or member."""

from datetime import datetime

from circles.models import Circle, LetterState, Membership


class CirclesChapter:
    """See circles.chapters.Chapter."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """Let go of the letters that still wait to be sent to them."""
        membership.letters.filter(state=LetterState.WAITING).delete()

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """Nothing: what has hours stands on the floors above."""

    def due(self, *, now: datetime) -> int:
        """Nothing falls due here but letters, which the heartbeat looks after itself."""
        return 0
