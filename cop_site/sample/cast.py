"""The shapes in which the sample circles are told: plain frozen data without dates, for `manage.py sample`.

1. An evening has a *position*: 0 is the next gathering, -1 the last one held, 1 the one after the next.
   So the year told is always the year just past, on whatever day it is loaded.
2. A gathering that falls in the month of the circle's `Rest`, past or to come, is called off with its reason
   and has no position: counting goes on with the next.
3. Members and roles are named by their keys, words are kept character for character.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Literal

type Standing = Literal["steward", "host", "member"]
type Weight = Literal["lightly", "firmly"]
type Answer = Literal["yes", "maybe", "no"]
type Duty = Literal["none", "opens", "catches", "guards"]
type Seam = Literal["stanza", "line", "space", "comma", "dash"]
type Kind = Literal["said", "added", "refrain"]


@dataclass(frozen=True)
class Member:
    key: str
    name: str  # what the circle calls them
    full_name: str  # the person's own name, from which initials are drawn
    email: str
    standing: Standing = "member"
    zone: str = ""  # the person's, where it is not the circle's
    since: int | None = None  # position of their first gathering; None: a founder
    until: int | None = None  # position of their last gathering; None: still here


@dataclass(frozen=True)
class Reviewed:
    """What the circle said when it looked at an agreement again; it goes on."""

    position: int  # of the gathering at which it did
    helped: str
    better: str = ""
    against: str = ""


@dataclass(frozen=True)
class Proposed:
    """Other words that lie before the circle, and a concern that was heard."""

    by: str
    wording: str
    weight: Weight
    why: str
    concern_of: str
    concern: str


@dataclass(frozen=True)
class Agreement:
    wording: str
    weight: Weight
    agreed: int  # position of the gathering at which it was agreed
    not_yet: tuple[
        str, ...
    ] = ()  # members now here who have not said anything to it; everybody else now here has
    talks: Mapping[str, str] = field(default_factory=dict)  # who would talk first -> about what
    reviewed: Reviewed | None = None
    proposed: Proposed | None = None


@dataclass(frozen=True)
class Role:
    """A hosting role in the circle's own words (`gatherings.hosting.starting_roles` has the customary ones)."""

    key: str
    name: str
    words: str  # how to hold it, three lines
    duty: Duty = "none"
    demanding: bool = False


@dataclass(frozen=True)
class Lab:
    """The learning lab the circle grew from."""

    name: str
    place: str
    days: int
    ended: int  # days between its last day and the first gathering


@dataclass(frozen=True)
class Rest:
    month: int  # gatherings of this month are called off
    reason: str


@dataclass(frozen=True)
class Move:
    days: int  # from the day the rhythm gave
    reason: str


@dataclass(frozen=True)
class Phrase:
    text: str  # empty: a caught silence
    speaker: str | None  # None: the catcher heard it, and does not know whose it was


@dataclass(frozen=True)
class Stitch:
    what: int | str  # the index of a phrase (said, refrain), or the word the catcher added
    seam: Seam  # how it joins the one before; the first is ignored
    kind: Kind = "said"


@dataclass(frozen=True)
class Catch:
    """What was said in one check-in round, in the order of speaking, and the poem made of it."""

    phrases: tuple[Phrase, ...]
    title: str
    stitches: tuple[Stitch, ...]
    thanks: str  # what follows "with thanks to"
    # member -> check-in, holding each phrase of theirs
    brought: Mapping[str, str] = field(default_factory=dict)
    travels: bool = False  # the circle said aloud at check-out that these words may travel


@dataclass(frozen=True)
class Part:
    """One part of the circle's flow."""

    moment: str
    name: str
    minutes: int | None
    held_by: str  # the key of a role, or words


@dataclass(frozen=True)
class Evening:
    """One gathering. Whoever was a member then and is not named in `maybe`, `no` or `quiet` answered yes."""

    position: int
    theme: str
    question: str  # of the check-in
    note: str = ""  # what to think of and bring, and what awaits
    materials: tuple[str, ...] = ()
    notes: str = ""  # what the circle keeps of it
    maybe: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()  # gave no answer
    stayed_away: tuple[str, ...] = ()  # said yes, and was not there
    came_anyway: tuple[str, ...] = ()  # did not say yes, and was there
    beside: Mapping[str, str] = field(default_factory=dict)  # role -> who sits beside its holder
    move: Move | None = None
    catch: Catch | None = None  # caught by the holder of the role whose duty is "catches"
    tries: Mapping[str, str] = field(default_factory=dict)  # member -> what they will try until next time
    told: tuple[str, ...] = ()  # who told the circle


@dataclass(frozen=True)
class CircleStory:
    name: str
    purpose: str
    language: str
    zone: str
    country: str
    place: str
    call_link: str
    lab: Lab
    rule: str  # RFC 5545 RRULE
    starts: time  # the circle's wall clock
    lasts: timedelta
    rest: Rest
    members: tuple[Member, ...]  # founders first; those who left are among them
    agreements: tuple[Agreement, ...]
    role_keys: tuple[str, ...]
    roles: tuple[Role, ...]  # the circle's own; empty: the starting roles with these keys
    rota: Mapping[int, tuple[str, ...]]  # position -> holders in the order of role_keys; "" is an open seat
    evenings: tuple[Evening, ...]  # oldest first, positions without a gap
    flow: tuple[Part, ...] = ()  # of the latest evenings, and of the next
    gladly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # member -> roles they hold gladly
    rather_not: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # member -> days from today, both included
    away: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    asks: Member | None = None  # somebody who found the circle in the list, and waits for a steward's answer
    asks_words: str = ""

    def members_at(self, position: int) -> list[Member]:
        """Those who belonged to the circle at that gathering."""
        return [
            member
            for member in self.members
            if (member.since is None or member.since <= position)
            and (member.until is None or position <= member.until)
        ]

    def answers(self, evening: Evening) -> dict[str, Answer]:
        """Member key -> answer, of those who gave one."""
        answers: dict[str, Answer] = {member.key: "yes" for member in self.members_at(evening.position)}
        for key in evening.maybe:
            answers[key] = "maybe"
        for key in evening.no:
            answers[key] = "no"
        for key in evening.quiet:
            del answers[key]
        return answers

    def turns(self, position: int) -> dict[str, str]:
        """Role key -> member key, of the seats that are taken."""
        seats = zip(self.role_keys, self.rota.get(position, ()), strict=False)
        return {role: holder for role, holder in seats if holder}


def way_of(answer: Answer, number: int, *, both: bool) -> str:
    """How the answer of that number comes, where there are both a room and a call: every fourth on the call."""
    if not both or answer != "yes":
        return ""
    return "call" if number % 4 == 3 else "room"
