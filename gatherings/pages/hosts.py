"""What a gathering's hosts see at one glance: chairs, open roles, guests, who waits, who has not answered.

1. Only hosts see who is not heard from, as a number of people and their names; nothing is counted over time.
2. A host answers for somebody who told them. What is written down so says to whom it was told, everywhere.
3. Everything is loaded by `access.hosts_page_for`, and the guests by one more: the same for 3 people and for 60.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.models import Membership
from circles.words.counting import in_words
from gatherings.drawings import ring
from gatherings.models import Answer, Rsvp, Way
from gatherings.pages.answer_choices import NOTHING
from gatherings.pages.gathering import GatheringPage, RoleAtGathering


@dataclass(frozen=True)
class Button:
    """One answer a host gives for somebody."""

    value: str  # the member and the answer, as the form reads them
    label: str
    told: str  # the same for who cannot see whose button it is
    is_on: bool


@dataclass(frozen=True)
class Heard:
    """One member, and what they said, if they did."""

    member: Membership
    rsvp: Rsvp | None
    buttons: list[Button]

    @property
    def undo(self) -> str:
        """What the button sends that takes back what a host wrote down; nothing where they answered themselves."""
        return f"{self.member.pk}.{NOTHING}" if self.rsvp and self.rsvp.said_by_id else ""


@dataclass(frozen=True)
class HostsPage:
    """A gathering's page as a host sees it, with everybody in the circle."""

    page: GatheringPage
    people: list[Membership]

    @cached_property
    def heard(self) -> list[Heard]:
        """Who has answered, in the order they joined."""
        return [self._heard(each) for each in self.people if each.pk in self._said]

    @cached_property
    def unheard(self) -> list[Heard]:
        """Who has not."""
        return [self._heard(each) for each in self.people if each.pk not in self._said]

    @property
    def unheard_words(self) -> str:
        """How many have not: "Seven not heard from"."""
        count = len(self.unheard)
        if not count:
            return _("Everybody is heard from")
        said = ngettext("%(count)s not heard from", "%(count)s not heard from", count)
        return _capital(said % {"count": in_words(count)})

    @property
    def in_the_room(self) -> int:
        """How many of us come into the room."""
        if not self.page.gathering.where:
            return 0
        if not self.page.both_ways:
            return len(self.page.coming)
        return sum(rsvp.way == Way.ROOM for rsvp in self.page.coming)

    @property
    def on_the_call(self) -> int:
        """How many join on the call."""
        if not self.page.gathering.call:
            return 0
        if not self.page.both_ways:
            return len(self.page.coming)
        return sum(rsvp.way == Way.CALL for rsvp in self.page.coming)

    @property
    def unsaid(self) -> int:
        """How many come and did not say how."""
        return len(self.page.coming) - self.in_the_room - self.on_the_call

    @property
    def chairs_words(self) -> str:
        """How many chairs to set: for us, and for our guests."""
        chairs, guests = self.in_the_room, len(self.page.who.along)
        if not chairs + guests:
            return _("No chairs")
        said = ngettext("%(count)s chair", "%(count)s chairs", chairs + guests)
        words = said % {"count": in_words(chairs + guests)}
        if guests and not chairs:
            words += ", " + ngettext("for a guest", "for guests", guests)
        elif guests:
            more = ngettext("one of them for a guest", "%(count)s of them for guests", guests)
            words += ", " + more % {"count": in_words(guests)}
        return _capital(words)

    @property
    def glance(self) -> list[tuple[str, str]]:
        """The evening in a few lines, each with what it is about."""
        page = self.page
        gathering, who = page.gathering, page.who
        lines: list[tuple[str, str]] = []
        if gathering.where or not gathering.call:
            room = page.both_ways or gathering.where
            lines.append((_("In the room") if room else _("Coming"), self._room_words()))
        if gathering.call:
            lines.append((_("On the call"), _capital(in_words(self.on_the_call))))
        if page.both_ways and self.unsaid:
            lines.append((_("Did not say how they come"), _capital(in_words(self.unsaid))))
        if gathering.call and not gathering.where and who.along:
            lines.append((_("Guests"), _capital(in_words(len(who.along)))))
        lines.append((_("Maybe"), _capital(in_words(len(page.maybe)))))
        if gathering.seats is not None:
            words = (
                _("%(taken)s of %(seats)s taken")
                if who.taken <= gathering.seats
                else _("%(taken)s taken, for %(seats)s: nobody loses theirs")
            )
            words %= {"taken": in_words(who.taken), "seats": in_words(gathering.seats)}
            lines.append((_("Seats"), _capital(words)))
        if who.waiting:
            lines.append((_("Waiting"), ", ".join(str(rsvp.membership) for rsvp in who.waiting)))
        if not gathering.is_called_off:
            open_roles = ", ".join(place.role.name for place in self.open_roles)
            lines.append((_("Open roles"), open_roles or _("None")))
        return lines

    @property
    def open_roles(self) -> list[RoleAtGathering]:
        """The roles nobody holds yet."""
        return [place for place in self.page.roles if place.is_open]

    @cached_property
    def ring(self) -> ring.Ring:
        """The gathering drawn, with an empty dotted seat for each who is not heard from."""
        empty = [
            ring.Seat(
                each.member.initials,
                kind="free",
                name=_("%(name)s, not heard from") % {"name": each.member},
            )
            for each in self.unheard
        ]
        return ring.ring([*self.page.ring_seats, *empty])

    @property
    def ring_words(self) -> str:
        """What the picture shows."""
        return f"{self.page.ring_words} {self.unheard_words}."

    @cached_property
    def _said(self) -> dict[int, Rsvp]:
        return {rsvp.membership_id: rsvp for rsvp in self.page.gathering.rsvps.all()}

    def _room_words(self) -> str:
        if self.page.gathering.where:
            return self.chairs_words
        return _capital(in_words(len(self.page.coming) + len(self.page.who.along)))

    def _heard(self, member: Membership) -> Heard:
        rsvp = self._said.get(member.pk)
        said, way = (rsvp.answer, rsvp.way) if rsvp else ("", "")
        comes = said in {Answer.YES, Answer.WAITING}
        known: list[tuple[str, str, bool]] = (
            [
                (Way.ROOM, _("Room"), comes and way == Way.ROOM),
                (Way.CALL, _("Call"), comes and way == Way.CALL),
            ]
            if self.page.both_ways
            else [(Answer.YES, _("Yes"), comes)]
        )
        known += [
            (Answer.MAYBE, _("Maybe"), said == Answer.MAYBE),
            (Answer.NO, _("No"), said == Answer.NO),
        ]
        told = _("%(name)s told me: %(answer)s")
        buttons = [
            Button(f"{member.pk}.{value}", label, told % {"name": member, "answer": label}, is_on)
            for value, label, is_on in known
        ]
        return Heard(member, rsvp, buttons)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
