"""The year drawn as a ring."""

import itertools
import math

from gatherings.drawings.year_ring import Month, year_ring


def test_twelve_months_stand_clockwise_from_the_top_and_stay_on_the_paper() -> None:
    months = [Month(letter, "held") for letter in "JFMAMJJASOND"]

    drawing = year_ring(2026, months)

    assert [place.month for place in drawing.months] == months
    january, february = drawing.months[:2]
    assert (january.x, january.y) == (110, 38)
    assert february.x > january.x
    for place in drawing.months:
        assert math.dist((place.letter_x, place.letter_y), (110, 110)) <= 100
    for one, other in itertools.combinations(drawing.months, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) > 18  # the largest dot is 9 wide from its middle
