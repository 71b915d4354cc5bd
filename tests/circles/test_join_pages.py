"""The open doors: opening a link changes nothing, one press lets in, and an ended link says nothing."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.urls import reverse
from django.utils.timezone import now

from circles import erasing
from circles.arriving import invitations, joining
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.models import Invitation, Membership
from circles.post.links import invitation_token
from tests.making import make_agreement, make_member, make_person, make_steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    made = make_steward(name="Anna Berg")
    make_member(made.circle, "Somebody Private", person=make_person(email="private@circle.example"))
    make_agreement(made.circle, "What is said here stays here.")
    return made


@pytest.fixture
def invitation(steward):
    [made] = invitations.invite(
        steward.circle, entries=[Entry("luc@circle.example", "Luc")], by=steward, now=now()
    )
    return made


def address(invitation):
    return reverse("invitation", args=[invitation_token(invitation)])


def everything():
    return (
        list(Invitation.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
    )


def test_the_page_shows_the_circle_and_whom_it_is_for_and_nobody_else(client, invitation):
    page = client.get(address(invitation))

    assert page.status_code == 200
    for words in ("The Hosting Circle", "We practise hosting.", "Anna Berg invites Luc to"):
        assert words in page.text
    assert "What is said here stays here." in page.text
    assert "Somebody Private" not in page.text
    assert "private@circle.example" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_page_reads_whole_when_whoever_invited_was_erased_since(client, invitation):
    erasing.erase(invitation.invited_by, keep_words=True, now=now())

    page = client.get(address(invitation)).text

    assert "Luc is invited to" in page
    assert "invites Luc to" not in page


def test_opening_the_link_changes_nothing_however_often(client, invitation):
    before = everything()
    for visitor in (None, make_person()):
        if visitor:
            client.force_login(visitor)
        for method in (client.get, client.head):
            for _ in range(5):
                assert method(address(invitation)).status_code == 200
    assert everything() == before


def test_who_is_not_signed_in_is_led_to_sign_up_and_back_with_their_address_and_name(client, invitation):
    link = address(invitation)
    sign_up = client.get(link).context["to_sign_up"]

    known = {"next": [link], "email": ["luc@circle.example"], "name": ["Luc"]}
    assert parse_qs(urlsplit(sign_up).query) == known
    before = everything()
    pressed = client.post(link, {"name": "Luc"})
    assert (pressed.status_code, pressed.url) == (302, sign_up)
    assert everything() == before


def test_signed_in_one_press_lets_them_in_under_the_name_they_choose(client, invitation):
    luc = make_person("Luc Moreau", email="luc.moreau@elsewhere.example")
    client.force_login(luc)

    page = client.get(address(invitation))
    assert 'value="Luc Moreau"' in page.text
    assert "You are signed in with luc.moreau@elsewhere.example." in page.text

    response = client.post(address(invitation), {"name": "Luc"})
    assert (response.status_code, response.url) == (302, reverse("welcome", args=[invitation.circle.slug]))
    membership = Membership.objects.get(person=luc)
    assert (membership.circle, membership.name) == (invitation.circle, "Luc")


def test_pressed_twice_the_second_press_finds_the_link_ended_and_one_member(client, invitation):
    client.force_login(make_person())

    client.post(address(invitation), {"name": "Luc"})
    second = client.post(address(invitation), {"name": "Luc"})

    assert second.status_code in {302, 404}
    assert Membership.objects.filter(name="Luc").count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_that_is_none_is_asked_for_again(client, invitation, name):
    client.force_login(make_person())

    page = client.post(address(invitation), {"name": name})

    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    assert Membership.objects.filter(circle=invitation.circle).count() == 2


def test_a_member_who_opens_it_is_led_to_the_circle_and_uses_nothing_up(client, steward, invitation):
    client.force_login(steward.person)

    assert "You are in this circle already, as Anna Berg." in client.get(address(invitation)).text
    assert client.post(address(invitation), {"name": "X"}).url == steward.circle.get_absolute_url()
    invitation.refresh_from_db()
    assert invitation.is_open


def used(invitation):
    joining.accept(invitation, person=make_person(), name="Somebody", now=now())


def withdrawn(invitation):
    invitations.withdraw(invitation, now=now())


def sent_again(invitation):
    invitations.send_again(invitation, epoch=1, now=now())


def circle_closed(invitation):
    invitation.circle.closed_on = now().date()
    invitation.circle.save()


@pytest.mark.parametrize("ended", [used, withdrawn, sent_again, circle_closed])
@pytest.mark.parametrize("signed_in", [False, True])
def test_an_ended_link_and_a_forged_one_look_the_same_and_let_nobody_in(client, invitation, ended, signed_in):
    link = address(invitation)
    forged = reverse("invitation", args=[signing.dumps([invitation.pk, 1], salt="another purpose")])
    ended(invitation)
    if signed_in:
        client.force_login(make_person("Late"))
    before = everything()

    pages = [
        client.get(link),
        client.get(forged),
        client.post(link, {"name": "Late"}),
        client.get("/join/x/"),
    ]

    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'nonce="[^"]*"', "", page.text) for page in pages}) == 1
    assert "This link does not work any more" in pages[0].text
    assert "The Hosting Circle" not in pages[0].text
    assert everything() == before


def test_the_circles_own_link_lets_people_in_until_it_ends(client, steward):
    link = reverse("join", args=[joining.renew_link(steward.circle)])
    page = client.get(link)
    assert "The Hosting Circle" in page.text
    assert "Somebody Private" not in page.text
    assert parse_qs(urlsplit(page.context["to_sign_up"]).query) == {"next": [link]}
    noor = make_person("Noor")
    client.force_login(noor)

    assert client.post(link, {"name": "Noor"}).url == reverse("welcome", args=[steward.circle.slug])
    assert client.post(link, {"name": "Noor"}).url == steward.circle.get_absolute_url()

    membership = Membership.objects.get(person=noor)
    memberships.remove(membership, by=steward, now=now())
    assert client.get(link).status_code == 404
    assert client.post(link, {"name": "Noor"}).status_code == 404


@pytest.mark.parametrize("agreed", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, invitation, agreed, django_assert_num_queries):
    for number in range(agreed - 1):
        make_agreement(invitation.circle, f"Agreement {number}.")
    link = address(invitation)
    client.force_login(make_person())

    # session, person, invitation with circle, inviter and name, membership, agreements, the next gatherings
    with django_assert_num_queries(6):
        page = client.get(link)
    assert page.text.count("<li>") == agreed
