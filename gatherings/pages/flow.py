"""What a page shows of a gathering's flow: each part on the clock, who holds it, and whether all of it fits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.models import Membership
from circles.words.counting import in_words
from circles.words.names import in_a_row
from gatherings.evening import flow_clock
from gatherings.evening.flow import Part, as_it_stands
from gatherings.evenings import flow_of
from gatherings.models import Gathering, HostingRole, Moment, Turn

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One part of the flow as it is read."""

    at: str  # on the circle's clock; empty at a lab of several days
    name: str
    moment: str
    minutes: str  # "40 minutes"
    who: str  # "Noor (check-in host)"
    is_now: bool = False

    @property
    def words(self) -> str:
        """The line in words: "18:10 Check-in, 40 minutes, Noor (check-in host)"."""
        return ", ".join(filter(None, (f"{self.at} {self.name}".strip(), self.minutes, self.who)))


@dataclass(frozen=True)
class FlowPage:
    """A gathering's flow, as it stands or as somebody is writing it."""

    lines: list[Line]
    total: str  # against the gathering's length; empty without parts
    writes: bool = False  # whether the member who looks may write it

    @property
    def now(self) -> Line | None:
        """The part that is on about now."""
        return next((line for line in self.lines if line.is_now), None)


def flow_page(
    gathering: Gathering,
    parts: Sequence[Part],
    *,
    roles: Iterable[HostingRole],
    turns: Iterable[Turn],
    now: datetime,
    writes: bool = False,
) -> FlowPage:
    """Return a flow as it is read at `now` (aware); `turns` are the gathering's, with their holders."""
    minutes = [part.minutes for part in parts]
    keeps_time = gathering.lasts <= _A_DAY
    on = gathering.is_on(now) and gathering.has_begun(now) and keeps_time and not gathering.is_closed
    on = on and not gathering.is_open  # the Centre knows where we are, the clock does not
    place_now = flow_clock.about_now(minutes, now - gathering.starts_at) if on else None
    names = {role.pk: role.name for role in roles}
    held = list(turns)
    lines = [
        Line(
            at=_clock(gathering, after) if keeps_time else "",
            name=part.name,
            moment=part.moment,
            minutes=_minutes(part.minutes),
            who=_who(part, names, held),
            is_now=place == place_now,
        )
        for place, (part, after) in enumerate(zip(parts, flow_clock.beginnings(minutes), strict=True))
    ]
    return FlowPage(lines, _total(gathering, minutes) if keeps_time and lines else "", writes)


def flow_beside(
    gathering: Gathering, member: Membership, turns: Sequence[Turn], *, now: datetime
) -> FlowPage | None:
    """Return the flow a member sees on the gathering's page: one query, and none where it is not theirs to see.

    Who has a part in holding the evening sees it beforehand; everybody while the circle sits; afterwards nobody.
    """
    holds = member.is_host or any(turn.involves(member) for turn in turns)
    over = gathering.is_over(now) or gathering.is_closed
    if gathering.is_called_off or over or not (holds or gathering.has_begun(now)):
        return None
    parts = flow_of(gathering)
    roles = [part.role for part in parts if part.role]
    return flow_page(gathering, as_it_stands(parts), roles=roles, turns=turns, now=now, writes=holds)


def late_words(flow: FlowPage | None, *, is_open: bool = False) -> str:
    """Return what somebody who comes late reads: what is on by the clock, and that there is nothing to do.

    Where tonight's Centre is open (`is_open`) the clock is silent: a host may be ahead of it, or behind.
    """
    if is_open:
        return _("Come in quietly, there is nothing to do.")
    if flow is None or flow.now is None:
        return ""
    if flow.now.moment == Moment.CHECK_IN:
        return _("About now: %(part)s. Nothing to do; you’ll be asked at the end.") % {"part": flow.now.name}
    return _("About now: %(part)s. Come in quietly, there is nothing to do.") % {"part": flow.now.name}


def _clock(gathering: Gathering, after: timedelta) -> str:
    return time_format((gathering.starts_at + after).astimezone(gathering.zone).time(), "H:i")


def _minutes(minutes: int | None) -> str:
    if not minutes:
        return ""
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _who(part: Part, names: dict[int, str], turns: Sequence[Turn]) -> str:
    """Return who holds a part: the holders of its role and the role, the role alone while it is open, or a name."""
    role = names.get(part.role or 0)
    if role is None:
        return part.who
    holders = in_a_row([str(turn.holder) for turn in turns if turn.role_id == part.role])
    if not holders:
        return _("%(role)s (open)") % {"role": role}
    return _("%(name)s (%(role)s)") % {"name": holders, "role": role}


def _total(gathering: Gathering, minutes: Sequence[int | None]) -> str:
    """Return the sum of the parts against the gathering's length, in a sentence."""
    over = flow_clock.total(minutes) - gathering.lasts // timedelta(minutes=1)
    if over > 0:
        said = ngettext("%(count)s minute more than we have.", "%(count)s minutes more than we have.", over)
    elif over == 0:
        said = _("It fills the time we have, to the minute.")
    elif None in minutes:
        said = ngettext(
            "%(count)s minute is left for the parts that have none.",
            "%(count)s minutes are left for the parts that have none.",
            -over,
        )
    else:
        said = ngettext("%(count)s minute is still free.", "%(count)s minutes are still free.", -over)
    words = said % {"count": in_words(abs(over))} if over else said
    return words[0].upper() + words[1:]
