"""What begins on the ground floor and concerns what was said."""

from datetime import date, datetime

from checkins import rounds
from circles.models import Circle, Membership


class CheckinsChapter:
    """This app's chapter (see `circles.chapters`)."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """Keep what they said: words belong to their speaker, who may have them taken out on the way."""

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """Nothing said has an hour of its own."""

    def rested(self, circle: Circle, *, since: date, why: str, now: datetime) -> None:
        """Nothing said is to come."""

    def woke(self, circle: Circle, *, now: datetime) -> None:
        """Nothing: the same."""

    def closed(self, circle: Circle, *, now: datetime) -> None:
        """Keep what was said; whose words they are may still have them taken out."""

    def deleted(self, circle: Circle) -> None:
        """Nothing: words and poems go with their gatherings."""

    def coming_words(self, circle: Circle, *, now: datetime) -> list[str]:
        """Nothing: days belong to gatherings."""
        return []

    def due(self, *, now: datetime) -> int:
        """Let go of raw words whose poem was given thirty days ago."""
        return sum(rounds.let_go(harvest, now=now) for harvest in rounds.ripe_to_let_go(now=now))
