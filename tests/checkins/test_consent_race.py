"""A poem shared at the very moment a yes is taken back: whoever is first, it ends in the circle (rule 4 of consent)."""

import pytest
from django.utils.timezone import now

from checkins.models import Harvest, Leave
from checkins.poem import harvesting
from checkins.refusals import MayNotTravel, NotYours
from checkins.travelling import aloud, consent
from tests.at_once import at_once
from tests.checkins.speaking import catch, line
from tests.making import make_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def poem(evening, catcher, ines):
    """A given poem of two lines, which may travel: Ines has said so aloud, and the circle."""
    catch(evening, catcher, "the kettle", nonce="a", speaker=ines)
    catch(evening, catcher, "half of me", nonce="b")
    for member in (ines, None):
        aloud.keep(evening, membership=member, by=catcher, now=now())
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    return harvesting.give(harvest, by=catcher, version=harvest.version, now=now())


@pytest.mark.parametrize("change", ["taken back", "stays", "claimed", "undone"])
def test_shared_while_a_yes_goes_it_ends_in_the_circle(evening, poem, catcher, ines, change):
    silent = make_member(evening.circle, "Silent")
    changes = {
        "taken back": lambda: aloud.take_back(evening, by=ines, now=now()),
        "stays": lambda: consent.say([line("the kettle")], leave=Leave.STAYS, by=ines, now=now()),
        "claimed": lambda: consent.claim(line("half of me"), by=silent, now=now()),
        "undone": lambda: aloud.undo(evening, membership=None, by=catcher, now=now()),
    }

    def share():
        for _ in range(5):
            try:
                consent.share(poem, by=catcher, now=now())
            except MayNotTravel:
                return

    at_once(share, changes[change], share)

    assert Harvest.objects.get().shared_at is None
    assert consent.held_back(poem).count() == 1


def test_two_claim_a_line_at_once_and_it_is_the_line_of_one(evening, poem):
    people = [make_member(evening.circle, f"Member {number}") for number in range(4)]

    def claim(member):
        try:
            return consent.claim(line("half of me"), by=member, now=now()).speaker_id
        except NotYours:
            return None

    outcomes = at_once(*(lambda member=member: claim(member) for member in people))

    assert [outcome for outcome in outcomes if outcome] == [line("half of me").speaker_id]
