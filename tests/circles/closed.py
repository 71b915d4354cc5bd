"""A circle with a year of gatherings ahead, and its end."""

from datetime import datetime

from django.utils.timezone import now

from circles import resting
from circles.models import Circle, Membership
from gatherings.schedule import rhythms
from tests.making import make_rhythm, make_steward

NOW = now()


def make_steward_of_a_year(now: datetime = NOW) -> Membership:
    """Make Anna, the steward of a circle whose rhythm keeps a year ahead."""
    steward = make_steward(name="Anna")
    make_rhythm(steward.circle)
    rhythms.keep_a_year_ahead(steward.circle, now=now)
    return steward


def close(steward: Membership, farewell: str = "We learned to begin on time.") -> Circle:
    return resting.close(steward.circle, farewell=farewell, by=steward, now=NOW)
