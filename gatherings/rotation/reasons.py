"""Why a turn is proposed, and why a seat stays empty: a stable kind with plain facts, and English words.

The facts can be checked by hand from the history and the rota itself. Pages put them into the reader's own
language by kind; `str()` is for logs, tests and the shell.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Why(StrEnum):
    """What spoke for a person, the first of these that is true."""

    KEPT = "kept"  # accepted, or set by a host
    STANDS = "stands"  # so in the rota as it stood
    ONLY_ONE = "only-one"  # no more people than seats are there and willing
    EASES_IN = "eases-in"  # new here, and the role is not a demanding one
    NOT_YET = "not-yet"  # has never held this role
    LONGEST_AGO = "longest-ago"  # held it before anybody else who was free to
    NOBODY_FREE = "nobody-free"  # everybody else who could holds a role at that gathering
    EVENLY = "evenly"  # whoever is free and waited longer has as many turns in the window, or more
    ROUND_AGAIN = "round-again"  # held it, and it comes back to them


class Lack(StrEnum):
    """Why nobody was found, the first of these that is true."""

    NOBODY_YET = "nobody-yet"  # nobody has joined by that day
    EVERYBODY_AWAY = "everybody-away"
    NOBODY_WILLING = "nobody-willing"
    WILLING_AWAY = "willing-away"  # everybody who is willing is away
    TOO_FEW = "too-few"  # everybody who can holds another seat of the same role


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this person, with when they last held this role and any role before the day of the gathering."""

    kind: Why
    day: date
    last_held_this: date | None = None
    last_held_any: date | None = None
    second_role: bool = False  # holds another role the same evening: there are more roles than people
    role: str = ""  # its name, for words

    def __str__(self) -> str:
        words = [_OPENINGS[self.kind]] if self.kind in _OPENINGS else []
        if self.last_held_this is None:
            words.append(f"has not {'been ' + self.called if self.called else 'held this role'} yet")
        else:
            was = "was last " + self.called if self.called else "last held this role"
            words.append(f"{was} {self._when(self.last_held_this)}{_BESIDES.get(self.kind, '')}")
        if self.last_held_any is None:
            words.append("has not held a role yet")
        elif self.last_held_any != self.last_held_this:
            words.append(f"last held a role {self._when(self.last_held_any)}")
        if self.second_role:
            words.append("holds two roles, as there are more roles than people")
        return "; ".join(words)

    @property
    def called(self) -> str:
        """The role's name inside a sentence."""
        return self.role[:1].lower() + self.role[1:] if self.role[1:2].islower() else self.role

    def _when(self, day: date) -> str:
        year = "" if day.year == self.day.year else f" {day.year}"
        return f"in {MONTHS[day.month - 1]}{year}"


_OPENINGS = {
    Why.KEPT: "kept as it was",
    Why.STANDS: "stands as before",
    Why.ONLY_ONE: "nobody else could",
    Why.EASES_IN: "is new and begins with a lighter role",
}


_BESIDES = {  # what is said of the others where somebody has held the role before
    Why.LONGEST_AGO: ", longer ago than anybody else who is free",
    Why.NOBODY_FREE: ", and everybody else who could has a role that day",
    Why.EVENLY: "; those who waited longer have as many turns at these gatherings, or more",
}


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Why a seat stays empty, with how many were members that day, and how many of them could not."""

    kind: Lack
    members: int = 0
    away: int = 0
    unwilling: int = 0
    role: str = ""

    def __str__(self) -> str:
        return _LACKS[self.kind]


_LACKS = {
    Lack.NOBODY_YET: "nobody has joined yet",
    Lack.EVERYBODY_AWAY: "everybody is away",
    Lack.NOBODY_WILLING: "nobody is willing to hold it",
    Lack.WILLING_AWAY: "everybody willing to hold it is away",
    Lack.TOO_FEW: "there are fewer people than seats",
}
