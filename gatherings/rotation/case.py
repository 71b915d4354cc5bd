"""The question in whole numbers: people, gatherings and roles are their places in the order given.

Written once by `reading.py` and never changed; the comments name the rule each part serves.
"""

from dataclasses import dataclass

type PerSeat[V] = list[list[V]]  # [gathering][role]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the rules ask about. Days are counted in known gatherings: 0, 1, 2 ..., history first."""

    people: int
    gatherings: int
    roles: int

    may: PerSeat[tuple[int, ...]]  # rule 1: whom the role may be dealt to at that gathering
    kept: PerSeat[tuple[int, ...]]  # rule 2: who holds it already
    need: PerSeat[int]  # how many are still to be dealt it
    head_start: list[int]  # rule 4: turns that count as had, for who joins in mid-window
    standing: PerSeat[frozenset[int]]  # rule 5: who stands there and may stay
    rung: list[list[int]]  # rule 6: [role][person] how far each is in the rounds when the window opens
    shared: list[bool]  # rule 6: [role] whether several people hold it together at some gathering
    waiting: list[list[tuple[int, ...]]]  # rule 6: [role][gathering] who takes part in its rounds by then
    day: list[int]  # rule 7: when each gathering is
    served: list[list[int]]  # rule 7: [person] days before the window on which they held a role
    pace: int  # rule 7: gatherings that pass, on average, from one turn of a person to the next
    new: list[frozenset[int]]  # rule 8: [gathering] who is new there
    demanding: list[bool]  # rule 8
    last_year: list[int]  # rule 9: turns held in the year before the window
    held: list[list[list[int]]]  # rule 9: [role][person] days before the window on which they held it
    cycle: list[int]  # rule 9: [role] gatherings it takes to go to everyone once
