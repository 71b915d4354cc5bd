"""Inviting: looked over before it is sent, sent once, and nothing typed is lost."""

import pytest
from django.utils.timezone import now

from circles.arriving import invitations, joining
from circles.arriving.paste import Entry
from circles.models import Circle, Invitation, Letter
from circles.post.links import invitation_token, read_invitation_token
from tests.circles.addresses import url
from tests.making import make_host, make_member, make_person, make_steward

pytestmark = pytest.mark.django_db

TEN = "\n".join(f"Guest {letter} <{letter}@circle.example>" for letter in "abcdefghij")


@pytest.fixture
def steward(client):
    made = make_steward(name="Anna Berg")
    client.force_login(made.person)
    return made


def look_over(client, circle, people):
    return client.post(url("invite", circle), {"people": people, "look": "yes"})


def send(client, circle, people, **changed):
    looked = look_over(client, circle, people)
    seen = looked.context["form"].digest
    return client.post(url("invite", circle), {"people": people, "seen": seen, "send": "yes"} | changed)


def test_twelve_of_which_two_are_wrong_send_nothing_and_lose_nothing(client, steward):
    people = TEN + "\nluc.circle.example\nNoor <noor@circle>  "

    for page in (
        look_over(client, steward.circle, people),
        client.post(url("invite", steward.circle), {"people": people, "send": "yes", "seen": "x"}),
    ):
        assert page.status_code == 200
        assert "Two lines need another look. Nobody has been invited yet." in page.text
        assert "Line 11: in “luc.circle.example” the @ is missing." in page.text
        assert "Line 12: in “Noor &lt;noor@circle&gt;” the part after the @ is not whole" in page.text
        assert page.context["form"]["people"].value() == people
        assert "\nluc.circle.example\nNoor &lt;noor@circle&gt;  </textarea>" in page.text
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_the_list_is_looked_over_before_anything_is_sent(client, steward):
    make_member(steward.circle, "Luc", person=make_person(email="luc@circle.example"))
    invitations.invite(steward.circle, entries=[Entry("noor@circle.example")], by=steward, now=now())
    people = f"{TEN}\nluc@circle.example\nnoor@circle.example\nk@circle.example\nA@circle.example"

    page = look_over(client, steward.circle, people)

    assert "Invite eleven people" in page.text
    assert "here already: Luc" in page.text
    assert "invited already" in page.text
    assert "a@circle.example (lines 1, 14)" in page.text
    assert "A@circle.example</textarea>" in page.text
    assert Invitation.objects.count() == 1


def test_eleven_are_invited_once_though_the_button_is_pressed_twice(client, steward):
    people = f"{TEN}\nk@circle.example"

    seen = look_over(client, steward.circle, people).context["form"].digest
    pressed = {"people": people, "seen": seen, "send": "yes"}

    once = client.post(url("invite", steward.circle), pressed, follow=True)
    again = client.post(url("invite", steward.circle), pressed, follow=True)

    assert "Letters are on their way to eleven people." in once.text
    assert "Nobody was left to invite" in again.text
    assert Invitation.objects.count() == Letter.objects.count() == 11


def test_a_list_changed_after_it_was_looked_over_is_looked_over_again(client, steward):
    looked = look_over(client, steward.circle, TEN)
    changed = {"people": TEN + "\nk@circle.example", "seen": looked.context["form"].digest, "send": "yes"}

    page = client.post(url("invite", steward.circle), changed)

    assert "Invite eleven people" in page.text
    assert not Invitation.objects.exists()


def test_a_circle_that_sent_its_share_is_told_and_the_list_stays(client, steward, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_IN_A_DAY", 5)

    page = send(client, steward.circle, TEN)

    assert "A circle can send 5 invitations a day" in page.text
    assert page.context["form"]["people"].value() == TEN
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("people", ["", "   \n ", "\x00", "a" * 20_001])
def test_nothing_or_far_too_much_is_refused_with_a_sentence(client, steward, people):
    page = look_over(client, steward.circle, people)

    assert page.status_code == 200
    assert "invalid-feedback" in page.text


def test_what_is_pasted_never_becomes_markup(client, steward):
    people = '"<script>alert(1)</script>" <luc@circle.example>\n<b>x</b>'

    page = look_over(client, steward.circle, people)
    assert "<script>alert" not in page.text
    assert "<b>x</b>" not in page.text

    page = look_over(client, steward.circle, people.split("\n")[0])
    assert "<script>alert" not in page.text


def test_an_invitation_is_sent_again_once_and_withdrawn(client, steward):
    [invitation] = invitations.invite(
        steward.circle, entries=[Entry("luc@circle.example", "Luc")], by=steward, now=now()
    )
    again = url("invitation_resend", steward.circle, invitation.pk)

    for _ in range(2):
        assert "A new letter is on its way to Luc." in client.post(again, {"epoch": 1}, follow=True).text
    assert Letter.objects.count() == 2

    gone = url("invitation_withdraw", steward.circle, invitation.pk)
    for _ in range(2):
        assert "The invitation to Luc is withdrawn." in client.post(gone, follow=True).text
    invitation.refresh_from_db()
    assert read_invitation_token(invitation_token(invitation)) is None
    page = client.post(again, {"epoch": 2}, follow=True)
    assert "This invitation is no longer open." in page.text


def test_the_join_link_is_made_made_anew_and_switched_off(client, steward):
    address = url("join_link", steward.circle)

    page = client.post(address, {"action": "renew"}, follow=True)
    first = Circle.objects.get().join_token
    assert f"/join/{first}/" in page.text
    assert "The link is below." in page.text
    assert "One from before" not in page.text

    page = client.post(address, {"action": "renew"}, follow=True)
    assert f"/join/{first}/" not in page.text
    assert "The new link is below. One from before no longer works." in page.text
    assert joining.circle_behind(first) is None

    page = client.post(address, {"action": "end"}, follow=True)
    assert "/join/" not in page.text.replace("/join-link/", "")
    assert Circle.objects.get().join_token == ""
    assert client.post(address, {"action": "nonsense"}).status_code == 302


def test_whether_the_join_link_asks_first_is_said_beside_it(client, steward):
    address = url("join_link", steward.circle)
    assert 'name="asks" value="yes">' in client.get(url("invite", steward.circle)).text

    page = client.post(address, {"action": "renew", "asks": "yes"}, follow=True).text
    token = Circle.objects.get(joining_asks=True).join_token
    assert "Whoever has this link can ask to join" in page
    assert 'name="asks" value="yes" checked>' in page

    page = client.post(address, {"action": "keep"}, follow=True).text
    assert "Kept. Who comes by the link is in at once." in page
    assert Circle.objects.filter(join_token=token, joining_asks=False).exists()

    client.post(address, {"action": "keep", "asks": "yes"})
    client.post(address, {"action": "end"})
    assert Circle.objects.filter(join_token="", joining_asks=True).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, steward, count, django_assert_num_queries):
    entries = [Entry(f"{number}@circle.example") for number in range(count)]
    invitations.invite(steward.circle, entries=entries, by=steward, now=now())

    # session, person, membership with its circle, invitations, their letters
    with django_assert_num_queries(5):
        page = client.get(url("invite", steward.circle))
    assert page.text.count(">Withdraw<") == count


CLOSED = [
    ("invite", False),
    ("invitation_resend", True),
    ("invitation_withdraw", True),
    ("join_link", False),
]


@pytest.mark.parametrize(("name", "needs_pk"), CLOSED)
@pytest.mark.parametrize("who", ["stranger", "host"])
def test_only_stewards_invite(client, name, needs_pk, who):
    theirs = make_steward()
    [invitation] = invitations.invite(
        theirs.circle, entries=[Entry("luc@circle.example")], by=theirs, now=now()
    )
    visitor = make_host(theirs.circle) if who == "host" else make_steward()
    client.force_login(visitor.person)
    args = [invitation.pk] if needs_pk else []

    response = client.post(url(name, theirs.circle, *args), {"people": TEN, "epoch": 1, "action": "renew"})

    assert response.status_code == (403 if who == "host" else 404)
    assert "luc@circle.example" not in response.text
    invitation.refresh_from_db()
    assert (invitation.epoch, invitation.withdrawn_at, Invitation.objects.count()) == (1, None, 1)
    assert Circle.objects.exclude(join_token="").count() == 0


@pytest.mark.parametrize("name", ["invitation_resend", "invitation_withdraw"])
def test_invitations_of_other_circles_cannot_be_touched(client, steward, name):
    theirs = make_steward()
    [invitation] = invitations.invite(
        theirs.circle, entries=[Entry("luc@circle.example")], by=theirs, now=now()
    )

    assert client.post(url(name, steward.circle, invitation.pk), {"epoch": 1}).status_code == 404
    invitation.refresh_from_db()
    assert (invitation.epoch, invitation.withdrawn_at) == (1, None)
