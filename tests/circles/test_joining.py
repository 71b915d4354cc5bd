"""A link lets one person in, once; who was here before comes back to what was theirs."""

import string

import pytest
from django.utils.timezone import now

from circles.arriving import invitations, joining
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.models import Circle, Membership, Standing
from circles.post.links import invitation_token, read_invitation_token
from circles.refusals import LinkHasEnded
from tests.making import make_circle, make_host, make_member, make_person

NOW = now()

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(steward):
    [made] = invitations.invite(
        steward.circle, entries=[Entry("anna@circle.example", "Anna")], by=steward, now=NOW
    )
    return made


def test_an_invitation_makes_a_member_with_the_name_they_chose(steward, invitation):
    anna = make_person("Anna Berg", email="anna@circle.example")

    membership = joining.accept(invitation, person=anna, name="Anna B.", now=NOW)

    assert (membership.circle, membership.person, membership.name) == (steward.circle, anna, "Anna B.")
    assert (membership.standing, membership.joined_at) == (Standing.MEMBER, NOW)
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.membership) == (NOW, membership)


def test_whoever_holds_the_link_may_use_it_once(invitation):
    first = joining.accept(invitation, person=make_person(), name="Anna at home", now=NOW)

    with pytest.raises(LinkHasEnded):
        joining.accept(invitation, person=make_person(), name="Somebody else", now=NOW)
    assert read_invitation_token(invitation_token(invitation)) is None
    assert joining.accept(invitation, person=first.person, name="Pressed twice", now=NOW) == first
    assert Membership.objects.filter(circle=invitation.circle).count() == 2


def test_a_member_who_opens_the_link_of_another_does_not_use_it_up(steward, invitation):
    assert joining.accept(invitation, person=steward.person, name="Me", now=NOW) == steward

    steward.refresh_from_db()
    assert steward.standing == Standing.STEWARD
    assert read_invitation_token(invitation_token(invitation)) == invitation


@pytest.mark.parametrize("meanwhile", ["withdrawn", "sent again", "closed"])
def test_what_ended_while_the_page_was_open_lets_nobody_in(invitation, meanwhile):
    if meanwhile == "withdrawn":
        invitations.withdraw(invitation, now=NOW)
    elif meanwhile == "sent again":
        invitations.send_again(invitation, epoch=1, now=NOW)
    else:
        Circle.objects.update(closed_on=NOW.date())

    with pytest.raises(LinkHasEnded):
        joining.accept(invitation, person=make_person(), name="Anna", now=NOW)
    assert Membership.objects.count() == 1


def test_who_left_comes_back_to_the_same_row_and_to_new_links(invitation):
    before = make_host(invitation.circle, "Anna")
    memberships.leave(before, now=NOW)
    before.refresh_from_db()

    back = joining.accept(invitation, person=before.person, name="Anna again", now=NOW)

    assert back == before
    assert (back.left_at, back.name, back.standing) == (None, "Anna again", Standing.MEMBER)
    assert (back.joined_at, back.link_epoch) == (before.joined_at, before.link_epoch + 1)


def test_the_join_link_is_long_and_random_and_lets_people_in_until_it_is_switched_off(steward):
    circle = steward.circle
    assert joining.circle_behind("") is None

    token = joining.renew_link(circle)

    assert len(token) == 43
    assert set(token) <= {*string.ascii_letters, *string.digits, "-", "_"}
    assert joining.circle_behind(token) == circle
    membership = joining.join(circle, token=token, person=make_person(), name="Luc", now=NOW)
    assert (membership.name, membership.standing) == ("Luc", Standing.MEMBER)

    joining.end_link(circle)
    assert joining.circle_behind(token) is joining.circle_behind("") is None
    with pytest.raises(LinkHasEnded):
        joining.join(circle, token=token, person=make_person(), name="Late", now=NOW)


def test_a_new_join_link_ends_the_one_before(steward):
    old = joining.renew_link(steward.circle)
    new = joining.renew_link(steward.circle)

    assert joining.circle_behind(old) is None
    assert joining.circle_behind(new) == steward.circle
    with pytest.raises(LinkHasEnded):
        joining.join(steward.circle, token=old, person=make_person(), name="Late", now=NOW)


def test_joining_twice_is_joining_once(steward):
    token, luc = joining.renew_link(steward.circle), make_person()

    first = joining.join(steward.circle, token=token, person=luc, name="Luc", now=NOW)
    second = joining.join(steward.circle, token=token, person=luc, name="Luc", now=NOW)

    assert first == second
    assert Membership.objects.filter(person=luc).count() == 1


def test_joining_by_link_answers_the_invitation_to_ones_own_address(steward, invitation):
    token = joining.renew_link(steward.circle)

    anna = make_person(email="anna@circle.example")
    membership = joining.join(steward.circle, token=token, person=anna, name="Anna", now=NOW)

    invitation.refresh_from_db()
    assert invitation.membership == membership
    assert read_invitation_token(invitation_token(invitation)) is None


def test_a_member_of_another_circle_joins_like_anybody(invitation):
    elsewhere = make_member()

    membership = joining.accept(invitation, person=elsewhere.person, name="Anna", now=NOW)

    assert membership != elsewhere
    elsewhere.refresh_from_db()
    assert elsewhere.left_at is None


def test_somebody_who_never_said_where_they_live_tells_the_time_as_their_first_circle_does():
    nowhere, elsewhere = make_person(timezone="UTC"), make_person(timezone="Europe/Lisbon")
    for person in (nowhere, elsewhere):
        for zone in ("America/Edmonton", "Asia/Kathmandu"):
            circle = make_circle(timezone=zone)
            joining.join(circle, token=joining.renew_link(circle), person=person, name="Me", now=now())
        person.refresh_from_db()

    assert (nowhere.timezone, elsewhere.timezone) == ("America/Edmonton", "Europe/Lisbon")
