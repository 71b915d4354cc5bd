"""Who comes to a gathering, as a member sees it: chairs, guests, and who waits for a seat.

1. Everybody in the circle sees who comes, who may, who waits, and the guests a host has nodded in.
2. A guest who waits for a nod is seen by who brings them, and by hosts.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.models import Membership
from circles.words.counting import in_order, in_words
from circles.words.names import in_a_row
from gatherings.models import Answer, Gathering, Guest, Rsvp


@dataclass(frozen=True)
class WhoComes:
    """A gathering's answers and guests, all loaded, as `me` sees them at `now` (aware)."""

    gathering: Gathering
    me: Membership
    guests: list[Guest]
    now: datetime

    @cached_property
    def coming(self) -> list[Rsvp]:
        """Who said yes and has a seat, in the order they did."""
        return self._who(Answer.YES)

    @cached_property
    def maybe(self) -> list[Rsvp]:
        """Who said maybe."""
        return self._who(Answer.MAYBE)

    @cached_property
    def waiting(self) -> list[Rsvp]:
        """Who waits for a seat, the next one first."""
        since = [(rsvp.waiting_since or self.now, rsvp.pk, rsvp) for rsvp in self._who(Answer.WAITING)]
        return [rsvp for _since, _pk, rsvp in sorted(since, key=lambda each: each[:2])]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Who told whose answer, of those who are shown: a member, and the names of those who told them, in a row."""
        waiting = [] if self.gathering.is_over(self.now) else self.waiting
        heard: dict[str, list[str]] = {}
        for rsvp in (*self.coming, *self.maybe, *waiting):
            if rsvp.said_by:
                heard.setdefault(str(rsvp.said_by), []).append(str(rsvp.membership))
        return [(name, in_a_row(names)) for name, names in heard.items()]

    @property
    def along(self) -> list[Guest]:
        """The guests who come along: a host has nodded."""
        return [guest for guest in self.guests if guest.nodded_at]

    @property
    def shown(self) -> list[Guest]:
        """The guests I see: those who come along, and those who wait for a nod and are mine to look after (rule 2)."""
        mine = self.me.pk
        return [g for g in self.guests if g.nodded_at or self.me.is_host or g.brought_by_id == mine]

    @property
    def taken(self) -> int:
        """How many seats are taken."""
        return len(self.coming) + len(self.along)

    @property
    def is_full(self) -> bool:
        """Whether a yes would have to wait."""
        seats = self.gathering.seats
        return seats is not None and (self.taken >= seats or bool(self.waiting))

    @property
    def my_place_words(self) -> str:
        """Where I stand on the waiting list, if I do: "You’re third on the waiting list." """
        place = next(
            (number for number, rsvp in enumerate(self.waiting, 1) if rsvp.membership_id == self.me.pk), 0
        )
        return place_words(place)

    @property
    def seats_words(self) -> str:
        """How much room there is, where seats are limited."""
        seats = self.gathering.seats
        if seats is None:
            return ""
        if self.is_full:
            return _(
                "Every seat is taken. Say yes all the same: a seat that comes free goes to who waits longest."
            )
        left = seats - self.taken
        said = ngettext("There is one seat left.", "There are %(count)s seats left.", left)
        return said % {"count": in_words(left)}

    @property
    def more_words(self) -> str:
        """Who comes along and who waits, after how many come: "One guest comes along. Two wait." """
        said = []
        if guests := len(self.along):
            words = ngettext("One guest comes along.", "%(count)s guests come along.", guests)
            said.append(words % {"count": in_words(guests)})
        if waiting := len(self.waiting):
            words = ngettext("One waits for a seat.", "%(count)s wait for a seat.", waiting)
            said.append(words % {"count": in_words(waiting)})
        return " ".join(each[0].upper() + each[1:] for each in said)

    def _who(self, answer: Answer) -> list[Rsvp]:
        return [rsvp for rsvp in self.gathering.rsvps.all() if rsvp.answer == answer]


def place_words(place: int) -> str:
    """Return a place on the waiting list in a sentence; nothing for who does not wait."""
    return _("You’re %(place)s on the waiting list.") % {"place": in_order(place)} if place else ""
