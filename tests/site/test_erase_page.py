"""The page that has somebody erased, and the gap that whoever catches is shown (R90)."""

import pytest
from django.urls import reverse

from checkins.models import Phrase
from circles.models import (
    Circle,
    Person,
    Standing,
)
from tests.dump import whole_database
from tests.making import make_member, make_person, make_steward
from tests.proving import prove
from tests.somebody import NAME, TOLD, erase
from tests.whole_circle import make_whole_circle

pytestmark = pytest.mark.django_db
URL = "/me/data/erase/"


@pytest.fixture
def circle():
    return make_whole_circle()


def test_it_asks_for_a_fresh_proof_first(client, mina):
    client.force_login(mina.person)
    prove(client, minutes_ago=10)

    for response in (client.get(URL), client.post(URL, {"everywhere": "remove"})):
        assert response.status_code == 302
        assert response.url.startswith(reverse("prove"))
    assert Person.objects.filter(pk=mina.person.pk).exists()


def test_a_visitor_signs_in_first(client):
    assert client.get(URL).url.startswith(reverse("account_login"))


def test_it_says_what_goes_and_erases(client, mina):
    client.force_login(mina.person)
    prove(client)

    page = client.get(URL).text
    response = client.post(URL, {"everywhere": "remove"}, follow=True)

    assert "we cannot find it there" in page
    assert response.redirect_chain[-1][0] == reverse("landing")
    assert "You are erased" in response.text
    assert NAME not in whole_database()
    assert client.get(reverse("me")).status_code == 302


def test_looking_erases_nobody(client, mina):
    client.force_login(mina.person)
    prove(client)

    client.get(URL)
    client.head(URL)

    assert Person.objects.filter(pk=mina.person.pk).exists()


def test_without_a_choice_it_asks_again(client, mina):
    client.force_login(mina.person)
    prove(client)

    response = client.post(URL, {})

    assert response.status_code == 200
    assert "is-invalid" in response.text
    assert Person.objects.filter(pk=mina.person.pk).exists()


def test_circle_by_circle_wants_an_answer_for_each(client, mina):
    elsewhere = make_member(make_steward().circle, person=mina.person)
    client.force_login(mina.person)
    prove(client)
    each = {"everywhere": "each", f"in_{mina.pk}": "leave"}

    assert "Choose one of the two." in client.post(URL, each).text
    client.post(URL, each | {f"in_{elsewhere.pk}": "remove"})

    assert Phrase.objects.filter(text=f"{TOLD} line").exists()
    assert not Person.objects.filter(pk=mina.person.pk).exists()


def test_the_last_steward_is_led_to_handing_over(client, circle, mina):
    steward = circle.memberships.get(standing=Standing.STEWARD)
    client.force_login(steward.person)
    prove(client)

    page = client.get(URL).text

    assert reverse("members", args=[circle.slug]) in page
    assert "Erase me" not in page
    client.post(URL, {"everywhere": "remove"})
    assert Person.objects.filter(pk=steward.person.pk).exists()


def test_whoever_is_alone_in_a_circle_ticks_that_it_goes(client):
    alone = make_steward()
    client.force_login(alone.person)
    prove(client)

    assert "Delete The Hosting Circle with me" in client.get(URL).text
    client.post(URL, {})
    assert Circle.objects.exists()
    client.post(URL, {"alone_may_go": "on"})

    assert not Circle.objects.exists()


def test_whoever_is_in_no_circle_can_go_too(client):
    client.force_login(make_person())
    prove(client)

    client.post(URL)

    assert not Person.objects.exists()


@pytest.mark.parametrize("circles", [1, 3])
def test_the_page_costs_little(client, circles, django_assert_max_num_queries):
    person = make_person()
    for _each in range(circles):
        make_member(make_steward().circle, person=person)
    client.force_login(person)
    prove(client)

    with django_assert_max_num_queries(20):
        client.get(URL)


def test_whoever_catches_is_shown_the_gap_until_they_say_it_reads_well(client, circle, poem, mina):
    host = circle.memberships.present().filter(standing=Standing.HOST).exclude(pk=mina.pk).first()
    reader = make_member(circle)
    erase(mina)
    mend = reverse("mend_poem", args=[circle.slug, poem.gathering.number])

    client.force_login(reader.person)
    assert "It reads well so" not in client.get(poem.get_absolute_url()).text
    assert client.post(mend).status_code == 403
    client.force_login(host.person)
    assert "It reads well so" in client.get(poem.get_absolute_url()).text
    before = list(poem.stitches.values_list("uid", "seam", "phrase", "added"))
    client.post(mend)
    client.post(mend)

    assert "It reads well so" not in client.get(poem.get_absolute_url()).text
    assert list(poem.stitches.values_list("uid", "seam", "phrase", "added")) == before
    client.force_login(make_steward().person)
    assert client.post(mend).status_code == 404
