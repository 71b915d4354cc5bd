"""Links in letters that left long ago still open: what they are signed for keeps its name, wherever our code moves."""

import pytest
from django.core import signing

from circles.models import Invitation, LetterKind
from circles.post.links import claim_token, invitation_token
from circles.post.unsubscribing import stop_token
from gatherings.answering.lab_links import seat_token
from gatherings.answering.links import answer_token, asked_token
from gatherings.letters.known import Known
from gatherings.models import LabGuest, TurnRequest
from tests.making import make_gathering, make_member

pytestmark = pytest.mark.django_db


def test_every_link_is_signed_for_the_purpose_it_always_was():
    evening = make_gathering()
    member = make_member(evening.circle)
    made = {
        "circles.links: invitation": invitation_token(Invitation(pk=7)),
        "circles.links: claim": claim_token(member),
        "circles.unsubscribing: stop": stop_token(member, LetterKind.EVE),
        "gatherings.links: answer": answer_token(evening, member),
        "gatherings.links: asked to hold a role": asked_token(TurnRequest(pk=7, asked=member)),
        "gatherings.lab_links: seat": seat_token(LabGuest(pk=7)),
    }
    for purpose, token in made.items():
        assert signing.loads(token, salt=purpose)[0] in (7, member.pk, evening.pk), purpose


def test_where_a_gathering_was_when_people_last_heard_of_it_is_told_as_before(settings):
    settings.SECRET_KEY = "a key that does not change"
    assert Known.of(make_gathering(place="The Old Library")).where == "0e67df60a40f"
