"""The flow against the clock."""

from datetime import timedelta

import pytest

from gatherings.evening.flow_clock import about_now, beginnings, total

EVENING = [10, None, 40, 35]


def test_each_part_begins_when_the_one_before_it_ends() -> None:
    assert beginnings(EVENING) == [timedelta(minutes=minutes) for minutes in (0, 10, 10, 50)]
    assert beginnings([]) == []
    assert total(EVENING) == 85


@pytest.mark.parametrize(
    ("since", "place"), [(-1, None), (0, 0), (9, 0), (10, 2), (49, 2), (50, 3), (500, 3)]
)
def test_about_now_is_the_last_part_that_has_begun(since, place) -> None:
    assert about_now(EVENING, timedelta(minutes=since)) == place
    assert about_now([], timedelta(minutes=since)) is None
