"""Handing over: somebody looks after the circle at every moment, and whoever did may go."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import Membership, Standing
from circles.refusals import HasLeft, LastSteward, NotASteward, OnlyAName
from gatherings.models import Turn
from tests.making import make_gathering, make_host, make_member, make_role

NOW = now()

pytestmark = pytest.mark.django_db


def url(circle):
    return reverse("hand_over", args=[circle.slug])


def standings(circle):
    return {each.name: each.standing for each in circle.memberships.present()}


def hand_over(steward, to, *, leaves=False):
    return memberships.hand_over(steward, to=to, leaves=leaves, now=NOW)


def test_somebody_else_looks_after_the_circle_and_i_stay_as_a_member(steward):
    luc = make_member(steward.circle, "Luc")
    hand_over(steward, luc)
    assert standings(steward.circle) == {"Anna": Standing.MEMBER, "Luc": Standing.STEWARD}


def test_or_i_leave_in_the_same_step_and_my_turns_are_open(steward):
    luc = make_host(steward.circle, "Luc")
    Turn.objects.create(
        gathering=make_gathering(steward.circle), role=make_role(steward.circle), holder=steward
    )

    gone = hand_over(steward, luc, leaves=True)

    assert (gone.left_at, gone.link_epoch) == (NOW, 2)
    assert standings(steward.circle) == {"Luc": Standing.STEWARD}
    assert not Turn.objects.exists()


@pytest.mark.parametrize("leaves", [True, False])
def test_done_twice_it_is_done_once(steward, leaves):
    luc = make_member(steward.circle, "Luc")
    hand_over(steward, luc, leaves=leaves)
    before = list(Membership.objects.values())

    hand_over(steward, luc, leaves=leaves)

    assert list(Membership.objects.values()) == before


def test_only_somebody_who_is_here_and_can_sign_in_takes_over(steward):
    gone = make_member(steward.circle, left_at=NOW)
    asleep = make_member(steward.circle)
    asleep.person.is_active = False
    asleep.person.save()
    name = Membership.objects.create(circle=steward.circle, name="Grandmother")
    for to, refused in [(gone, HasLeft), (asleep, OnlyAName), (name, OnlyAName)]:
        with pytest.raises(refused):
            hand_over(steward, to, leaves=True)
    steward.refresh_from_db()
    assert (steward.standing, steward.left_at) == (Standing.STEWARD, None)


def test_only_a_steward_has_something_to_hand_over(steward):
    host, member = make_host(steward.circle), make_member(steward.circle)
    with pytest.raises(NotASteward):
        hand_over(host, member)
    assert standings(steward.circle)[member.name] == Standing.MEMBER


def test_nobody_hands_over_into_another_circle_or_to_themselves(steward):
    with pytest.raises(Membership.DoesNotExist):
        hand_over(steward, make_member())
    with pytest.raises(ValueError, match="themselves"):
        hand_over(steward, steward)


def test_the_last_steward_cannot_leave_and_is_led_to_who_could_take_over(client, steward):
    luc = make_member(steward.circle, "Luc")
    client.force_login(steward.person)
    with pytest.raises(LastSteward):
        memberships.leave(steward, now=NOW)
    assert (
        f"{url(steward.circle)}?leaving"
        in client.get(reverse("leave_circle", args=[steward.circle.slug])).text
    )

    page = client.get(f"{url(steward.circle)}?leaving").text
    assert page.index('value="yes"') < page.index("checked")
    home = client.post(url(steward.circle), {"to": luc.pk, "leaves": "yes"}, follow=True)

    assert "Luc looks after The Hosting Circle now." in home.text
    assert home.redirect_chain == [(reverse("home"), 302)]
    assert standings(steward.circle) == {"Luc": Standing.STEWARD}
    assert client.post(url(steward.circle), {"to": luc.pk, "leaves": "yes"}).url == reverse("home")


def test_the_page_offers_only_who_can_take_over_and_keeps_a_mistaken_form(client, steward):
    make_member(steward.circle, "Luc")
    Membership.objects.create(circle=steward.circle, name="Grandmother")
    theirs = make_member()
    client.force_login(steward.person)

    page = client.get(url(steward.circle)).text
    assert "Luc" in page
    assert "Grandmother" not in page

    for wrong in ({}, {"to": theirs.pk}, {"to": steward.pk}, {"to": "x"}):
        answer = client.post(url(steward.circle), wrong)
        assert answer.status_code == 200
        assert "invalid-feedback" in answer.text
    assert standings(steward.circle)["Anna"] == Standing.STEWARD


def test_alone_a_steward_is_told_to_invite_or_to_close(client, steward):
    client.force_login(steward.person)
    page = client.get(url(steward.circle)).text
    assert reverse("invite", args=[steward.circle.slug]) in page
    assert reverse("circle_close", args=[steward.circle.slug]) in page


@pytest.mark.parametrize("make", [make_member, make_host])
def test_a_member_or_host_cannot_hand_the_circle_over(client, steward, make):
    me, other = make(steward.circle), make_member(steward.circle)
    client.force_login(me.person)
    assert client.get(url(steward.circle)).status_code == 403
    assert client.post(url(steward.circle), {"to": other.pk}).status_code == 403
    assert client.post(url(steward.circle), {}).status_code == 403
    assert standings(steward.circle)["Anna"] == Standing.STEWARD


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, steward, people, django_assert_num_queries):
    for _ in range(people):
        make_member(steward.circle)
    client.force_login(steward.person)
    # session, person; membership with its circle, whether anybody can take over, who
    with django_assert_num_queries(5):
        client.get(url(steward.circle))
