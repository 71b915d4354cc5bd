"""The gathering drawn as a circle: where everybody sits, in numbers alone.

1. People sit around the ring clockwise from the top, in the order given, but those with a role well apart and
   the first of them at the top. All seats have one size, as large as the number allows. When one row would make
   them too small there are two, one behind the other, with every role in the outer one.
2. Who joins on the call sits a little further out; words from afar burn just outside the ring.
3. No seat touches another or leaves the drawing, from no seat to sixty.
4. A role is named beside its seat, outside the ring, on one line or two. A name that would touch a seat or
   another name is left out; the seat keeps its small mark.
5. Fewer than four people: empty chairs stand beside theirs, so that it is a circle from the first answer on.

Units are those of the drawing (its view box); y grows downwards. Every number is rounded to a tenth.
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

type Kind = Literal["yes", "maybe", "call", "guest", "free"]

CENTRE_X, CENTRE_Y = 264.0, 204.0
REACH = 180.0  # from the centre to the outer edge of the outermost seat
WIDTH, HEIGHT = 528.0, 408.0  # with the names of roles
BARE = "80 20 368 368"  # the view box when nobody holds a role

LARGEST, SMALLEST, STEP = 26.0, 6.0, 0.5  # radius of a seat
ONE_ROW_WHILE = 15.0  # a second row begins when seats would be smaller than this
GAP = 0.3  # between two seats, as a part of their radius
APART = 12.0  # how much further out the call sits

LETTERS = 14.0  # the size of a role's name
LINE = 16.0
LONGEST = 13  # letters in one line of a role's name


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at the gathering. `name` is shown when a pointer rests on the seat."""

    initials: str = ""
    kind: Kind = "yes"
    role: str = ""
    lit: bool = False  # has spoken or kept silence in the check-in
    afar: bool = False  # could not come and sent words
    name: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a role: its lines, and the middle (or the near end) of the first."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seat stands: its middle, and where its role's name and mark are drawn."""

    seat: Seat
    x: float
    y: float
    label: Label | None = None
    mark: tuple[float, float] | None = None  # from the middle of the seat
    flame: tuple[float, float, float] | None = None  # the same, and its scale

    @property
    def classes(self) -> str:
        """The class names that say what kind of seat it is."""
        names = ["seat", self.seat.kind]
        names += ["lit"] if self.seat.lit else []
        names += ["afar"] if self.seat.afar else []
        return " ".join(names)


@dataclass(frozen=True, slots=True)
class Ring:
    """The whole drawing, ready for its template."""

    places: tuple[Place, ...]
    chairs: tuple[tuple[float, float], ...]  # empty ones
    radius: float  # of a seat
    letters: float  # size of the initials
    hearth: float  # radius of the line inside the ring
    glow: float  # radius of the light in the middle, none before the first flame
    view_box: str
    x: float = CENTRE_X
    y: float = CENTRE_Y

    @property
    def has_roles(self) -> bool:
        """Whether the drawing is wide, with room for the names of roles."""
        return self.view_box != BARE


type _Box = tuple[float, float, float, float]  # left, top, right, bottom


def ring(seats: Iterable[Seat]) -> Ring:
    """Return the drawing of a circle of these people, from nobody to sixty (more still fit, only smaller)."""
    people = list(seats)
    chairs = 0 if len(people) >= 4 else 6 - len(people) if people else 8
    count = len(people) + chairs
    rows = _rows_for(count)
    radius = _radius(count, rows)
    spots = dict(_spots(people, count, rows, radius))
    boxes = [(x - radius, y - radius, x + radius, y + radius) for x, y in spots.values()]
    lit = sum(seat.lit for seat in people)
    hearth = _row(rows - 1, radius) - 2 * radius
    return Ring(
        places=tuple(_places(people, spots, radius, boxes, candles=rows == 1)),
        chairs=tuple(_tenth(*spots[index]) for index in range(len(people), count)),
        radius=radius,
        letters=round(radius * 0.66, 1),
        hearth=round(hearth, 1),
        glow=round(hearth * 0.95 * math.sqrt(lit / count), 1),
        view_box=f"0 0 {WIDTH:g} {HEIGHT:g}" if any(seat.role for seat in people) else BARE,
    )


def around(seats: Iterable[Seat]) -> list[int]:
    """Return the index of each seat in the order `ring` seats them: clockwise, the outer row before the inner."""
    people = list(seats)
    outer, inner = _rows(people, len(people), _rows_for(len(people)))
    return [index for index in (*outer, *inner) if index < len(people)]


def _rows_for(count: int) -> int:
    return 1 if _radius(count, rows=1) >= ONE_ROW_WHILE else 2


def _row(row: int, radius: float) -> float:
    """Return how far from the centre the seats of a row stand; row 0 is the outer one."""
    return REACH - APART - radius - row * (2 + GAP) * radius


def _radius(count: int, rows: int) -> float:
    """Return the largest seat with which `count` of them fit."""
    inner = count // rows
    radius = LARGEST
    while radius > SMALLEST and inner > 1:
        if 2 * _row(rows - 1, radius) * math.sin(math.pi / inner) >= (2 + GAP) * radius:
            break
        radius -= STEP
    return radius


def _spots(
    people: Sequence[Seat], count: int, rows: int, radius: float
) -> Iterator[tuple[int, tuple[float, float]]]:
    """Yield the index of each seat with its middle (rules 1 and 2)."""
    for row, members in enumerate(_rows(people, count, rows)):
        for turn, index in enumerate(members):
            angle = 2 * math.pi * (turn + row / 2) / len(members)
            seat = people[index] if index < len(people) else Seat()
            out = APART if row == 0 and (seat.kind == "call" or seat.afar) else 0
            far = _row(row, radius) + out
            yield index, (CENTRE_X + far * math.sin(angle), CENTRE_Y - far * math.cos(angle))


def _rows(people: Sequence[Seat], count: int, rows: int) -> tuple[list[int], list[int]]:
    """Return who sits in the outer row, those with a role well apart, and who in the inner, if there is one."""
    room = math.ceil(count / rows)
    roles = [index for index, seat in enumerate(people) if seat.role][:room]
    others = [index for index in range(count) if index not in set(roles)]
    outer, inner = others[: room - len(roles)], others[room - len(roles) :]
    for turn, index in enumerate(roles):
        outer.insert(turn * room // len(roles), index)
    return outer, inner


def _places(
    people: Sequence[Seat],
    spots: dict[int, tuple[float, float]],
    radius: float,
    taken: list[_Box],
    *,
    candles: bool,
) -> Iterator[Place]:
    """Yield each person's place; `taken` grows by the name of each role that finds room (rule 4)."""
    for index, seat in enumerate(people):
        x, y = spots[index]
        far = math.hypot(x - CENTRE_X, y - CENTRE_Y)
        out_x, out_y = (x - CENTRE_X) / far, (y - CENTRE_Y) / far
        label = _label(seat.role, x, y, (out_x, out_y), radius, taken) if seat.role else None
        mark = _tenth(out_x * radius, out_y * radius) if seat.role else None
        flame = _flame(seat, out_x, out_y, radius) if seat.lit and (candles or not seat.initials) else None
        yield Place(seat, *_tenth(x, y), label=label, mark=mark, flame=flame)


def _label(
    role: str, x: float, y: float, out: tuple[float, float], radius: float, taken: list[_Box]
) -> Label | None:
    """Return the role's name where it touches nothing, and take that room; nothing where there is none."""
    words = " ".join(role.split())
    for distance in (radius + 13, radius + 22):
        for lines in ((words,), _halves(words)):
            for anchor in _anchors(out[0]):
                label, box = _set(lines, x + out[0] * distance, y + out[1] * distance, anchor)
                inside = box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT
                if inside and not any(_touch(box, other) for other in taken):
                    taken.append(box)
                    return label
    return None


def _halves(words: str) -> tuple[str, ...]:
    """Return the words on two lines as even as can be, or on one where there is but one word; both short."""
    spaces = [index for index, letter in enumerate(words) if letter == " "]
    middle = min(spaces, key=lambda index: abs(index - len(words) / 2), default=len(words))
    return tuple(_short(line) for line in (words[:middle], words[middle + 1 :]) if line)


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _anchors(out_x: float) -> Sequence[Literal["start", "middle", "end"]]:
    if out_x > 0.1:
        return ("start", "middle") if out_x < 0.6 else ("start",)
    if out_x < -0.1:
        return ("end", "middle") if out_x > -0.6 else ("end",)
    return ("middle", "start", "end")


def _set(
    lines: tuple[str, ...], x: float, y: float, anchor: Literal["start", "middle", "end"]
) -> tuple[Label, _Box]:
    """Return a label growing away from the centre, and the room it takes."""
    wide = max(_width(line) for line in lines)
    more = LINE * (len(lines) - 1)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    beside = abs(y - CENTRE_Y) <= abs(x - CENTRE_X)
    first = y - (more / 2 if beside else more if y < CENTRE_Y else 0)
    box = (left, first - LINE / 2, left + wide, first + more + LINE / 2)
    return Label(lines, *_tenth(x, first), anchor), box


def _width(words: str) -> float:
    """Return about how wide these words are in the stylesheet's italic, rather too much than too little."""
    wide = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)
    return wide * LETTERS * 0.5


def _touch(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _flame(seat: Seat, out_x: float, out_y: float, radius: float) -> tuple[float, float, float]:
    """Return where a flame burns: before a seat with initials, in the middle of one without."""
    if not seat.initials:
        return 0.0, 0.0, round(radius / 22, 2)
    return *_tenth(-out_x * 1.55 * radius, -out_y * 1.55 * radius), round(radius / 44, 2)


def _tenth(x: float, y: float) -> tuple[float, float]:
    return round(x, 1), round(y, 1)
