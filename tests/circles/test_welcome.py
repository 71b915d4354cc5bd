"""The first visit: who we are, what we promise, one button; nothing else is asked."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles import founding
from circles.arriving import invitations, joining
from circles.arriving.paste import Entry
from circles.founding import Description
from circles.models import Membership
from circles.post.links import invitation_token
from tests.making import make_agreement, make_gathering, make_member, make_person, make_steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward(name="Anna Berg", welcomed_at=now())


def url(circle):
    return reverse("welcome", args=[circle.slug])


def test_who_joins_is_led_there_reads_who_we_are_and_comes_in_by_one_press(client, steward):
    circle = steward.circle
    make_agreement(circle, "What is said here stays here.")
    make_gathering(circle)
    [invitation] = invitations.invite(circle, entries=[Entry("noor@circle.example")], by=steward, now=now())
    noor = make_person("Noor", timezone="UTC")
    client.force_login(noor)

    page = client.post(
        reverse("invitation", args=[invitation_token(invitation)]), {"name": "Noor H."}, follow=True
    )
    assert page.redirect_chain == [(url(circle), 302)]
    for words in (
        "Noor H., welcome to",
        "We practise hosting.",
        "Anna Berg",
        "What is said here stays here.",
    ):
        assert words in page.text
    assert "18:00–20:00" in page.text
    assert page.text.count("<input") == 1  # the token of the form: nothing is asked
    assert "Put our dates in my calendar" not in page.text

    page = client.post(url(circle), follow=True)
    assert page.redirect_chain == [(circle.get_absolute_url(), 302)]
    assert Membership.objects.get(person=noor).welcomed_at
    assert "you are new here" not in page.text
    noor.refresh_from_db()
    assert noor.timezone == circle.timezone


def test_until_then_the_front_page_leads_there_in_one_line(client, steward):
    new = make_member(steward.circle, "Noor")
    client.force_login(new.person)

    page = client.get(steward.circle.get_absolute_url())
    assert "Noor, you are new here." in page.text
    assert url(steward.circle) in page.text


def test_opening_it_changes_nothing_and_pressing_again_keeps_the_first_day(client, steward):
    new = make_member(steward.circle, "Noor")
    client.force_login(new.person)
    for _ in range(3):
        client.get(url(steward.circle))
        client.head(url(steward.circle))
    assert Membership.objects.get(pk=new.pk).welcomed_at is None

    client.post(url(steward.circle))
    first = Membership.objects.get(pk=new.pk).welcomed_at
    client.post(url(steward.circle))

    assert first
    assert Membership.objects.get(pk=new.pk).welcomed_at == first
    assert "Go to the circle" in client.get(url(steward.circle)).text


def test_my_calendar_is_offered_after_my_first_yes_and_not_before(client, steward):
    gathering = make_gathering(steward.circle)
    client.force_login(steward.person)

    assert "Put our dates in my calendar" not in client.get(steward.circle.get_absolute_url()).text
    client.post(reverse("answer", args=[steward.circle.slug, gathering.number]), {"answer": "yes"})

    assert "Put our dates in my calendar" in client.get(steward.circle.get_absolute_url()).text


def test_who_founds_a_circle_is_not_new_in_it():
    words = Description(name="A circle", purpose="Hosting.", timezone="UTC", language="en")

    assert founding.found(founder=make_person(), description=words, now=now()).welcomed_at


def test_a_stranger_finds_nothing_there(client, steward):
    client.force_login(make_steward().person)

    for response in (client.get(url(steward.circle)), client.post(url(steward.circle))):
        assert response.status_code == 404
        assert "Anna Berg" not in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, steward, count, django_assert_num_queries):
    for number in range(count):
        make_member(steward.circle, f"Guest {number}")
        make_agreement(steward.circle, f"Agreement {number}.")
        make_gathering(steward.circle)
    new = joining.let_in(steward.circle, person=make_person(), name="Noor", now=now())
    client.force_login(new.person)

    # session, person, membership with its circle, people, agreements, the next gatherings
    with django_assert_num_queries(6):
        page = client.get(url(steward.circle))
    assert page.text.count("Guest ") == count
