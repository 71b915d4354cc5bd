"""An evening, who catches its poem, and a member."""

import pytest

from tests.making import make_gathering_now, make_host, make_member


@pytest.fixture
def evening():
    return make_gathering_now(question="What are you carrying?")


@pytest.fixture
def catcher(evening):
    return make_host(evening.circle, "Noor")


@pytest.fixture
def ines(evening):
    return make_member(evening.circle, "Ines")
