"""What begins on the ground floor and concerns what was said."""

from collections.abc import Collection
from datetime import date, datetime

from checkins import archive, erasing, letting_go, own, print_orders
from checkins.tonight import centre
from circles import archiving
from circles.archiving import Arriving, Rows
from circles.models import Circle, Membership, Person
from circles.owning import Section


class CheckinsChapter:
    """This app's chapter (see `circles.chapters`)."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """Keep what they said: words belong to their speaker. What is open tonight gets other addresses."""
        centre.left(membership, now=now)

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """Nothing said has an hour of its own."""

    def described(self, circle: Circle, *, before: Circle, now: datetime) -> None:
        """Nothing of this floor says it again."""

    def rested(self, circle: Circle, *, since: date, why: str, by: Membership, now: datetime) -> None:
        """Nothing said is to come."""

    def woke(self, circle: Circle, *, by: Membership, now: datetime) -> None:
        """Nothing: the same."""

    def closed(self, circle: Circle, *, by: Membership, now: datetime) -> None:
        """Keep what was said; whose words they are may still have them taken out."""

    def deleted(self, circle: Circle) -> None:
        """Nothing: words and poems go with their gatherings."""

    def coming_words(self, circle: Circle, *, now: datetime) -> list[str]:
        """Nothing: days belong to gatherings."""
        return []

    def export(self, circle: Circle, files: dict[str, bytes], *, addresses: bool) -> Rows:
        """Tell the poems it was given."""
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
        """Nothing said is known outside of a membership."""

    def due(self, *, now: datetime) -> int:
        """Close the circles nobody closed; let go of raw words in time; see that prints get to the press."""
        return centre.close_forgotten(now=now) + letting_go.due(now=now) + print_orders.due(now=now)
