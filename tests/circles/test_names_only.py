"""Members who are only a name: written down once, seen by everybody, invited by stewards."""

import pytest
from django.utils.timezone import now

from circles.arriving import invitations, naming
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.models import Invitation, Letter, Membership, Standing
from circles.refusals import (
    AddressIsHere,
    AddressIsInvited,
    CircleHasClosed,
    NotAHost,
    NotOnlyAName,
    TooManyLetters,
)
from tests.circles.addresses import url
from tests.making import make_circle, make_host, make_member, make_person, make_steward

NOW = now()
pytestmark = pytest.mark.django_db


def add(steward, *names):
    return naming.add_names(steward.circle, names=names, by=steward, now=NOW)


def test_names_are_written_down_each_once_in_their_order(steward):
    luc, maria, again = add(steward, "Luc", "  Maria \t Santos ", "Luc")[:2] + add(steward, "Luc")

    assert luc == again
    assert [member.name for member in Membership.objects.filter(person=None)] == ["Luc", "Maria Santos"]
    assert {member.standing for member in (luc, maria)} == {Standing.MEMBER}
    assert luc.is_only_a_name
    assert not Letter.objects.exists()


def test_a_name_nothing_of_which_shows_is_passed_over_and_one_that_signs_in_is_no_name(steward):
    make_member(steward.circle, "Luc")
    gone = make_member(steward.circle, "Noor", left_at=NOW)
    Membership.objects.filter(pk=gone.pk).update(person=None)

    made = add(steward, "", "\u202e", "Luc", "Noor", "x" * 200)

    assert [member.name for member in made] == ["Luc", "Noor", "x" * 80]
    assert Membership.objects.filter(circle=steward.circle).count() == 6


def test_who_is_no_host_here_writes_nobody_down(steward):
    for by in (make_member(steward.circle), make_host(), make_host(steward.circle, left_at=NOW)):
        with pytest.raises(NotAHost):
            naming.add_names(steward.circle, names=["Luc"], by=by, now=NOW)
    closed = make_circle(closed_on=NOW.date())
    with pytest.raises(CircleHasClosed):
        naming.add_names(closed, names=["Luc"], by=None, now=NOW)


def test_a_name_is_invited_once_and_another_address_takes_the_place_of_the_first(steward):
    [maria] = add(steward, "Maria")
    first = invitations.invite_to_claim(maria, email="Maria@Circle.example", by=steward, now=NOW)
    again = invitations.invite_to_claim(maria, email="maria@circle.example", by=steward, now=NOW)

    assert first == again
    assert (first.email, first.name, first.claims, Letter.objects.count()) == (
        "maria@circle.example",
        "Maria",
        maria,
        1,
    )
    second = invitations.invite_to_claim(maria, email="ms@work.example", by=steward, now=NOW)
    first.refresh_from_db()
    assert (first.is_open, second.is_open, Letter.objects.count()) == (False, True, 2)


def test_somebody_invited_without_a_name_gets_this_one_by_the_letter_they_have(steward):
    [maria] = add(steward, "Maria")
    [sent] = invitations.invite(steward.circle, entries=[Entry("maria@circle.example")], by=steward, now=NOW)

    same = invitations.invite_to_claim(maria, email="maria@circle.example", by=steward, now=NOW)

    assert (same, same.claims, same.name, Letter.objects.count()) == (sent, maria, "Maria", 1)


def test_an_address_that_is_taken_is_refused_by_name(steward, monkeypatch):
    maria, noor = add(steward, "Maria", "Noor")
    make_member(steward.circle, "Luc", person=make_person(email="luc@circle.example"))
    invitations.invite_to_claim(maria, email="maria@circle.example", by=steward, now=NOW)

    with pytest.raises(AddressIsHere, match="the address of Luc"):
        invitations.invite_to_claim(noor, email="LUC@circle.example", by=steward, now=NOW)
    with pytest.raises(AddressIsInvited, match="invited already, as Maria"):
        invitations.invite_to_claim(noor, email="maria@circle.example", by=steward, now=NOW)
    monkeypatch.setattr(invitations, "MOST_IN_A_DAY", 1)
    with pytest.raises(TooManyLetters):
        invitations.invite_to_claim(noor, email="noor@circle.example", by=steward, now=NOW)
    assert Invitation.objects.count() == 1


def test_only_a_name_that_is_here_can_be_invited(steward):
    [maria] = add(steward, "Maria")
    memberships.remove(maria, by=steward, now=NOW)

    for member in (steward, maria):
        with pytest.raises(NotOnlyAName):
            invitations.invite_to_claim(member, email="a@circle.example", by=steward, now=NOW)


def test_a_host_writes_names_down_on_the_page_and_a_steward_finds_the_way_to_invite_them(client, steward):
    host = make_host(steward.circle)
    client.force_login(host.person)
    page = client.post(url("names", steward.circle), {"names": "Maria\n\nLuc\r\nMaria\n"}, follow=True)

    assert "Two people are in the circle, as names." in page.text
    maria = Membership.objects.get(name="Maria")
    assert url("only_name", steward.circle, maria.pk) not in page.text
    client.force_login(steward.person)
    assert url("only_name", steward.circle, maria.pk) in client.get(url("names", steward.circle)).text


@pytest.mark.parametrize("names", ["", "  \n", "\u202e\u200b\nLuc", "luc@circle.example", "x" * 81, "a\0b"])
def test_what_is_no_name_is_refused_with_a_sentence_and_nobody_is_written_down(client, steward, names):
    client.force_login(steward.person)
    page = client.post(url("names", steward.circle), {"names": names})

    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    assert Membership.objects.count() == 1


def test_a_steward_invites_a_name_by_letter_and_sees_a_text_to_copy(client, steward, settings):
    settings.SITE_URL = "https://circles.example"
    [maria] = add(steward, "Maria")
    client.force_login(steward.person)
    address = url("only_name", steward.circle, maria.pk)

    page = client.get(address)
    assert (
        "Maria, there is a place for you in The Hosting Circle: https://circles.example/claim/" in page.text
    )
    assert "no-store" in page.headers["Cache-Control"]

    page = client.post(address, {"email": "maria@circle.example"}, follow=True)
    assert "A letter is on its way to maria@circle.example." in page.text
    assert Invitation.objects.get().claims == maria
    page = client.post(address, {"email": "nobody"})
    assert (page.status_code, "invalid-feedback" in page.text) == (200, True)


@pytest.mark.parametrize("name", ["only_name", "claim_link_end"])
@pytest.mark.parametrize(("who", "code"), [("stranger", 404), ("member", 403), ("host", 403)])
def test_only_stewards_hand_a_name_over(client, steward, name, who, code):
    [maria] = add(steward, "Maria")
    here = {"member": make_member, "host": make_host}
    visitor = here[who](steward.circle) if who in here else make_steward()
    client.force_login(visitor.person)

    response = client.post(url(name, steward.circle, maria.pk), {"email": "me@evil.example"})

    maria.refresh_from_db()
    assert (response.status_code, maria.link_epoch) == (code, 1)
    assert not Invitation.objects.exists()
    assert "/claim/" not in client.get(url("only_name", steward.circle, maria.pk)).text


@pytest.mark.parametrize(("who", "code"), [("stranger", 404), ("member", 403)])
def test_only_hosts_write_names_down(client, steward, who, code):
    visitor = make_member(steward.circle) if who == "member" else make_steward()
    client.force_login(visitor.person)

    assert client.post(url("names", steward.circle), {"names": "Maria"}).status_code == code
    assert not Membership.objects.filter(person=None).exists()


def test_a_name_of_another_circle_and_somebody_who_signs_in_are_not_found(client, steward):
    theirs = make_steward()
    [other] = add(theirs, "Maria")
    client.force_login(steward.person)

    for pk in (other.pk, steward.pk):
        assert client.get(url("only_name", steward.circle, pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_name_and_for_three(
    client, steward, count, django_assert_num_queries
):
    for number in range(count):
        [member] = add(steward, f"Name {number}")
        invitations.invite_to_claim(member, email=f"{number}@circle.example", by=steward, now=NOW)
    client.force_login(steward.person)

    # session, person, membership with its circle, names, their invitations
    with django_assert_num_queries(5):
        page = client.get(url("names", steward.circle))
    assert page.text.count("invited: ") == count
