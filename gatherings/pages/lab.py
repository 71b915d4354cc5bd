"""What the pages of a lab say: for visitors, for its guests, for its hosts."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.http import absolute
from circles.words.counting import in_words
from gatherings import moments
from gatherings.models import Gathering, Growth, GuestState, Lab, LabGuest
from gatherings.pages.gathering import MAP

_MANY_LEFT = 8  # beyond that, how many seats are left is nobody's worry
_SAID_AS_TEXT = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class LabPage:
    """A lab as it is at `now` (aware), best with its guests counted (`Lab.objects.with_taken`)."""

    lab: Lab
    now: datetime

    @property
    def gathering(self) -> Gathering:
        """Its gathering."""
        return self.lab.gathering

    @property
    def moment(self) -> Literal["off", "over", "begun", "closed", "open"]:
        """Where it is in time, and whether one can sign up."""
        if self.gathering.is_called_off:
            return "off"
        if self.gathering.is_over(self.now):
            return "over"
        if self.gathering.has_begun(self.now):
            return "begun"
        return "open" if self.lab.takes_sign_ups(self.now) else "closed"

    @property
    def is_done(self) -> bool:
        """Whether nobody is coming to it any more: it has been, or is called off."""
        return self.moment in {"over", "off"}

    @property
    def when_words(self) -> str:
        """Its days, hours and zone, written out."""
        return moments.full_words(self.gathering)

    @property
    def map_link(self) -> str:
        """A plain link to a map that looks for the place."""
        return f"{MAP}?{urlencode({'query': self.gathering.where})}"

    @cached_property
    def coming(self) -> int:
        """How many guests come, counted with the lab where it was loaded so."""
        counted = getattr(self.lab, "coming", None)
        return self.lab.guests.filter(state=GuestState.COMING).count() if counted is None else int(counted)

    @property
    def waiting(self) -> int:
        """How many guests wait."""
        return int(getattr(self.lab, "waiting", 0))

    @property
    def is_full(self) -> bool:
        """Whether whoever signs up now waits."""
        return self.lab.seats is not None and self.coming >= self.lab.seats

    @property
    def seats_words(self) -> str:
        """How much room there is, said kindly; nothing where there is plenty."""
        if self.lab.seats is None:
            return ""
        left = self.lab.seats - self.coming
        if left <= 0:
            return _(
                "Every seat is taken for now. Sign up all the same: whoever waits longest is told as soon as one "
                "comes free."
            )
        if left > _MANY_LEFT:
            return _("There is room for you.")
        said = ngettext("There is one seat left.", "There are %(count)s seats left.", left)
        return said % {"count": in_words(left)}

    @property
    def taken_words(self) -> str:
        """How many come and wait, for the hosts."""
        if not self.coming:
            words = _("no guest had a seat") if self.is_done else _("nobody is coming yet")
        elif self.is_done:
            words = ngettext("one guest had a seat", "%(count)s guests had a seat", self.coming)
        else:
            words = ngettext("one guest is coming", "%(count)s guests are coming", self.coming)
        words %= {"count": in_words(self.coming)}
        if self.lab.seats is not None and self.coming:
            said = ngettext(", of one seat", ", of %(seats)s seats", self.lab.seats)
            words += said % {"seats": in_words(self.lab.seats)}
        if self.waiting:
            said = ngettext("; one waits", "; %(count)s wait", self.waiting)
            words += said % {"count": in_words(self.waiting)}
        return f"{words[0].upper()}{words[1:]}."

    @property
    def address(self) -> str:
        """The whole address of the public page."""
        return absolute(self.lab.get_absolute_url())

    @property
    def messenger_words(self) -> str:
        """A few lines for a messenger, with the public page and nobody's own link."""
        where = f"\n{self.gathering.where}" if self.gathering.where else ""
        invited = _("We’d love to have you join us for %(lab)s.") % {"lab": self.lab.title}
        return f"{invited}\n{self.when_words}{where}\n{self.address}"


@dataclass(frozen=True)
class HostsPage(LabPage):
    """The same for its hosts: with the guests, and what grew out of it. Two queries."""

    @cached_property
    def guests(self) -> list[LabGuest]:
        """Everybody who signed up: who comes, who waits, who has not confirmed, who is not coming after all."""
        order = [GuestState.COMING, GuestState.WAITING, GuestState.UNCONFIRMED, GuestState.WITHDRAWN]
        return sorted(self.lab.guests.all(), key=lambda guest: order.index(GuestState(guest.state)))

    @cached_property
    def grown(self) -> list[Growth]:
        """The circles that grew out of it, the first one first."""
        return list(self.lab.growths.select_related("circle").order_by("grown_at", "pk"))

    @property
    def can_grow(self) -> bool:
        """Whether people have been together there, so that a circle can grow out of it."""
        return not self.gathering.is_called_off and self.gathering.has_begun(self.now)


def guest_list(guests: Iterable[LabGuest]) -> str:
    """Return the guests as CSV, one a line, for any spreadsheet; no cell is taken for a formula (R57)."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_("name"), _("e-mail"), _("state"), _("what brings them"), _("asks about a circle")])
    for guest in guests:
        asks = _("yes") if guest.stays_in_touch else ""
        cells = (guest.name, guest.email, guest.get_state_display(), guest.words, asks)
        lines.writerow([as_text(str(cell)) for cell in cells])
    return "\N{BYTE ORDER MARK}" + written.getvalue()


def as_text(cell: str) -> str:
    """Return a cell that a spreadsheet reads as words, whatever it begins with."""
    return f"'{cell}" if cell.lstrip().startswith(_SAID_AS_TEXT) or cell.startswith(_SAID_AS_TEXT) else cell
