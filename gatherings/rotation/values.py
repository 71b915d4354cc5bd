"""What goes into the rotation and what comes out, but for the reasons."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from gatherings.rotation.reasons import Reason, Vacancy


@dataclass(frozen=True, slots=True)
class Gathering[K: Hashable]:
    """One meeting: its key, and the day it is held in the circle's own zone."""

    key: K
    day: date


@dataclass(frozen=True, slots=True)
class Role[K: Hashable]:
    """A hosting role with as many seats as people hold it at once. The name is only for words."""

    key: K
    seats: int = 1
    demanding: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Candidate[K: Hashable]:
    """Somebody who may hold roles, from the day they joined."""

    key: K
    joined: date = date.min


@dataclass(frozen=True, slots=True)
class Seat[K: Hashable]:
    """One place to fill at a gathering, for the role with this key."""

    gathering: Gathering[K]
    role: K


@dataclass(frozen=True, slots=True)
class Turn[K: Hashable]:
    """One person holding one role at one gathering; role and person by key. A proposed turn says why."""

    gathering: Gathering[K]
    role: K
    person: K
    why: Reason | None = None


@dataclass(frozen=True, slots=True)
class Rota[K: Hashable]:
    """Kept and proposed turns, by gathering and then in the order of the roles; and the seats left empty."""

    turns: list[Turn[K]]
    unfilled: list[tuple[Seat[K], Vacancy]]


@dataclass(frozen=True, slots=True)
class Suggestion[K: Hashable]:
    """Somebody a host may ask, with what speaks for them (`why`) and what speaks against."""

    person: K
    why: Reason
    away: bool = False
    unwilling: bool = False
    busy: bool = False  # holds a role at this gathering already
    new: bool = False  # has just joined (rule 8)

    @property
    def free(self) -> bool:
        """Whether nothing stands in the way of asking."""
        return not (self.away or self.unwilling or self.busy)
