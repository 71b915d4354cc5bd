"""Effects that go upwards: what begins on the ground floor and concerns the floors above.

Each app registers one chapter in `AppConfig.ready()`. Verbs call `chapters()` in floor order inside their own
transaction. This, and the letter renderers by kind, is all that is ever registered.
"""

from datetime import datetime
from typing import Protocol

from circles.models import Circle, Membership


class Chapter(Protocol):
    """One app's part in what happens to a whole circle or member."""

    def left(self, membership: Membership, *, now: datetime) -> None:
        """A member has left, or was removed: let go of what they were to do; keep what they did."""

    def zone_changed(self, circle: Circle, *, now: datetime) -> None:
        """The circle's zone is another: local hours stay, instants move (R87)."""

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
