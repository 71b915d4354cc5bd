"""What a list of gatherings shows: what is to come, a year as a ring with its table, and the past as an archive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from circles.models import Membership
from circles.words.counting import in_words
from circles.words.names import in_a_row
from gatherings.drawings import year_ring
from gatherings.models import Duty, Gathering, Rsvp, Turn
from gatherings.years import around, past_years

STATES = {
    "held": gettext_lazy("held"),
    "next": gettext_lazy("next"),
    "planned": gettext_lazy("planned"),
    "off": gettext_lazy("called off"),
    "rest": gettext_lazy("no gathering"),
}


@dataclass(frozen=True)
class Coming:
    """A gathering to come, as one line of the list."""

    gathering: Gathering
    answer: Rsvp | None
    my_turns: list[Turn]


@dataclass(frozen=True)
class Past:
    """A gathering that has been, as one entry of the archive."""

    gathering: Gathering
    hosts: str  # who opened
    poem: Any  # from the floor above, once it is given

    @property
    def question(self) -> str:
        """What was asked in the check-in."""
        return self.gathering.question


@dataclass(frozen=True)
class MonthRow:
    """One month of the table behind the ring."""

    name: str
    state: year_ring.Held
    gathering: Gathering | None

    @property
    def words(self) -> str:
        """What became of its gathering."""
        return str(STATES[self.state])


@dataclass(frozen=True)
class Year:
    """One year: its ring, the table behind it, and what has been in it, the latest first."""

    year: int
    months: list[MonthRow]
    past: list[Past]
    off: list[Gathering]  # called off, and gone by

    @property
    def ring(self) -> year_ring.YearRing:
        """The year drawn."""
        return year_ring.year_ring(
            self.year, [year_ring.Month(row.name[:1].upper(), row.state) for row in self.months]
        )

    @property
    def note(self) -> str:
        """What stands in the middle of the ring, under the year."""
        held = sum(row.state == "held" for row in self.months)
        return ngettext("%(count)s held", "%(count)s held", held) % {"count": in_words(held)} if held else ""

    @property
    def words(self) -> str:
        """What the ring shows, in a sentence for each state: "Held: January, March. Next: November." """
        said = []
        for state in ("held", "next", "planned", "off"):
            names = ", ".join(row.name for row in self.months if row.state == state)
            if names:
                words = str(STATES[state])
                said.append(
                    _("%(state)s: %(months)s.") % {"state": words[0].upper() + words[1:], "months": names}
                )
        return " ".join(said) or _("No gathering.")


@dataclass(frozen=True)
class GatheringsPage:
    """All a circle's list of gatherings shows a member."""

    coming: list[Coming]
    this_year: Year
    latest: Year | None  # the latest year in which something has been, if it is this one or the last
    years: list[int]  # all in which something has been, the latest first


def gatherings_page(membership: Membership, *, now: datetime) -> GatheringsPage:
    """Return the list at `now` (aware): four queries, for 3 and for 60."""
    gatherings = around(membership, now=now)
    this_year = now.astimezone(membership.circle.zone).year
    years = past_years(membership.circle, now=now)
    shown = years[0] if years and years[0] >= this_year - 1 else None
    return GatheringsPage(
        coming=[_coming(each, membership) for each in gatherings if not each.is_over(now)],
        this_year=year_of(gatherings, this_year, now=now),
        latest=year_of(gatherings, shown, now=now) if shown else None,
        years=years,
    )


def year_of(gatherings: Iterable[Gathering], year: int, *, now: datetime) -> Year:
    """Return one year of gatherings that were loaded for it (`years`), as it is at `now` (aware)."""
    everything = list(gatherings)
    nexts = [each for each in everything if not each.is_called_off and not each.is_over(now)]
    next_one = nexts[0] if nexts and year <= now.year else None
    here = [each for each in everything if each.day.year == year]
    months = [
        _month(date(year, month, 1), [each for each in here if each.day.month == month], next_one, now=now)
        for month in range(1, 13)
    ]
    gone = [each for each in reversed(here) if each.is_over(now)]
    return Year(
        year,
        months,
        past=[_past(each) for each in gone if not each.is_called_off],
        off=[each for each in gone if each.is_called_off],
    )


def _coming(gathering: Gathering, me: Membership) -> Coming:
    mine: list[Rsvp] = gathering.mine  # type: ignore[attr-defined]  # loaded by `years.around`
    turns = [turn for turn in _held(gathering) if turn.holder_id == me.pk]
    return Coming(gathering, mine[0] if mine else None, turns)


def _past(gathering: Gathering) -> Past:
    poem = getattr(gathering, "harvest", None)
    opened = [str(turn.holder) for turn in _held(gathering) if turn.role.duty == Duty.OPENS]
    return Past(gathering, in_a_row(opened), poem if poem and poem.is_given else None)


def _held(gathering: Gathering) -> list[Turn]:
    held: list[Turn] = gathering.held  # type: ignore[attr-defined]  # loaded by `years`
    return held


def _month(
    first: date, gatherings: Sequence[Gathering], next_one: Gathering | None, *, now: datetime
) -> MonthRow:
    """Return a month by the best that became of its gatherings."""
    by_state: dict[year_ring.Held, Gathering] = {}
    for each in gatherings:
        by_state.setdefault(_state(each, next_one, now=now), each)
    states: tuple[year_ring.Held, ...] = ("held", "next", "planned", "off")
    rest: year_ring.Held = "rest"
    state = next((each for each in states if each in by_state), rest)
    return MonthRow(date_format(first, "F"), state, by_state.get(state))


def _state(gathering: Gathering, next_one: Gathering | None, *, now: datetime) -> year_ring.Held:
    if gathering.is_called_off:
        return "rest" if gathering.rests else "off"
    if gathering.is_over(now):
        return "held"
    return "next" if gathering == next_one else "planned"
