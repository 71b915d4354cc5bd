"""Whoever is removed finds every door closed at the next request: page, feed, and the links in their letters (R42)."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from circles.arriving import joining, naming
from circles.belonging import faces, memberships
from circles.models import Face, Invitation, LetterKind, Membership, Unwanted
from circles.post.links import claim_token
from circles.post.unsubscribing import stop_token
from gatherings.answering.links import answer_token
from gatherings.feeds import subscriptions
from gatherings.models import Rsvp, Turn
from tests.circles.test_faces import of
from tests.making import make_gathering, make_member, make_person, make_role, make_steward

NOW = now()

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(steward):
    person = make_person("Luc", email="luc@circle.example")
    EmailAddress.objects.create(user=person, email="luc@circle.example", verified=True, primary=True)
    return make_member(steward.circle, person=person)


def pages(circle, gathering, member):
    slug = circle.slug
    return [
        *(
            reverse(name, args=[slug])
            for name in (
                "circle",
                "members",
                "gatherings",
                "rota",
                "poems",
                "agreements",
                "my_calendar",
                "my_face",
                "my_roles",
                "away",
                "leave_circle",
            )
        ),
        gathering.get_absolute_url(),
        reverse("member", args=[slug, member.pk]),
        reverse("face", args=[slug, member.pk]),
    ]


def test_every_door_is_closed_at_the_next_request(client, steward, member):
    circle, phone = steward.circle, Client()
    gathering = make_gathering(circle)
    _link, token = subscriptions.make_link(member, now=NOW)
    feed = reverse("feed", args=[token])
    answering = reverse("answer_from_letter", args=[answer_token(gathering, member)])
    stopping = reverse("unsubscribe", args=[stop_token(member, LetterKind.ASKED)])
    faces.put(member, sent=of("PNG"), now=NOW)
    for browser in (client, phone):
        browser.force_login(member.person)
    for path in (*pages(circle, gathering, member), feed, answering, stopping):
        assert client.get(path).status_code == 200, path
        assert phone.get(path).status_code == 200, path

    memberships.remove(member, by=steward, now=NOW)

    for path in pages(circle, gathering, member):
        assert client.get(path).status_code == 404, path
        assert phone.get(path).status_code == 404, path
    for browser in (client, phone, Client()):
        assert browser.get(feed).status_code == 404
        assert browser.get(answering).status_code == 404
        assert browser.get(stopping).status_code == 404
    assert Client().post(answering, {"answer": "yes"}).status_code == 404
    assert Client().post(stopping, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert client.post(reverse("answer", args=[circle.slug, 1]), {"answer": "yes"}).status_code == 404
    assert not Rsvp.objects.exists()
    assert not Unwanted.objects.exists()
    assert client.get(reverse("home")).status_code == 200  # they stay a person of the site


def test_what_they_were_to_hold_is_open_and_what_they_held_stays_theirs(steward, member):
    circle, role = steward.circle, make_role(steward.circle)
    was = Turn.objects.create(
        gathering=make_gathering(circle, (NOW - timedelta(days=30)).date()), role=role, holder=member
    )
    Turn.objects.create(gathering=make_gathering(circle), role=role, holder=member)
    faces.put(member, sent=of("PNG"), now=NOW)

    memberships.remove(member, by=steward, now=NOW)

    assert [turn.pk for turn in Turn.objects.all()] == [was.pk]
    assert not Face.objects.exists()


def test_no_invitation_to_any_address_of_theirs_leads_back(steward, member):
    EmailAddress.objects.create(user=member.person, email="luc@work.example", verified=True)
    circle = steward.circle
    for address in ("luc@circle.example", "luc@work.example", "somebody@else.example"):
        Invitation.objects.create(circle=circle, email=address, invited_by=steward)
    joining.renew_link(circle)
    circle.refresh_from_db()
    old = circle.join_token

    memberships.remove(member, by=steward, now=NOW)

    waiting = Invitation.objects.filter(withdrawn_at=None).values_list("email", flat=True)
    assert list(waiting) == ["somebody@else.example"]
    assert joining.circle_behind(old) is None


def test_no_link_to_a_name_that_they_may_have_read_leads_back(client, steward):
    former = make_steward(steward.circle, "Luc")
    [maria] = naming.add_names(steward.circle, names=["Maria"], by=former, now=NOW)
    link = reverse("claim", args=[claim_token(maria)])

    memberships.remove(former, by=steward, now=NOW)

    for person in (former.person, make_person("Luc’s other self")):
        client.force_login(person)
        assert client.post(link, {"name": "Maria"}).status_code == 404
        assert not Membership.objects.of(person).exists()


def test_whoever_comes_back_has_new_links_and_none_of_the_old_ones(client, steward, member):
    gathering = make_gathering(steward.circle)
    _link, token = subscriptions.make_link(member, now=NOW)
    answering = reverse("answer_from_letter", args=[answer_token(gathering, member)])
    memberships.remove(member, by=steward, now=NOW)

    link = joining.renew_link(steward.circle)
    joining.join(steward.circle, token=link, person=member.person, name="Luc", now=NOW)

    member.refresh_from_db()
    assert member.left_at is None
    assert client.get(answering).status_code == 404
    assert client.get(reverse("feed", args=[token])).status_code == 404
