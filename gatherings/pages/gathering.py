"""What a gathering's page shows one member: when, where, who comes, who holds what, and the circle drawn."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.models import Membership
from circles.words.counting import in_words
from circles.words.names import in_a_row, initials
from gatherings.drawings import ring
from gatherings.models import Answer, Duty, Gathering, HostingRole, Lab, Rsvp, Turn, Way, Wish
from gatherings.pages.answer_choices import Choice, choices, said_in_short
from gatherings.pages.who_comes import WhoComes

MAP = "https://www.openstreetmap.org/search"


@dataclass(frozen=True)
class RoleAtGathering:
    """One role at one gathering: who holds it, and whether a seat is open."""

    role: HostingRole
    turns: list[Turn]

    @property
    def is_open(self) -> bool:
        """Whether somebody can still take it up."""
        return not self.role.resting and len(self.turns) < self.role.seats

    @property
    def my_request(self) -> int | None:
        """The request to hold it that the member who looks has not answered, while a seat is open."""
        return getattr(self.role, "my_request", None) if self.is_open else None

    @property
    def is_wished(self) -> bool:
        """Whether a seat is open and the member who looks would hold it gladly, where the role was loaded with that."""
        return self.is_open and getattr(self.role, "my_wish", None) == Wish.GLADLY


@dataclass(frozen=True)
class GatheringPage:
    """A gathering with its answers and turns loaded (`access.gathering_page_for`), as `me` sees it at `now` (aware)."""

    gathering: Gathering
    me: Membership
    handed_out: list[HostingRole]
    now: datetime

    @property
    def moment(self) -> Literal["before", "during", "after", "off"]:
        """Where it is in time; one called off asks nothing, whenever it is. Once its host closed it, it is over."""
        if self.gathering.is_called_off:
            return "off"
        if self.gathering.is_over(self.now) or self.gathering.is_closed:
            return "after"
        return "during" if self.gathering.has_begun(self.now) else "before"

    @property
    def asks(self) -> bool:
        """Whether answers and turns are still taken."""
        return self.moment in {"before", "during"}

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun, so that it can still be moved, called off or brought back."""
        return not self.gathering.has_begun(self.now)

    @property
    def is_on(self) -> bool:
        """Whether the circle sits together, or is about to."""
        return self.gathering.is_on(self.now) and self.moment != "after"

    @property
    def is_closed(self) -> bool:
        """Whether its host closed the circle, and the clock has not come so far yet."""
        return self.moment == "after" and not self.gathering.is_over(self.now)

    @property
    def opens(self) -> bool:
        """Whether I may open the circle (`access.may_open`), and it is on."""
        return self.is_on and (self.me.is_host or self._i_hold(Duty.OPENS))

    @property
    def catches(self) -> bool:
        """Whether I hold the role that catches the poem, and it is on."""
        return self.is_on and self._i_hold(Duty.CATCHES)

    def _i_hold(self, duty: Duty) -> bool:
        mine = (turn for turn in self.gathering.turns.all() if turn.holder_id == self.me.pk)
        return any(turn.role.duty == duty for turn in mine)

    @property
    def was_moved(self) -> bool:
        """Whether it is not where the rhythm put it."""
        return bool(self.gathering.reason) and not self.gathering.is_called_off

    @property
    def both_ways(self) -> bool:
        """Whether there are a room and a call, so that one is asked how."""
        return bool(self.gathering.where and self.gathering.call)

    @property
    def lab(self) -> Lab | None:
        """The learning lab it is, if it is one; loaded with it."""
        return getattr(self.gathering, "lab", None)

    @property
    def map_link(self) -> str:
        """A plain link to a map that looks for the place."""
        return f"{MAP}?{urlencode({'query': self.gathering.where})}"

    @cached_property
    def mine(self) -> Rsvp | None:
        """What I answered."""
        return next((rsvp for rsvp in self.gathering.rsvps.all() if rsvp.membership_id == self.me.pk), None)

    @cached_property
    def who(self) -> WhoComes:
        """Who comes, who waits, and the guests; these are looked for only where the gathering has any."""
        has_guests = getattr(self.gathering, "has_guests", True)
        guests = list(self.gathering.guests.select_related("brought_by")) if has_guests else []
        return WhoComes(self.gathering, self.me, guests, self.now)

    @property
    def coming(self) -> list[Rsvp]:
        """Who said yes and has a seat, in the order they did."""
        return self.who.coming

    @property
    def maybe(self) -> list[Rsvp]:
        """Who said maybe."""
        return self.who.maybe

    @property
    def choices(self) -> list[Choice]:
        """The answers as buttons."""
        said = (self.mine.answer, self.mine.way) if self.mine else ("", "")
        return choices(said=said[0], way=said[1], both_ways=self.both_ways)

    @property
    def said(self) -> str:
        """What I answered, in the one word by which it travels with the page."""
        return said_in_short(self.mine)

    @cached_property
    def roles(self) -> list[RoleAtGathering]:
        """The circle's roles in its order, and any other that somebody holds here all the same."""
        turns = list(self.gathering.turns.all())
        handed_out = self.handed_out
        if self.lab:  # the monthly roles do not go round at a lab; what is held there all the same is shown
            handed_out = [role for role in handed_out if any(turn.role_id == role.pk for turn in turns)]
        known = {role.pk for role in handed_out}
        held = {turn.role_id: turn.role for turn in turns if turn.role_id not in known}
        return [
            RoleAtGathering(role, [turn for turn in turns if turn.role_id == role.pk])
            for role in [*handed_out, *held.values()]
        ]

    @property
    def roles_for_me(self) -> list[RoleAtGathering]:
        """The same, first those open that I would hold gladly."""
        return sorted(self.roles, key=lambda place: not place.is_wished) if self.asks else self.roles

    @property
    def wished(self) -> list[RoleAtGathering]:
        """What is open and I would hold gladly, where I hold nothing yet."""
        if any(turn.holder_id == self.me.pk for turn in self.gathering.turns.all()):
            return []
        return [place for place in self.roles if place.is_wished]

    @cached_property
    def ring_seats(self) -> list[ring.Seat]:
        """The seats of the drawing."""
        roles: dict[int, str] = {}
        for turn in self.gathering.turns.all():
            roles.setdefault(turn.holder_id, turn.role.name)
        members = [
            ring.Seat(
                initials=rsvp.membership.initials,
                kind=_kind(rsvp),
                role=roles.get(rsvp.membership_id, ""),
                name=str(rsvp.membership),
            )
            for rsvp in self.gathering.rsvps.all()
            if rsvp.answer in {Answer.YES, Answer.MAYBE}
        ]
        guests = [
            ring.Seat(initials(guest.name), kind="guest", name=_("%(name)s, a guest") % {"name": guest.name})
            for guest in self.who.along
        ]
        return members + guests

    @property
    def ring(self) -> ring.Ring:
        """The gathering drawn: a seat for each who comes or may come, and for each guest."""
        return ring.ring(self.ring_seats)

    @property
    def ring_words(self) -> str:
        """What the picture shows, in a sentence or two."""
        said = [self.count_words]
        holders = [
            _("%(role)s: %(name)s") % {"role": turn.role.name, "name": turn.holder}
            for turn in self.gathering.turns.all()
        ]
        if holders:
            said.append(" · ".join(holders) + ".")
        calling = [str(rsvp.membership) for rsvp in self.coming if rsvp.way == Way.CALL]
        if calling:
            said.append(_("On the call: %(names)s.") % {"names": ", ".join(calling)})
        if self.who.along:
            names = ", ".join(guest.name for guest in self.who.along)
            said.append(_("Guests: %(names)s.") % {"names": names})
        return " ".join(said)

    @property
    def count_words(self) -> str:
        """How many come and how many may: "Ten are coming, two may." """
        yes, maybe = len(self.coming), len(self.maybe)
        if not yes and not maybe:
            return _("Nobody said yes.") if self.moment == "after" else _("Nobody has said yes yet.")
        if self.moment == "after":
            sentence = _("%(yes)s said yes, %(maybe)s maybe.") if maybe else _("%(yes)s said yes.")
        elif maybe:
            sentence = ngettext(
                "%(yes)s is coming, %(maybe)s may.", "%(yes)s are coming, %(maybe)s may.", yes
            )
        else:
            sentence = ngettext("%(yes)s is coming.", "%(yes)s are coming.", yes)
        said = sentence % {"yes": in_words(yes), "maybe": in_words(maybe)}
        return said[0].upper() + said[1:]

    @property
    def status_words(self) -> str:
        """The quiet line under the answer: "Nine of us so far. Anna hosts." """
        count = len(self.coming)
        if not count:
            return _("Nobody has said yes yet. You could be the first.")
        said = ngettext("%(count)s of us so far.", "%(count)s of us so far.", count) % {
            "count": in_words(count)
        }
        hosts = [str(turn.holder) for turn in self.gathering.turns.all() if turn.role.duty == Duty.OPENS]
        if hosts:
            names = in_a_row(hosts)
            said += " " + ngettext("%(names)s hosts.", "%(names)s host.", len(hosts)) % {"names": names}
        return said[0].upper() + said[1:]


def _kind(rsvp: Rsvp) -> ring.Kind:
    if rsvp.answer == Answer.MAYBE:
        return "maybe"
    return "call" if rsvp.way == Way.CALL else "yes"
