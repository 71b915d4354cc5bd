"""Listed circles: visitors read why they are, when they gather and what they shared, and nothing else."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Harvest
from circles.arriving import asking
from circles.models import Circle
from gatherings.models import Status
from tests.making import (
    make_agreement,
    make_circle,
    make_gathering,
    make_host,
    make_member,
    make_person,
    make_rhythm,
    make_steward,
)
from tests.postbox import code_in, deliver_all, links_in

pytestmark = pytest.mark.django_db
LIST = "/circles/"


def make_listed_circle(name="The Hosting Circle"):
    """Make a listed circle in which everything a visitor must not see says CANARY."""
    circle = make_circle(
        name, listed=True, place="CANARY place", call_link="https://canary.example/", farewell="CANARY"
    )
    steward = make_steward(circle, "CANARY Anna")
    make_agreement(circle, "CANARY agreement")
    make_rhythm(circle)
    make_gathering(circle, theme="CANARY theme", place="CANARY room", question="CANARY?")
    make_gathering(circle, (now() + timedelta(days=40)).date(), status=Status.CALLED_OFF, reason="CANARY")
    for number, shared in enumerate((True, False)):
        past = make_gathering(circle, (now() - timedelta(days=30 * (number + 1))).date())
        Harvest.objects.create(
            gathering=past,
            catcher=steward,
            title="Come in" if shared else "CANARY poem",
            given_at=now(),
            shared_at=now() if shared else None,
            public_slug=f"poem-{past.pk}",
        )
    return circle


def visitors(circle):
    """Return everybody who does not belong: nobody signed in, a stranger, a host elsewhere, one who left."""
    return [None, make_person(), make_host().person, make_member(circle, left_at=now()).person]


def test_a_visitor_reads_why_we_are_when_we_gather_and_what_we_shared_and_nothing_else(client):
    circle = make_listed_circle()
    poem = Harvest.objects.get(title="Come in")

    for visitor in visitors(circle):
        client.logout()
        if visitor:
            client.force_login(visitor)
        page = client.get(circle.get_absolute_url())
        assert page.status_code == 200
        for words in (
            "The Hosting Circle",
            "We practise hosting.",
            "The last Wednesday of every month",
            "18:00–20:00",
        ):
            assert words in page.text
        assert reverse("shared_poem", args=[poem.public_slug]) in page.text
        assert "canary" not in page.text.lower()
        assert "X-Robots-Tag" not in page.headers
        assert ">Ask to join<" in page.text


def test_who_is_not_signed_in_signs_up_on_the_way_to_asking(client):
    circle = make_listed_circle()

    page = client.get(circle.get_absolute_url())

    assert page.context["to_sign_up"] == f"{reverse('account_signup')}?next=%2Fc%2F{circle.slug}%2Fask%2F"


def test_who_asked_sees_that_they_wait(client):
    circle, person = make_listed_circle(), make_person()
    asking.ask(circle, person=person, name="Noor", words="May I?", now=now())
    client.force_login(person)

    page = client.get(circle.get_absolute_url())

    assert "A steward will answer, and you get a letter." in page.text
    assert ">Ask to join<" not in page.text


@pytest.mark.parametrize("change", [{"listed": False}, {"closed_on": now().date()}])
def test_a_circle_that_is_not_listed_is_no_more_there_than_one_that_never_was(client, change):
    circle = make_listed_circle()
    Circle.objects.filter(pk=circle.pk).update(**change)
    never = reverse("circle", args=["never-was"])

    for path in (circle.get_absolute_url(), never):
        response = client.get(path)
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path}")
    client.force_login(make_person())
    for path in (circle.get_absolute_url(), never):
        response = client.get(path)
        assert response.status_code == 404
        assert "Hosting" not in response.text
    assert "Hosting" not in client.get(LIST).text


def test_a_member_sees_the_circle_itself(client):
    circle = make_listed_circle()
    client.force_login(make_member(circle).person)

    assert "CANARY agreement" in client.get(circle.get_absolute_url()).text


def test_the_open_circles_are_listed_for_everybody_and_the_landing_page_leads_there(client):
    make_listed_circle("A circle in the north")
    make_circle("CANARY circle")
    assert LIST in client.get("/").text

    for visitor in (None, make_person()):
        if visitor:
            client.force_login(visitor)
        page = client.get(LIST)
        assert "A circle in the north" in page.text
        assert "canary" not in page.text.lower()


def test_a_site_without_listed_circles_says_so_and_what_to_do(client):
    page = client.get(LIST)

    assert "No circle is listed yet." in page.text
    assert reverse("found_circle") in page.text


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("", "Circle 00"),
        ("2", "Circle 24"),
        ("9" * 400, "Circle 00"),
        ("x", "Circle 00"),
        ("99", "Circle 24"),
    ],
)
def test_the_list_comes_a_page_at_a_time(client, asked, first):
    for number in range(26):
        make_circle(f"Circle {number:02}", listed=True)

    page = client.get(LIST, {"page": asked})

    assert page.status_code == 200
    assert page.context["listed"][0].circle.name == first
    assert len(page.context["listed"]) == (24 if first == "Circle 00" else 2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(client, count, django_assert_num_queries):
    for number in range(count):
        circle = make_listed_circle(f"Listed {number}")
        make_gathering(circle, (now() + timedelta(days=50 + number)).date())

    # how many, the circles of the page, their next gatherings
    with django_assert_num_queries(3):
        page = client.get(LIST)
    assert page.text.count("Listed ") == count
    # the circle, its next gatherings, its rhythm, its shared poems
    with django_assert_num_queries(4):
        client.get(circle.get_absolute_url())
    client.force_login(make_person())
    # session, person, membership; the circle, its gatherings, rhythm, poems, what I asked
    with django_assert_num_queries(8):
        client.get(circle.get_absolute_url())


def test_from_the_list_to_a_seat_through_real_pages_and_real_letters(client, mailoutbox):
    circle = make_circle("The Open Circle", listed=True)
    steward = make_steward(circle, "Anna", welcomed_at=now())
    visitor = Client()
    page = visitor.get(LIST)
    assert circle.get_absolute_url() in page.text
    asked = urlsplit(visitor.get(circle.get_absolute_url()).context["to_sign_up"])
    back = parse_qs(asked.query)["next"][0]

    response = visitor.post(
        asked.path, {"email": "noor@circle.example", "name": "Noor", "timezone": "Lisbon", "next": back}
    )
    deliver_all()
    response = visitor.post(response["Location"], {"code": code_in(mailoutbox[-1]), "next": back})
    assert response["Location"] == back
    visitor.post(back, {"name": "Noor", "words": "May I sit with you?"})
    deliver_all()
    assert mailoutbox[-1].to == [steward.person.email]

    client.force_login(steward.person)
    [way] = [link for link in links_in(str(mailoutbox[-1].body)) if link.endswith("/asking/")]
    page = client.get(urlsplit(way).path)
    assert "May I sit with you?" in page.text
    request = circle.join_requests.get()
    client.post(reverse("asking_answer", args=[circle.slug, request.pk]), {"answer": "yes"})
    deliver_all()

    assert mailoutbox[-1].to == ["noor@circle.example"]
    [way] = [link for link in links_in(str(mailoutbox[-1].body)) if link.endswith("/welcome/")]
    assert "Who we are" in visitor.get(urlsplit(way).path).text
    assert visitor.post(urlsplit(way).path, follow=True).context["membership"].welcomed_at
