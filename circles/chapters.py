"""Effects that go upwards: what begins on the ground floor and concerns the floors above.

Each app registers one chapter in `AppConfig.ready()`. Verbs call `chapters()` in floor order inside their own
transaction. This, and the letter renderers by kind, is all that is ever registered.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from circles.archiving import Arriving, Rows
from circles.models import Circle, Membership, Person
from circles.owning import Section


class Chapter(Protocol):
    """One app's part in what happens to a whole circle or member."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """A member leaves, or is removed: let go of what they were to do; keep what they did.

        The circle is locked, and no row of a member yet: what they come to is locked before.
        """

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """The circle's zone is another: local hours stay, instants move (R87)."""

    def described(self, circle: Circle, *, before: Circle, now: datetime) -> None:
        """The circle has another name, place, call link, language or zone; `before` is how it stood."""

    def rested(self, circle: Circle, *, since: date, why: str, by: Membership, now: datetime) -> None:
        """The circle rests from that day on, for the reason it gave (perhaps none): what is to come then is not.

        `by` is who let it rest, and below who let it wake or close: they need not be told.

        Called again with another day or reason it is as if it had been called with this one only.
        """

    def woke(self, circle: Circle, *, by: Membership, now: datetime) -> None:
        """The circle rests no longer, or has opened again: what was not to be for that alone is to be after all."""

    def closed(self, circle: Circle, *, by: Membership, now: datetime) -> None:
        """The circle has ended: nothing is to come any more; all that was stays."""

    def deleted(self, circle: Circle) -> None:
        """The circle is about to be deleted for good: let go of what would hold its rows."""

    def coming_words(self, circle: Circle, *, now: datetime) -> list[str]:
        """Return when the circle gathers next, up to three times, each a line in the language in force."""

    def export(self, circle: Circle, files: dict[str, bytes], *, addresses: bool) -> Rows:
        """Return what of a circle travels in an archive, part by part, and put its files into `files`.

        The addresses of members travel only where `addresses` says so.
        """

    def load(self, arriving: Arriving) -> None:
        """Store this floor's part of a circle that arrives. Raises archiving.NotAnArchive, and then nothing stands."""

    def words_of(self, person: Person, membership: Membership | None) -> list[Section]:
        """Return what is a person's own in one of their circles, or (None) outside of them all (R89)."""

    def erase(self, membership: Membership, *, keep_words: bool, now: datetime) -> None:
        """Take somebody's identity off all they did in a circle, and their words too unless these are kept (R90).

        What others said stays as it is. Doing it twice is doing it once.
        """

    def forget(self, person: Person, *, addresses: Collection[str], now: datetime) -> None:
        """Let go of what knows a person, or one of their addresses, outside of any membership (R90)."""

    def due(self, *, now: datetime) -> int:
        """Do what time has made due at `now` (aware); safe to call twice. Returns how many things were done."""


_chapters: dict[str, Chapter] = {}
_FLOORS = ("circles", "gatherings", "checkins")


def register(app: str, chapter: Chapter) -> None:
    """Register the chapter of one app."""
    if app not in _FLOORS:
        raise ValueError(app)
    _chapters[app] = chapter


def chapters() -> list[Chapter]:
    """Return the registered chapters, ground floor first."""
    return [_chapters[app] for app in _FLOORS if app in _chapters]


def coming_words(circle: Circle, *, now: datetime) -> list[str]:
    """Return when the circle gathers next after `now` (aware), up to three times, each a line as one reads it."""
    return [line for chapter in chapters() for line in chapter.coming_words(circle, now=now)]
