"""The landing page, my home, and a circle's front page."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.timezone import now

from checkins.phrases import catching
from checkins.poem import harvesting, versions
from checkins.tonight import rounds
from circles.arriving import asking, invitations
from circles.arriving.paste import Entry
from circles.models import Circle, Invitation
from gatherings.models import Gathering, Rsvp, Status, Turn, TurnRequest
from tests.making import (
    make_agreement,
    make_circle,
    make_gathering,
    make_host,
    make_lab,
    make_member,
    make_person,
    make_role,
    make_steward,
)

pytestmark = pytest.mark.django_db


def give_poem(circle, catcher, title):
    gathering = make_gathering(circle, (now() - timedelta(days=20)).date())
    catching.catch(rounds.round_of(gathering), lines=["a line"], by=catcher, nonce="c", now=now())
    harvest = harvesting.begin(gathering, catcher=catcher, now=now())
    harvest = harvesting.arrange(
        harvest,
        placed=harvesting.proposed(gathering, versions.phrases_of(gathering), "as-spoken"),
        title=title,
        thanks="",
        version=1,
        by=catcher,
        now=now(),
    )
    return harvesting.give(harvest, by=catcher, version=2, now=now())


def test_a_visitor_reads_what_this_is_and_somebody_signed_in_goes_home(client):
    visitor = client.get("/")
    client.force_login(make_person())
    member = client.get("/")

    assert "A home for communities of practice" in visitor.text
    assert (member.status_code, member["Location"]) == (302, reverse("home"))


def test_a_home_without_circles_invites(client):
    client.force_login(make_person())

    page = client.get(reverse("home"))

    assert "You are in no circle yet" in page.text
    for way_on in ("found_circle", "circles", "labs"):
        assert f'href="{reverse(way_on)}"' in page.text.split('class="empty"')[1].split("</main>")[0]


def test_a_home_tells_of_what_i_asked_and_wait_to_hear(client):
    person, circle = make_person(), make_circle("The Open Circle", listed=True)
    asking.ask(circle, person=person, name="Noor", words="", now=now())
    client.force_login(person)

    page = client.get(reverse("home")).text
    assert "You asked to join The Open Circle on" in page
    assert f'href="{reverse("ask_to_join", args=[circle.slug])}"' in page


def invited_to(circle_name, address, *, by=None):
    steward = by or make_steward(make_circle(circle_name), name="Anna Berg")
    invitations.invite(steward.circle, entries=[Entry(address, "Tom")], by=steward, now=now())
    return steward.circle


def test_a_home_leads_to_what_i_am_invited_to_by_an_address_i_have_confirmed_and_opening_changes_nothing(
    client,
):
    tom = make_person("Tom", email="tom@circle.example")
    EmailAddress.objects.create(user=tom, email=tom.email, verified=True, primary=True)
    EmailAddress.objects.create(user=tom, email="not.yet@circle.example")
    invited_to("The Kitchen Table", tom.email)
    invited_to("CANARY unconfirmed", "not.yet@circle.example")
    invited_to("CANARY somebody else", "ann@circle.example")
    invited_to("CANARY mine", tom.email, by=make_steward(make_circle("CANARY mine"), person=make_person()))
    Circle.objects.filter(name="CANARY mine").update(closed_on=now().date())
    client.force_login(tom)
    before = list(Invitation.objects.order_by("pk").values())

    page = client.get(reverse("home")).text

    assert "Anna Berg invites you to The Kitchen Table." in page
    assert "open the link in your letter" not in page
    assert "CANARY" not in page
    [link] = re.findall(r'href="(/invitation/[^"]*)"', page)
    assert client.get(link).context["circle"].name == "The Kitchen Table"
    assert list(Invitation.objects.order_by("pk").values()) == before
    client.post(link, {"name": "Tom"})
    assert "invites you" not in client.get(reverse("home")).text


def test_a_home_tells_only_stewards_who_waits_for_their_answer(client):
    steward, member = make_steward(), make_member()
    for circle in (steward.circle, member.circle):
        Circle.objects.filter(pk=circle.pk).update(listed=True)
        for number in range(2):
            asking.ask(circle, person=make_person(), name=f"Asker {number}", words="", now=now())
    client.force_login(steward.person)
    page = client.get(reverse("home")).text
    assert "2 people ask to join." in page
    assert f'href="{reverse("asking", args=[steward.circle.slug])}"' in page

    client.force_login(member.person)
    assert "ask to join" not in client.get(reverse("home")).text
    Circle.objects.update(closed_on=now())
    client.force_login(steward.person)
    assert "ask to join" not in client.get(reverse("home")).text


def test_home_shows_what_comes_next_and_what_i_said(client):
    steward = make_steward()
    later = make_gathering(steward.circle, (now() + timedelta(days=40)).date())
    off = make_gathering(steward.circle, (now() + timedelta(days=5)).date(), status=Status.CALLED_OFF)
    soon = make_gathering(steward.circle, (now() + timedelta(days=10)).date())
    Rsvp.objects.create(gathering=soon, membership=steward, answer="maybe")
    Turn.objects.create(gathering=soon, role=make_role(steward.circle, "Guardian"), holder=steward)
    give_poem(steward.circle, steward, "With our faces")
    client.force_login(steward.person)

    page = client.get(reverse("home")).text

    assert soon.get_absolute_url() in page
    assert later.get_absolute_url() not in page
    assert f'class="day" href="{off.get_absolute_url()}"' not in page
    assert "You said maybe" in page
    assert "You hold: Guardian" in page
    assert "With our faces" in page


def test_one_called_off_soon_stands_on_home_and_front_above_what_comes_next(client):
    member = make_member()
    today = now().date()
    for days, reason in ((-7, "Long past"), (3, "Snow"), (60, "Far away")):
        gathering = make_gathering(member.circle, today + timedelta(days=days))
        gathering.status, gathering.reason = Status.CALLED_OFF, reason
        gathering.save()
    make_gathering(member.circle, today + timedelta(days=31))
    client.force_login(member.person)

    for address in (reverse("home"), member.circle.get_absolute_url()):
        page = client.get(address).text
        assert "Called off. Snow" in page
        assert "Long past" not in page
        assert "Far away" not in page


@pytest.mark.parametrize("circles", [1, 3])
def test_home_costs_the_same_for_one_circle_and_for_three(client, django_assert_num_queries, circles):
    person = make_person()
    for _number in range(circles):
        member = make_steward(person=person)
        gathering = make_gathering(member.circle)
        Rsvp.objects.create(gathering=gathering, membership=member, answer="yes")
        give_poem(member.circle, member, "CANARY poem")
    client.force_login(person)

    # session, person; memberships with circles, next gatherings, my answers, my turns, latest poems; what I asked
    with django_assert_num_queries(8):
        page = client.get(reverse("home"))

    assert page.text.count("CANARY poem") == circles


@pytest.mark.parametrize("waiting", [1, 3])
def test_a_home_where_invitations_wait_costs_one_query_more(client, django_assert_num_queries, waiting):
    tom = make_member(person=make_person(email="tom@circle.example")).person
    EmailAddress.objects.create(user=tom, email=tom.email, verified=True, primary=True)
    for number in range(waiting):
        invited_to(f"Circle {number}", tom.email)
    client.force_login(tom)

    # session, person; memberships with circles, next gatherings, my turns, latest poems; what I asked; invitations
    with django_assert_num_queries(8):
        page = client.get(reverse("home"))

    assert page.text.count("invites you to") == waiting


@pytest.mark.parametrize("people", [1, 3])
def test_a_circles_front_costs_the_same_however_many_belong(client, django_assert_num_queries, people):
    steward = make_steward(name="Anna")
    circle = steward.circle
    gathering = make_gathering(circle)
    for number in range(people):
        member = make_member(circle, f"Member {number}")
        Rsvp.objects.create(gathering=gathering, membership=member, answer="yes")
        Turn.objects.create(gathering=gathering, role=make_role(circle), holder=member)
        make_agreement(circle, f"We promise {number}.")
    give_poem(circle, steward, "A poem")
    client.force_login(steward.person)

    # session, person; membership with circle, the year, people with their answers, turns, latest poem, agreements
    with django_assert_num_queries(8):
        page = client.get(circle.get_absolute_url())

    assert page.text.count("We promise") == people
    assert page.text.count('">Member ') == people


def test_a_circles_front_lists_an_open_role_in_its_place_with_the_way_to_hold_it(client):
    ines = make_member(make_circle(), "Ines")
    gathering = make_gathering(ines.circle, (now() + timedelta(days=40)).date())
    welcome, watch, cook = (
        make_role(ines.circle, name, position=place, **more)
        for place, (name, more) in enumerate({"Welcome": {}, "Watch": {"seats": 2}, "Cook": {}}.items())
    )
    make_role(ines.circle, "Resting", resting=True)
    later = make_gathering(ines.circle, (now() + timedelta(days=70)).date())
    make_role(ines.circle, "Of another evening", only_at=later)
    for role in (watch, cook):
        Turn.objects.create(gathering=gathering, role=role, holder=ines)
    client.force_login(ines.person)
    take = reverse("take_turn", args=[ines.circle.slug, gathering.number, welcome.pk])

    page = client.get(ines.circle.get_absolute_url()).text
    listed = re.findall(r"<b>(.*?)</b>\s*<span>(.*?)</span>", page)

    assert listed == [("Welcome", "open"), ("Watch", "Ines"), ("Watch", "open"), ("Cook", "Ines")]
    assert page.count("I’ll hold this one</button>") == 2
    assert f'action="{take}"' in page
    client.post(take)
    assert "<b>Welcome</b><span>Ines</span>" in client.get(ines.circle.get_absolute_url()).text


def test_a_circles_front_asks_whoever_was_asked_by_name_and_hands_out_nothing_at_a_lab(client):
    host = make_host()
    ines = make_member(host.circle, "Ines")
    gathering = make_gathering(host.circle)
    role = make_role(host.circle, "Watch")
    asked = TurnRequest.objects.create(gathering=gathering, role=role, asked=ines, asked_by=host)
    client.force_login(ines.person)

    page = client.get(host.circle.get_absolute_url()).text
    assert "open; you are asked" in page
    assert reverse("asked", args=[host.circle.slug, gathering.number, asked.pk]) in page
    assert "I’ll hold this one" not in page

    make_lab(host.circle)
    Gathering.objects.exclude(lab__isnull=False).delete()
    assert "Watch" not in client.get(host.circle.get_absolute_url()).text


def test_a_stranger_cannot_tell_the_circle_exists(client):
    circle = make_circle("CANARY circle")
    client.force_login(make_member().person)

    response = client.get(circle.get_absolute_url())

    assert response.status_code == 404
    assert "CANARY" not in response.text


def test_a_circle_without_anything_invites_to_begin(client):
    steward = make_steward()
    client.force_login(steward.person)

    page = client.get(steward.circle.get_absolute_url()).text

    assert "No agreements yet. Many circles start with four." in page
    assert reverse("rhythm", args=[steward.circle.slug]) in page
