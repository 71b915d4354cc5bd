"""Taking over the name one is: by a letter, by a text in a messenger; once, with all that hangs on it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils.timezone import now

from circles.arriving import invitations, joining, naming
from circles.belonging import memberships
from circles.models import Invitation, Membership, Standing
from circles.post.links import claim_token, invitation_token, read_claim_token
from circles.refusals import HereAlready, LinkHasEnded
from gatherings.models import Rsvp, Turn
from tests.making import make_gathering, make_member, make_person, make_role, make_steward

NOW = now()
pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward(name="Anna Berg")


@pytest.fixture
def maria(steward):
    [made] = naming.add_names(steward.circle, names=["Maria"], by=steward, now=NOW - timedelta(days=9))
    return made


def link(member):
    return reverse("claim", args=[claim_token(member)])


def invite(maria, steward, email="maria@circle.example"):
    return invitations.invite_to_claim(maria, email=email, by=steward, now=NOW)


def test_by_the_link_the_row_becomes_theirs_with_all_that_hangs_on_it(client, steward, maria):
    gathering = make_gathering(steward.circle)
    rsvp = Rsvp.objects.create(gathering=gathering, membership=maria, answer="yes", said_by=steward)
    turn = Turn.objects.create(gathering=gathering, role=make_role(steward.circle), holder=maria)
    person = make_person("Maria Santos", timezone="UTC")
    client.force_login(person)
    address = link(maria)

    page = client.get(address)
    for words in ("A place for Maria in", "Are you Maria?", 'value="Maria"', "becomes yours"):
        assert words in page.text
    response = client.post(address, {"name": "Maria S."})

    assert response.url == reverse("welcome", args=[steward.circle.slug])
    mine = Membership.objects.get(person=person)
    assert (mine.pk, mine.name, mine.joined_at) == (maria.pk, "Maria S.", maria.joined_at)
    assert mine.calendar_version == maria.calendar_version + 1
    assert (Rsvp.objects.get(membership=mine), Turn.objects.get(holder=mine)) == (rsvp, turn)
    person.refresh_from_db()
    assert person.timezone == steward.circle.timezone


def test_a_standing_brought_from_another_site_is_nobodys_by_a_link_where_others_look_after_the_circle(
    steward, maria
):
    Membership.objects.filter(pk=maria.pk).update(standing=Standing.STEWARD)

    assert joining.claim(maria, person=make_person(), name="Maria", now=NOW).standing == Standing.MEMBER


def test_where_nobody_else_looks_after_the_circle_its_steward_comes_back_as_one(steward, maria):
    Membership.objects.filter(pk=maria.pk).update(standing=Standing.STEWARD)
    Membership.objects.filter(pk=steward.pk).update(person=None)

    assert joining.claim(maria, person=make_person(), name="Maria", now=NOW).standing == Standing.STEWARD


def test_the_link_dies_when_it_is_used(client, maria):
    address = link(maria)
    client.force_login(make_person())
    client.post(address, {"name": "Maria"})
    other = make_person()
    client.force_login(other)

    pages = [client.get(address), client.post(address, {"name": "Me"})]

    assert {page.status_code for page in pages} == {404}
    assert "The Hosting Circle" not in pages[0].text
    assert not other.memberships.exists()


@pytest.mark.parametrize("ended", ["ended by a steward", "removed", "too old", "forged", "closed"])
def test_a_link_that_has_ended_says_nothing(client, steward, maria, ended):
    address = link(maria)
    if ended == "ended by a steward":
        joining.end_claim_link(maria)
    elif ended == "removed":
        memberships.remove(maria, by=steward, now=NOW)
    elif ended == "closed":
        steward.circle.closed_on = NOW.date()
        steward.circle.save()
    elif ended == "forged":
        address = reverse("claim", args=[signing.dumps([maria.pk, maria.link_epoch], salt="another")])
    later = NOW + timedelta(days=61 if ended == "too old" else 59)
    with time_machine.travel(later, tick=False):
        client.force_login(make_person())
        pages = [client.get(address), client.post(address, {"name": "Me"})]

    assert {page.status_code for page in pages} == {404}
    assert "This link does not work any more" in pages[0].text
    assert "Maria" not in pages[0].text
    assert Membership.objects.exclude(person=None).count() == 1


def test_opening_the_link_changes_nothing_and_shows_nobody_else(client, steward, maria):
    make_member(steward.circle, "Somebody Private")
    before = list(Membership.objects.order_by("pk").values())

    for visitor in (None, make_person()):
        if visitor:
            client.force_login(visitor)
        for method in (client.get, client.head) * 2:
            assert method(link(maria)).status_code == 200
    page = client.get(link(maria))

    assert list(Membership.objects.order_by("pk").values()) == before
    assert page.headers["X-Robots-Tag"] == "noindex"
    for words in ("Somebody Private", "Anna Berg"):
        assert words not in page.text


def test_the_same_by_the_invitation_and_the_personal_link_ends_with_it(client, steward, maria):
    invitation, by_message = invite(maria, steward), claim_token(maria)
    client.force_login(make_person("M. Santos"))
    address = reverse("invitation", args=[invitation_token(invitation)])
    assert "What Maria has answered and held" in client.get(address).text

    client.post(address, {"name": "Maria"})

    maria.refresh_from_db()
    invitation.refresh_from_db()
    assert maria.person.name == "M. Santos"
    assert (invitation.membership, bool(invitation.accepted_at)) == (maria, True)
    assert read_claim_token(by_message) is None
    assert Membership.objects.count() == 2


def test_by_the_link_what_waited_for_the_name_counts_as_answered(steward, maria):
    invitation = invite(maria, steward)

    joining.claim(maria, person=make_person(), name="Maria", now=NOW)

    invitation.refresh_from_db()
    assert (invitation.is_open, invitation.membership_id) == (False, maria.pk)


@pytest.mark.parametrize("road", ["link", "invitation"])
def test_somebody_here_already_cannot_take_a_second_place(client, steward, maria, road):
    luc = make_member(steward.circle, "Luc")
    token = invitation_token(invite(maria, steward))
    address = link(maria) if road == "link" else reverse("invitation", args=[token])
    client.force_login(luc.person)

    for page in (client.get(address), client.post(address, {"name": "Luc"})):
        assert page.status_code == 200
        assert "You are in this circle already, as Luc." in page.text
        assert "One person has one place here, so Maria is not for you" in page.text
    maria.refresh_from_db()
    assert maria.is_only_a_name
    assert Invitation.objects.get().is_open
    with pytest.raises(HereAlready):
        joining.claim(maria, person=luc.person, name="Luc", now=NOW)


def test_who_was_here_before_comes_back_as_who_they_were_and_the_name_stays_a_name(client, steward, maria):
    luc = make_member(steward.circle, "Luc", welcomed_at=NOW)
    memberships.leave(luc, now=NOW)
    client.force_login(luc.person)
    address = link(maria)

    page = client.post(address, {"name": "Luc M."}, follow=True)

    assert "Welcome back. You are Luc M. here." in page.text
    assert Membership.objects.get(person=luc.person).pk == luc.pk
    maria.refresh_from_db()
    assert maria.is_only_a_name
    assert client.get(address).status_code == 404


def test_a_link_read_before_it_ended_lets_nobody_in(steward, maria):
    joining.end_claim_link(maria)

    with pytest.raises(LinkHasEnded):
        joining.claim(maria, person=make_person(), name="Maria", now=NOW)


def test_pressed_twice_it_is_one_member(steward, maria):
    person = make_person()

    first = joining.claim(maria, person=person, name="Maria", now=NOW)
    second = joining.claim(maria, person=person, name="Maria", now=NOW)

    assert first == second
    assert Membership.objects.filter(circle=steward.circle).count() == 2


def test_an_invitation_accepted_by_a_double_click_is_one_member(steward, maria):
    invitation, person = invite(maria, steward), make_person()

    first = joining.accept(invitation, person=person, name="Maria", now=NOW)
    second = joining.accept(invitation, person=person, name="Maria", now=NOW)

    assert first == second == maria
    assert Membership.objects.filter(person=person).count() == 1


def test_who_is_not_signed_in_signs_up_first_and_comes_back(client, maria):
    address = link(maria)
    pressed = client.post(address, {"name": "Maria"})

    assert pressed.status_code == 302
    assert pressed.url.startswith(reverse("account_signup"))
    assert "%2Fclaim%2F" in pressed.url
    assert '<input type="text" name="name" value="Maria"' in client.get(pressed.url).text
    assert "This link is for Maria, and lets one person in." in client.get(address).text
