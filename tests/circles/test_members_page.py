"""What becomes of people: everybody sees who is here; stewards look after it; nobody else learns anything."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.arriving import joining
from circles.belonging import memberships
from circles.models import Membership, Standing
from tests.circles.addresses import url
from tests.making import make_host, make_member, make_steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward(name="Anna Berg")


def standing_after(member):
    member.refresh_from_db()
    return member.standing


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("members", []),
        ("member", [1]),
        ("my_name", []),
        ("my_face", []),
        ("my_roles", []),
        ("hand_over", []),
        ("circle_rest", []),
        ("circle_close", []),
        ("circle_delete", []),
        ("member_away", [1]),
        ("leave_circle", []),
        ("member_standing", [1]),
        ("member_remove", [1]),
    ],
)
def test_a_stranger_cannot_tell_that_the_circle_exists(client, steward, name, args):
    client.force_login(make_steward().person)

    for method in [client.get] if name in {"members", "member"} else [client.get, client.post]:
        theirs, nowhere = method(url(name, steward.circle, *args)), method(reverse(name, args=["no", *args]))
        assert theirs.status_code == nowhere.status_code == 404
        assert "Anna Berg" not in theirs.text
    assert not Membership.objects.exclude(left_at=None).exists()


@pytest.mark.parametrize("name", ["member_standing", "member_remove"])
def test_a_host_may_not_look_after_people(client, steward, name):
    host, member = make_host(steward.circle), make_member(steward.circle)
    client.force_login(host.person)

    for response in (
        client.get(url(name, steward.circle, member.pk)),
        client.post(url(name, steward.circle, member.pk), {"standing": 3}),
    ):
        assert response.status_code == 403
    assert standing_after(member) == Standing.MEMBER
    assert member.left_at is None


def test_the_page_of_one_shows_a_steward_what_they_can_do(client, steward):
    member = make_member(steward.circle, "Luc")
    client.force_login(steward.person)

    page = client.get(url("member", steward.circle, member.pk))
    assert page.text.count('aria-pressed="true"') == 1
    assert url("member_standing", steward.circle, member.pk) in page.text
    assert url("member_remove", steward.circle, member.pk) in page.text

    mine = client.get(url("member", steward.circle, steward.pk))
    assert "You are the last steward." in mine.text
    assert 'name="standing"' not in mine.text
    assert url("hand_over", steward.circle) in mine.text
    assert url("member_remove", steward.circle, steward.pk) not in mine.text


def test_an_old_address_of_somebodys_standing_leads_to_their_page(client, steward):
    client.force_login(steward.person)
    answer = client.get(url("member_standing", steward.circle, steward.pk))
    assert answer.url == url("member", steward.circle, steward.pk)


def test_a_steward_makes_a_host_and_the_page_says_so(client, steward):
    member = make_member(steward.circle, "Luc")
    client.force_login(steward.person)

    page = client.post(url("member_standing", steward.circle, member.pk), {"standing": 2}, follow=True)

    assert "Luc is host here now." in page.text
    assert standing_after(member) == Standing.HOST


@pytest.mark.parametrize("value", ["", "0", "4", "x"])
def test_a_standing_nobody_has_is_refused(client, steward, value):
    member = make_member(steward.circle)
    client.force_login(steward.person)

    page = client.post(url("member_standing", steward.circle, member.pk), {"standing": value}, follow=True)

    assert "Choose member, host or steward." in page.text
    assert standing_after(member) == Standing.MEMBER


def test_the_last_steward_cannot_step_down(client, steward):
    client.force_login(steward.person)

    page = client.post(url("member_standing", steward.circle, steward.pk), {"standing": 1}, follow=True)

    assert "Anna Berg is the last steward. Hand over first" in page.text
    assert standing_after(steward) == Standing.STEWARD


def test_members_of_other_circles_cannot_be_touched(client, steward):
    theirs = make_member()
    client.force_login(steward.person)

    for name in ("member_standing", "member_remove"):
        assert client.post(url(name, steward.circle, theirs.pk), {"standing": 3}).status_code == 404
    assert standing_after(theirs) == Standing.MEMBER
    assert theirs.left_at is None


def test_removing_is_asked_with_what_follows_and_done_once(client, steward):
    member = make_member(steward.circle, "Luc")
    joining.renew_link(steward.circle)
    client.force_login(steward.person)
    address = url("member_remove", steward.circle, member.pk)

    asked = client.get(address)
    assert "Remove Luc from the circle?" in asked.text
    assert "a new one is made" in asked.text
    member.refresh_from_db()
    assert member.left_at is None

    for _ in range(2):
        assert "Luc is no longer in the circle." in client.post(address, follow=True).text
    member.refresh_from_db()
    assert (member.left_at is None, member.link_epoch) == (False, 2)


def test_who_is_removed_finds_the_door_closed_at_the_next_request(client, steward):
    member = make_member(steward.circle)
    client.force_login(member.person)
    assert client.get(url("members", steward.circle)).status_code == 200

    memberships.remove(member, by=steward, now=now())

    assert client.get(url("members", steward.circle)).status_code == 404


def test_leaving_is_asked_with_what_follows_and_done_once(client, steward):
    member = make_member(steward.circle)
    client.force_login(member.person)

    assert (
        "Roles you were to hold are open for others" in client.get(url("leave_circle", steward.circle)).text
    )
    for _ in range(2):
        response = client.post(url("leave_circle", steward.circle))
        assert (response.status_code, response.url) == (302, reverse("home"))
    member.refresh_from_db()
    assert member.left_at is not None


def test_the_last_steward_is_told_to_hand_over_instead(client, steward):
    client.force_login(steward.person)

    page = client.get(url("leave_circle", steward.circle))
    assert "You are the last steward" in page.text
    assert "<form" not in page.text.split('id="main"')[1]

    client.post(url("leave_circle", steward.circle))
    steward.refresh_from_db()
    assert steward.left_at is None


def test_i_say_what_the_circle_calls_me(client, steward):
    client.force_login(steward.person)

    page = client.post(url("my_name", steward.circle), {"name": "  An\r\nna\x07 B. "}, follow=True)

    assert "The circle calls you An na B. now." in page.text
    steward.refresh_from_db()
    steward.person.refresh_from_db()
    assert (steward.name, steward.person.name) == ("An na B.", "Anna Berg")


@pytest.mark.parametrize("name", ["", "   ", "\r\n", "x" * 81])
def test_a_name_that_is_none_is_refused_and_kept_in_its_box(client, steward, name):
    client.force_login(steward.person)

    page = client.post(url("my_name", steward.circle), {"name": name})

    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    steward.refresh_from_db()
    assert steward.name == "Anna Berg"
