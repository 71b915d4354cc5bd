"""The drawn circle: nobody touches, nothing leaves the paper, and no role's name is lost for want of care."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.drawings.ring import (
    CENTRE_X,
    CENTRE_Y,
    HEIGHT,
    LETTERS,
    LINE,
    WIDTH,
    Kind,
    Label,
    Ring,
    Seat,
    around,
    ring,
)

ENGLISH = ["host", "check-in host", "poem catcher", "timekeeper", "guardian", "welcomer"]
FRENCH = ["hôte", "hôte du tour", "cueilleuse du poème", "gardienne du temps", "gardien", "accueil"]

seats = st.builds(
    Seat,
    initials=st.sampled_from(["AN", "ÉL", "M", "王"]),
    kind=st.sampled_from(["yes", "maybe", "call"]),
    role=st.sampled_from(
        ["", "", "", *ENGLISH, *FRENCH, "x" * 60, "keeper of the long word list " * 2, "守護者"]
    ),
    lit=st.booleans(),
    afar=st.booleans(),
)


def boxes(drawing: Ring) -> list[tuple[float, float, float, float]]:
    return [box(place.label) for place in drawing.places if place.label]


def box(label: Label) -> tuple[float, float, float, float]:
    wide = max(len(line) for line in label.lines) * LETTERS * 0.45
    left = {"start": label.x, "middle": label.x - wide / 2, "end": label.x - wide}[label.anchor]
    return left, label.y - LINE / 2, left + wide, label.y + LINE * (len(label.lines) - 0.5)


def touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    near = 0.2  # rounding
    return (
        one[0] < other[2] - near
        and other[0] < one[2] - near
        and one[1] < other[3] - near
        and other[1] < one[3] - near
    )


@given(st.lists(seats, max_size=60))
def test_no_two_seats_touch_and_none_leaves_the_drawing(people: list[Seat]) -> None:
    drawing = ring(people)

    assert [place.seat for place in drawing.places] == people
    left, top, wide, tall = map(float, drawing.view_box.split())
    middles = [(place.x, place.y) for place in drawing.places] + list(drawing.chairs)
    for x, y in middles:
        assert left <= x - drawing.radius
        assert top <= y - drawing.radius
        assert x + drawing.radius <= left + wide
        assert y + drawing.radius <= top + tall
    for one, other in itertools.combinations(middles, 2):
        assert math.dist(one, other) > 2 * drawing.radius


@given(st.lists(seats, max_size=60))
def test_names_of_roles_touch_no_seat_and_no_other_name_and_stay_on_the_paper(people: list[Seat]) -> None:
    drawing = ring(people)

    labels = boxes(drawing)
    for label in labels:
        assert label[0] >= 0
        assert label[1] >= 0
        assert label[2] <= WIDTH
        assert label[3] <= HEIGHT
    assert not any(touch(one, other) for one, other in itertools.combinations(labels, 2))
    r = drawing.radius
    for place, label in itertools.product(drawing.places, labels):
        assert not touch((place.x - r, place.y - r, place.x + r, place.y + r), label)


@pytest.mark.parametrize("kind", ["yes", "call"])
@pytest.mark.parametrize("roles", [ENGLISH, FRENCH], ids=["English", "French"])
@pytest.mark.parametrize("count", range(6, 61))
def test_six_roles_keep_their_names_at_every_size(count: int, roles: list[str], kind: Kind) -> None:
    for first in range(6):
        held = roles[first:] + roles[:first] + [""] * (count - 6)
        drawing = ring([Seat("AN", kind=kind, role=role) for role in held])
        lost = [place.seat.role for place in drawing.places if place.seat.role and not place.label]

        assert lost == [], first


def test_a_role_without_room_for_its_name_keeps_its_mark() -> None:
    drawing = ring([Seat("AN", role="keeper of the bell") for _ in range(60)])

    assert any(place.label is None for place in drawing.places)
    assert all(place.mark for place in drawing.places)


def test_twelve_sit_in_one_row_evenly_and_the_first_at_the_top() -> None:
    drawing = ring([Seat("AN") for _ in range(12)])

    first, second = drawing.places[:2]
    assert first.x == CENTRE_X
    assert first.y < CENTRE_Y
    assert second.x > CENTRE_X  # clockwise
    far = {round(math.dist((place.x, place.y), (CENTRE_X, CENTRE_Y))) for place in drawing.places}
    assert len(far) == 1


def test_those_with_a_role_sit_well_apart_and_the_first_at_the_top() -> None:
    drawing = ring([Seat("AN", role="host" if index > 8 else "") for index in range(12)])

    apart = [
        math.degrees(math.atan2(p.x - CENTRE_X, CENTRE_Y - p.y)) % 360 for p in drawing.places if p.label
    ]
    assert apart == pytest.approx([0, 120, 240], abs=0.1)


def test_sixty_sit_in_two_rows_with_the_roles_outside() -> None:
    drawing = ring([Seat("AN", role="host" if index > 57 else "") for index in range(60)])

    far = [math.dist((place.x, place.y), (CENTRE_X, CENTRE_Y)) for place in drawing.places]
    outer = [distance == pytest.approx(max(far), abs=0.2) for distance in far]
    assert outer.count(True) == 30
    assert outer[58:] == [True, True]


def test_the_call_and_words_from_afar_are_a_little_further_out() -> None:
    drawing = ring([Seat("AN"), Seat("EL", kind="call"), Seat("NO", afar=True, lit=True), Seat("LU")])

    room, call, afar, _ = (math.dist((p.x, p.y), (CENTRE_X, CENTRE_Y)) for p in drawing.places)
    assert call == pytest.approx(afar)
    assert call > room


@pytest.mark.parametrize(("people", "chairs"), [(0, 8), (1, 5), (3, 3), (4, 0)])
def test_a_small_beginning_is_a_circle_with_empty_chairs(people: int, chairs: int) -> None:
    assert len(ring([Seat("AN") for _ in range(people)]).chairs) == chairs


def test_the_light_in_the_middle_grows_with_every_flame() -> None:
    glows = [ring([Seat("AN", lit=index < lit) for index in range(12)]).glow for lit in range(13)]

    assert glows[0] == 0
    assert glows == sorted(set(glows))
    assert glows[-1] < ring([Seat("AN")] * 12).hearth


@pytest.mark.parametrize("count", [0, 1, 5, 12, 26, 27, 60])
def test_who_sits_next_to_whom_is_told_as_it_is_drawn(count):
    people = [Seat(str(index), role="host" if index % 4 == 3 else "") for index in range(count)]

    order = around(people)
    seated = ring([Seat(people[index].initials) for index in order])

    assert sorted(order) == list(range(count))
    drawn = {place.seat.initials: (place.x, place.y) for place in ring(people).places}
    assert {place.seat.initials: (place.x, place.y) for place in seated.places} == drawn
