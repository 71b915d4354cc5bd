"""A link in a letter speaks for one thing, for a while, until that changes (R25, R29)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import signing
from django.utils.timezone import now

from circles.models import Invitation
from circles.post.links import invitation_token, read_invitation_token
from tests.making import make_circle, make_steward

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 14, 0, tzinfo=UTC)


def make_invitation():
    circle = make_circle()
    return Invitation.objects.create(
        circle=circle, email="anna@circle.example", invited_by=make_steward(circle)
    )


def test_a_token_leads_to_its_invitation(django_assert_num_queries):
    invitation = make_invitation()
    make_invitation()
    token = invitation_token(invitation)

    # the invitation with its circle and who invited
    with django_assert_num_queries(1):
        found = read_invitation_token(token)
        assert (found, found.circle, found.invited_by) == (
            invitation,
            invitation.circle,
            invitation.invited_by,
        )


@pytest.mark.parametrize(
    "change",
    [{"epoch": 2}, {"withdrawn_at": now()}, {"accepted_at": now()}],
    ids=["sent anew", "withdrawn", "accepted"],
)
def test_a_token_ends_with_what_it_speaks_for(change):
    invitation = make_invitation()
    token = invitation_token(invitation)
    Invitation.objects.update(**change)

    assert read_invitation_token(token) is None


@pytest.mark.parametrize(("days", "valid"), [(59, True), (61, False)])
def test_a_token_is_good_for_sixty_days(days, valid):
    with time_machine.travel(NOW, tick=False):
        token = invitation_token(make_invitation())
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        assert (read_invitation_token(token) is not None) == valid


def test_a_token_of_another_purpose_is_no_token():
    invitation = make_invitation()
    other = signing.dumps([invitation.pk, invitation.epoch], salt="circles.links: answer")

    assert read_invitation_token(other) is None


@pytest.mark.parametrize("told", ["", "nonsense", "a:b:c"])
def test_nonsense_is_no_token(told):
    assert read_invitation_token(told) is None


def test_a_token_changed_by_one_letter_is_no_token():
    token = invitation_token(make_invitation())
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        # The last letter of a signature carries two bits that mean nothing.
        assert read_invitation_token(changed) is None or place == len(token) - 1


def test_a_changed_key_leaves_links_good_while_the_one_before_is_kept(settings):
    settings.SECRET_KEY = "before " * 10
    invitation = make_invitation()
    token = invitation_token(invitation)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "after " * 10, ["before " * 10]
    assert read_invitation_token(token) == invitation
    settings.SECRET_KEY_FALLBACKS = []
    assert read_invitation_token(token) is None
