"""A sealed secret opens for ten minutes, with our keys, and for nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from circles.post.sealing import seal, unseal

NOW = datetime(2026, 9, 14, 14, 0, tzinfo=UTC)


def test_what_was_sealed_opens_again_and_looks_different_each_time():
    one, other = seal("482913"), seal("482913")

    assert (unseal(one), unseal(memoryview(other))) == ("482913", "482913")
    assert one != other
    assert b"482913" not in one


@pytest.mark.parametrize(("minutes", "opens"), [(9.9, "482913"), (10.1, None)])
def test_after_ten_minutes_it_stays_shut(minutes, opens):
    with time_machine.travel(NOW, tick=False):
        sealed = seal("482913")
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        assert unseal(sealed) == opens


def test_a_changed_key_still_opens_what_the_one_before_sealed(settings):
    settings.SECRET_KEY = "before " * 10
    sealed = seal("482913")

    settings.SECRET_KEY = "after " * 10
    assert unseal(sealed) is None
    settings.SECRET_KEY_FALLBACKS = ["before " * 10]
    assert unseal(sealed) == "482913"


def test_what_is_not_ours_does_not_open():
    assert [unseal(sealed) for sealed in (b"", b"nonsense", seal("482913")[:-1])] == [None] * 3
