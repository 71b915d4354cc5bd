"""Leaving, being removed, standing: someone always looks after the circle, and the past stays."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.http import Http404
from django.utils.timezone import now

from circles import letters
from circles.access import membership_for
from circles.arriving import invitations, joining, naming
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.models import Circle, Invitation, Letter, Membership, Standing
from circles.refusals import HasLeft, LastSteward, NotASteward, OnlyAName
from gatherings.models import Rsvp
from tests.making import (
    make_agreement,
    make_circle,
    make_gathering,
    make_host,
    make_member,
    make_person,
    make_steward,
)

NOW = now()

pytestmark = pytest.mark.django_db


def test_leaving_ends_the_links_and_keeps_the_past(steward):
    member = make_member(steward.circle)
    wording = make_agreement(steward.circle).wording
    wording.affirmations.create(membership=member)
    past = make_gathering(steward.circle, NOW.date() - timedelta(days=365))
    Rsvp.objects.create(gathering=past, membership=member, answer="yes")

    memberships.leave(member, now=NOW)

    member.refresh_from_db()
    assert (member.left_at, member.link_epoch, member.calendar_version) == (NOW, 2, 2)
    assert wording.affirmations.count() == 1
    assert Rsvp.objects.count() == 1
    with pytest.raises(Http404):
        membership_for(member.person, steward.circle.slug)


def test_leaving_twice_is_leaving_once(steward):
    member = make_member(steward.circle)

    memberships.leave(member, now=NOW)
    again = memberships.leave(member, now=now())

    assert (again.left_at, again.link_epoch) == (NOW, 2)


def test_letters_that_wait_for_somebody_who_leaves_are_let_go(steward):
    member = make_member(steward.circle)
    letters.write(kind="invitation", key="theirs", membership=member, now=NOW)
    letters.write(kind="invitation", key="mine", membership=steward, now=NOW)

    memberships.leave(member, now=NOW)

    assert [letter.key for letter in Letter.objects.all()] == ["mine"]


def test_the_last_steward_hands_over_before_leaving_or_stepping_down(steward):
    host = make_host(steward.circle)
    for attempt in (
        lambda: memberships.leave(steward, now=NOW),
        lambda: memberships.remove(steward, by=steward, now=NOW),
        lambda: memberships.set_standing(steward, standing=Standing.HOST, by=steward, now=NOW),
    ):
        with pytest.raises(LastSteward, match="Anna is the last steward"):
            attempt()

    memberships.set_standing(host, standing=Standing.STEWARD, by=steward, now=NOW)
    memberships.leave(steward, now=NOW)

    assert [m.standing for m in Membership.objects.present()] == [Standing.STEWARD]


@pytest.mark.parametrize("nobody", ["left", "only a name", "may not sign in"])
def test_a_steward_who_cannot_come_is_no_steward_to_hand_over_to(steward, nobody):
    other = make_steward(steward.circle)
    if nobody == "left":
        Membership.objects.filter(pk=other.pk).update(left_at=NOW)
    elif nobody == "only a name":
        Membership.objects.filter(pk=other.pk).update(person=None)
    else:
        other.person.is_active = False
        other.person.save()

    with pytest.raises(LastSteward):
        memberships.leave(steward, now=NOW)


def test_a_removed_member_knows_no_way_back(steward):
    circle = steward.circle
    member = make_member(circle, person=make_person(email="gone@circle.example"))
    old = joining.renew_link(circle)
    Invitation.objects.create(circle=circle, email="gone@circle.example")
    invitations.invite(circle, entries=[Entry("stays@circle.example")], by=steward, now=NOW)

    memberships.remove(member, by=steward, now=NOW)

    member.refresh_from_db()
    circle.refresh_from_db()
    assert (member.left_at, member.link_epoch) == (NOW, 2)
    assert circle.join_token not in {"", old}
    assert joining.circle_behind(old) is None
    still_open = Invitation.objects.filter(withdrawn_at=None)
    assert [invitation.email for invitation in still_open] == ["stays@circle.example"]


def test_removing_somebody_does_not_switch_joining_by_link_on(steward):
    memberships.remove(make_member(steward.circle), by=steward, now=NOW)

    assert Circle.objects.get().join_token == ""


def test_two_stewards_cannot_remove_each_other(steward):
    other = make_steward(steward.circle)

    memberships.remove(other, by=steward, now=NOW)

    with pytest.raises(NotASteward):
        memberships.remove(steward, by=other, now=NOW)


def test_only_a_steward_of_the_same_circle_removes_or_promotes(steward):
    member = make_member(steward.circle)
    for by in (make_host(steward.circle), make_steward(make_circle())):
        with pytest.raises(NotASteward):
            memberships.remove(member, by=by, now=NOW)
        with pytest.raises(NotASteward):
            memberships.set_standing(member, standing=Standing.HOST, by=by, now=NOW)

    member.refresh_from_db()
    assert (member.left_at, member.standing) == (None, Standing.MEMBER)


def test_standing_goes_up_and_down(steward):
    member = make_member(steward.circle)

    for standing in (Standing.HOST, Standing.STEWARD, Standing.MEMBER):
        assert memberships.set_standing(member, standing=standing, by=steward, now=NOW).standing == standing
        member.refresh_from_db()
        assert member.standing == standing


def test_who_cannot_sign_in_stays_a_member(steward):
    only_a_name = Membership.objects.create(circle=steward.circle, name="Grandmother")

    with pytest.raises(OnlyAName):
        memberships.set_standing(only_a_name, standing=Standing.HOST, by=steward, now=NOW)


def test_who_has_left_gets_no_standing(steward):
    member = make_member(steward.circle)
    memberships.leave(member, now=NOW)

    with pytest.raises(HasLeft):
        memberships.set_standing(member, standing=Standing.STEWARD, by=steward, now=NOW)


def test_an_operator_may_do_what_a_steward_may(steward):
    member = make_member(steward.circle)

    memberships.set_standing(member, standing=Standing.STEWARD, by=None, now=NOW)
    memberships.remove(steward, by=None, now=NOW)

    assert [m.pk for m in Membership.objects.present()] == [member.pk]


def test_removing_somebody_withdraws_the_invitations_to_all_of_their_addresses():
    steward = make_steward()
    luc = make_member(steward.circle, person=make_person(email="luc@circle.example"))
    EmailAddress.objects.create(user=luc.person, email="luc@work.example", verified=True)
    entries = [Entry("luc@work.example"), Entry("noor@work.example")]
    theirs, hers = invitations.invite(steward.circle, entries=entries, by=steward, now=NOW)

    memberships.remove(luc, by=steward, now=NOW)

    theirs.refresh_from_db()
    hers.refresh_from_db()
    assert (theirs.is_open, hers.is_open) == (False, True)


def test_removing_a_name_withdraws_the_invitation_to_claim_it():
    steward = make_steward()
    [maria] = naming.add_names(steward.circle, names=["Maria"], by=steward, now=NOW)
    invitation = invitations.invite_to_claim(maria, email="maria@circle.example", by=steward, now=NOW)

    memberships.remove(maria, by=steward, now=NOW)

    invitation.refresh_from_db()
    assert not invitation.is_open
