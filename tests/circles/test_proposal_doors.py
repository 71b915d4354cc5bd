"""Who may reach what is proposed: nobody from outside, and in a closed circle nobody any more."""

import pytest
from django.utils.timezone import now

from circles.models import Circle, Concern, Ending, Proposal, Weight
from circles.promises import agreements
from tests.circles.addresses import url
from tests.circles.proposed import GIVEN
from tests.making import make_agreement, make_circle, make_steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor(client, noor):
    client.force_login(noor.person)
    return noor


DOORS = [
    "proposal",
    "proposal_concern",
    "proposal_heard",
    "proposal_reword",
    "proposal_take_back",
]


@pytest.mark.parametrize("name", DOORS)
def test_a_stranger_cannot_tell_that_anything_is_proposed(client, proposal, name):
    stranger = make_steward()
    client.force_login(stranger.person)
    data = GIVEN | {"words": "I was here.", "read": ""}

    for circle in (proposal.circle, stranger.circle):
        path = url(name, circle, proposal.pk)
        assert client.get(path).status_code in {404, 405}
        assert client.post(path, data).status_code in {404, 405}
    assert client.post(url(name, proposal.circle, proposal.pk), data).status_code != 302
    proposal.refresh_from_db()
    assert (proposal.text, proposal.ending) == ("We begin on time.", "")
    assert not Concern.objects.exists()


def test_a_stranger_proposes_nothing_and_nobody_to_agreements_of_others(client, noor):
    theirs = make_agreement(make_circle())

    assert client.post(url("agreement_propose", noor.circle, theirs.pk), GIVEN).status_code == 404
    for args in ([], [theirs.pk]):
        name = "agreement_propose" if args else "proposal_add"
        assert client.post(url(name, theirs.circle, *args), GIVEN).status_code == 404
    assert not Proposal.objects.exists()


def test_in_a_circle_that_has_closed_it_is_read_and_nothing_is_said_any_more(client, noor, proposal):
    agreements.agree(
        noor.circle, text="Held.", weight=Weight.FIRMLY, agreed_on=now().date(), by=noor, now=now()
    )
    Circle.objects.update(closed_on=now().date())

    page = client.get(proposal.get_absolute_url()).text
    promises = client.get(url("agreements", noor.circle)).text

    for words in ("I have a concern", "Take it back"):
        assert words not in page
    assert "This circle has closed." in page
    assert "This circle has closed." in promises
    assert "Propose" not in promises
    assert "I stand by this" not in promises
    client.post(url("proposal_concern", noor.circle, proposal.pk), {"words": "The bus."})
    assert not Concern.objects.exists()
    assert Proposal.objects.get().ending != Ending.ADOPTED
