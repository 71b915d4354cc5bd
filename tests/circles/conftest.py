"""A steward, a member who proposes and one who weighs it, and a circle that has closed."""

import pytest

from tests.circles.closed import close
from tests.making import make_circle, make_member, make_proposal, make_steward


@pytest.fixture
def steward():
    return make_steward(name="Anna")


@pytest.fixture
def circle(steward):
    return steward.circle


@pytest.fixture
def closed(steward):
    return close(steward)


@pytest.fixture
def anna(client, steward):
    """The steward, signed in."""
    client.force_login(steward.person)
    return steward


@pytest.fixture
def luc():
    return make_member(make_circle(), "Luc")


@pytest.fixture
def noor(luc):
    return make_member(luc.circle, "Noor")


@pytest.fixture
def proposal(luc):
    return make_proposal(luc.circle, "We begin on time.", proposed_by=luc)
