"""What is sent to French people: letters, notices, invitations, calendars."""

from datetime import timedelta

import pytest
from django.core import mail as sending
from django.utils.timezone import now

from circles import letters
from circles.models import Invitation, Standing
from circles.post.renderers import NOTICES
from cop_site.sample import words_fr
from cop_site.sample.planting import plant
from gatherings.feeds.entries import member_feed
from tests.french import english_in
from tests.making import make_circle, make_member
from tests.postbox import deliver_all, html_of


@pytest.fixture
def circle(db):
    return plant(words_fr.CIRCLE, now=now())


@pytest.fixture
def steward(circle):
    return circle.memberships.present().get(standing=Standing.STEWARD)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    ["sign_in_code", "sign_up_code", "address_code", "password_code", "account_unknown", "account_exists"],
)
def test_a_letter_to_an_address_is_in_the_language_it_was_asked_for_in(kind):
    letters.write(
        kind=kind,
        key=kind,
        address="claire@cercle.example",
        params={"language": "fr"},
        secret="123456" if kind.endswith("code") else "",
        now=now(),
    )
    deliver_all()

    assert_french(sending.outbox[-1])


@pytest.mark.django_db
@pytest.mark.parametrize("notice", [*NOTICES, "something new"])
def test_every_notice_is_french_to_a_french_member(notice):
    circle = make_circle("Le Cercle", language="fr", purpose="Apprendre.", timezone="Europe/Paris")
    claire = make_member(circle, "Claire")
    claire.person.language = "fr"
    claire.person.save()
    letters.write(kind="account_notice", key=notice, membership=claire, params={"notice": notice}, now=now())
    deliver_all()

    assert_french(sending.outbox[-1])


@pytest.mark.parametrize("inviter", [True, False])
def test_an_invitation_speaks_the_circles_language(circle, steward, inviter):
    invitation = Invitation.objects.create(
        circle=circle, email="lou@ailleurs.example", name="Lou", invited_by=steward if inviter else None
    )
    letters.write(
        kind="invitation",
        key="invitation",
        circle=circle,
        address=invitation.email,
        params={"invitation": invitation.pk, "epoch": invitation.epoch},
        now=now(),
    )
    deliver_all()

    letter = sending.outbox[-1]
    assert_french(letter)
    assert "Bonjour Lou," in letter.body
    assert "60 jours" in letter.body


def assert_french(letter):
    assert english_in(letter.subject) == []
    assert english_in(str(letter.body)) == []
    assert english_in(html_of(letter)) == []
    assert '<html lang="fr"' in html_of(letter)


def test_the_calendar_speaks_the_members_language(circle, steward):
    feed = member_feed(steward, now=now() - timedelta(days=1))
    words = " ".join(f"{entry.summary} {entry.description}" for entry in feed.entries)

    assert english_in(words) == []
    assert "Ta réponse\u00a0: J’y serai" in words
    assert "Tu portes\u00a0: Hôte" in words
    assert "Annulée\u00a0: Le Cercle du mercredi" in words
