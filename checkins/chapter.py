"""What begins on the ground floor and concerns what was said."""

from datetime import datetime

from checkins import rounds
from circles.models import Circle, Membership


class CheckinsChapter:
    """This app's chapter (see `circles.chapters`)."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """Keep what they said: words belong to their speaker, who may have them taken out on the way."""

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """Nothing said has an hour of its own."""

    def due(self, *, now: datetime) -> int:
        """Let go of raw words whose poem was given thirty days ago."""
        return sum(rounds.let_go(harvest, now=now) for harvest in rounds.ripe_to_let_go(now=now))
