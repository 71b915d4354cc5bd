"""Asking to join, on its pages: by a link that asks first, or a listed circle; stewards answer on theirs."""

import pytest
from django.urls import reverse

from circles import erasing
from circles.arriving import asking, joining, naming
from circles.belonging import memberships
from circles.models import Circle, JoinRequest, Person, Road
from tests.circles.addresses import url
from tests.circles.asked import NOW, answer, ask
from tests.making import make_circle, make_host, make_member, make_person, make_steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward(make_circle(listed=True), "Anna Berg")


def test_through_the_link_one_asks_waits_and_is_let_in(client, circle, steward, mailoutbox):
    Circle.objects.update(joining_asks=True, listed=False)
    door = reverse("join", args=[joining.renew_link(circle)])
    assert "Ask to join" in client.get(door).text
    client.force_login(make_person("Noor Haddad"))

    assert "A steward answers each who asks." in client.get(door).text
    page = client.post(door, {"name": "Noor", "words": "May I?"}, follow=True)

    assert "A steward will answer, and you get a letter." in page.text
    assert "May I?" in page.text
    assert '<button class="primary">' not in page.text
    request = JoinRequest.objects.get()
    assert (request.road, request.words, request.name) == (Road.LINK, "May I?", "Noor")
    client.post(door, {"name": "Noor", "words": "Again"})
    assert JoinRequest.objects.count() == 1
    client.post(url("ask_take_back", circle))
    assert "A word to the stewards" in client.get(door).text


def test_the_names_of_the_circle_are_not_shown_to_who_merely_holds_the_link(client, circle, steward):
    naming.add_names(circle, names=["Maria Private"], by=steward, now=NOW)
    Circle.objects.update(joining_asks=True)
    client.force_login(make_person())

    for address in (reverse("join", args=[joining.renew_link(circle)]), url("ask_to_join", circle)):
        assert "Maria Private" not in client.get(address).text


def test_somebody_who_found_the_circle_asks_on_its_page(client, circle):
    client.force_login(make_person("Noor Haddad"))

    page = client.get(url("ask_to_join", circle))
    assert 'value="Noor Haddad"' in page.text
    assert "Only the stewards read it." in page.text
    assert "invalid-feedback" in client.post(url("ask_to_join", circle), {"name": "\u202e"}).text
    page = client.post(url("ask_to_join", circle), {"name": "Noor", "words": ""}, follow=True)

    assert "A steward will answer" in page.text
    assert JoinRequest.objects.get().road == Road.LISTED


def test_what_is_refused_is_said_on_the_page_with_all_that_was_typed(client, circle):
    person = make_person()
    for _ in range(asking.MOST_OPEN):
        ask(make_circle(listed=True), person)
    client.force_login(person)

    page = client.post(url("ask_to_join", circle), {"name": "Noor", "words": "My long words"})

    assert "Wait for one of them first." in page.text
    assert "My long words</textarea>" in page.text


@pytest.mark.parametrize("change", [{"listed": False}, {"closed_on": NOW.date()}])
def test_a_circle_that_is_not_listed_is_not_there_to_ask(client, circle, change):
    Circle.objects.update(**change)
    client.force_login(make_person())

    for response in (
        client.get(url("ask_to_join", circle)),
        client.post(url("ask_to_join", circle), {"name": "x"}),
    ):
        assert response.status_code == 404
        assert "The Hosting Circle" not in response.text
    assert not JoinRequest.objects.exists()


def test_a_steward_sees_who_asks_and_answers_on_the_page(client, circle, steward):
    first, second, third = (ask(circle, words=f"words {number}") for number in range(3))
    [maria] = naming.add_names(circle, names=["Maria"], by=steward, now=NOW)
    client.force_login(steward.person)
    assert "3 people ask to join." in client.get(circle.get_absolute_url()).text

    page = client.get(url("asking", circle)).text
    assert all(f"words {number}" in page for number in range(3))
    client.post(url("asking_answer", circle, first.pk), {"answer": "yes", "claims": maria.pk})
    page = client.post(url("asking_answer", circle, second.pk), {"answer": "no", "claims": ""}, follow=True)

    assert "Noor is told that it is no, in a kind letter." in page.text
    assert "words 2" in page.text
    assert "words 0" not in page.text
    assert "Only stewards see this." in page.text
    maria.refresh_from_db()
    assert maria.person == first.person
    refused = client.post(url("asking_answer", circle, third.pk), {"answer": "yes", "claims": maria.pk})
    assert (refused.status_code, "A name that was chosen may have been taken" in refused.text) == (200, True)
    third.refresh_from_db()
    assert third.answered_at is None
    page = client.post(url("asking_answer", circle, second.pk), {"answer": "yes"}, follow=True)
    assert "was answered already" in page.text


def test_no_name_stands_where_whoever_answered_was_erased_since(client, circle, steward):
    other = make_steward(circle, "Mina")
    answer(ask(circle), other)
    client.force_login(steward.person)
    assert "answered by Mina" in client.get(url("asking", circle)).text

    erasing.erase(other, keep_words=True, now=NOW)

    assert "answered by" not in client.get(url("asking", circle)).text


def test_somebody_who_was_here_before_is_shown_as_that(client, circle, steward):
    gone = make_member(circle, "Luc")
    memberships.leave(gone, now=NOW)
    ask(circle, gone.person)
    client.force_login(steward.person)

    assert "has been in the circle before" in client.get(url("asking", circle)).text


@pytest.mark.parametrize("name", ["asking", "asking_answer"])
@pytest.mark.parametrize(("who", "code"), [("stranger", 404), ("asker", 404), ("member", 403), ("host", 403)])
def test_only_stewards_read_what_was_asked_and_answer(client, circle, name, who, code):
    request = ask(circle, words="CANARY words")
    people = {
        "stranger": lambda: make_steward().person,
        "asker": lambda: request.person,
        "member": lambda: make_member(circle).person,
        "host": lambda: make_host(circle).person,
    }
    client.force_login(people[who]())

    if name == "asking":
        response = client.get(url(name, circle))
    else:
        response = client.post(url(name, circle, request.pk), {"answer": "yes"})

    request.refresh_from_db()
    assert (response.status_code, request.answered_at) == (code, None)
    assert "CANARY" not in response.text


def test_what_another_circle_was_asked_cannot_be_answered(client, steward):
    theirs = ask(make_circle(listed=True))
    client.force_login(steward.person)

    assert client.post(url("asking_answer", steward.circle, theirs.pk), {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    client, circle, steward, count, django_assert_num_queries
):
    for _ in range(count):
        ask(circle, words="CANARY")
        answer(ask(circle), steward, welcome=False)
    client.force_login(steward.person)

    # session, person, membership with its circle, who asked and answered, names
    with django_assert_num_queries(5):
        page = client.get(url("asking", circle))
    assert page.text.count("CANARY") == count


def test_who_asked_by_a_link_reads_and_takes_back_what_they_asked_even_where_the_link_has_ended(
    client, circle
):
    ask(circle, make_person("Noor Haddad", email="noor@circle.example"), name="Noor", words="May I?")
    Circle.objects.update(listed=False, join_token="")
    client.force_login(Person.objects.get(email="noor@circle.example"))

    page = client.get(url("ask_to_join", circle)).text

    assert "May I?" in page
    assert f'action="{url("ask_take_back", circle)}"' in page
    assert f'href="{circle.get_absolute_url()}"' not in page  # where they would find nothing
    client.force_login(make_person())
    assert client.get(url("ask_to_join", circle)).status_code == 404
