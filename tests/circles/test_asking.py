"""Asking to join: by a link that asks first, or a listed circle; a steward answers, and a letter says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles import asking, invitations, joining, letter_choices, memberships, naming
from circles.chapter import CirclesChapter
from circles.models import Circle, JoinRequest, Letter, LetterKind, LetterState, Membership, Road
from circles.paste import Entry
from circles.refusals import (
    Answered,
    AskedLately,
    AsksFirst,
    HereAlready,
    LinkHasEnded,
    NotASteward,
    NotOnlyAName,
    NotToBeAsked,
    TooManyAsked,
)
from tests.making import make_circle, make_host, make_member, make_person, make_steward
from tests.postbox import deliver_all, html_of, links_in

NOW = now()
pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward(make_circle(listed=True), "Anna Berg")


@pytest.fixture
def circle(steward):
    return steward.circle


def ask(circle, person=None, words="May I sit with you?", **given):
    person = person or make_person("Noor Haddad")
    return asking.ask(circle, person=person, **{"name": "Noor", "words": words, "now": NOW} | given)


def answer(request, steward, *, welcome=True, **given):
    return asking.answer(request, **{"welcome": welcome, "by": steward, "now": NOW} | given)


def url(name, circle, *args):
    return reverse(name, args=[circle.slug, *args])


# The verbs


def test_asked_twice_it_is_one_request_and_each_steward_gets_one_letter(circle, steward):
    second = make_steward(circle, "Luc")
    make_host(circle)
    person = make_person()

    first, again = ask(circle, person), ask(circle, person, words="Really")

    assert (first, first.road, again.words) == (again, Road.LISTED, "May I sit with you?")
    written = Letter.objects.filter(kind="join_asked").order_by("pk")
    assert [letter.membership for letter in written] == [steward, second]


def test_a_steward_who_does_without_such_letters_gets_none(circle, steward):
    letter_choices.do_without(steward, kind=LetterKind.STEWARDS, now=NOW)

    ask(circle)

    assert not Letter.objects.exists()


def test_a_yes_makes_a_member_and_a_letter_says_so(circle, steward):
    request = ask(circle)

    for _ in range(2):
        answered = answer(request, steward)

    member = Membership.objects.get(person=request.person)
    assert (member.circle, member.name, member.welcomed_at) == (circle, "Noor", None)
    assert (answered.welcome, answered.answered_at, answered.answered_by) == (True, NOW, steward)
    assert [letter.membership for letter in Letter.objects.filter(kind="join_welcome")] == [member]


def test_a_no_is_told_by_a_letter_and_cannot_become_a_yes(circle, steward):
    request = ask(circle)

    for _ in range(2):
        answer(request, steward, welcome=False)

    assert [x.address for x in Letter.objects.filter(kind="join_declined")] == [request.person.email]
    assert not Membership.objects.filter(person=request.person).exists()
    with pytest.raises(Answered):
        answer(request, steward)
    with pytest.raises(AskedLately):
        ask(circle, request.person)


def test_who_asks_may_be_tied_to_a_name_and_takes_it_with_all_that_hangs_on_it(circle, steward):
    [maria] = naming.add_names(circle, names=["Maria"], by=steward, now=NOW)
    request = ask(circle, name="Maria S.")

    request = answer(request, steward, claims=maria)

    maria.refresh_from_db()
    assert (maria.person, maria.name) == (request.person, "Maria S.")
    assert (request.road, request.claims) == (Road.CLAIM, maria)
    other = ask(circle)
    with pytest.raises(NotOnlyAName):
        answer(other, steward, claims=maria)
    with pytest.raises(NotOnlyAName):
        answer(other, steward, claims=make_member())


def test_only_a_steward_of_this_circle_answers(circle):
    request = ask(circle)

    for by in (make_host(circle), make_member(circle), make_steward(), make_steward(circle, left_at=NOW)):
        with pytest.raises(NotASteward):
            answer(request, by)
    request.refresh_from_db()
    assert request.answered_at is None


def test_who_may_not_ask(circle, steward):
    with pytest.raises(HereAlready):
        ask(circle, steward.person)
    with pytest.raises(NotToBeAsked):
        ask(make_circle())
    with pytest.raises(NotToBeAsked):
        ask(make_circle(listed=True, closed_on=NOW.date()))
    with pytest.raises(LinkHasEnded):
        ask(circle, token="nothing")


def test_nobody_floods_stewards(circle, steward, monkeypatch):
    person = make_person()
    for _ in range(asking.MOST_OPEN):
        ask(make_circle(listed=True), person)
    with pytest.raises(TooManyAsked, match="5 circles"):
        ask(circle, person)

    monkeypatch.setattr(asking, "LETTERS_IN_A_DAY", 2)
    monkeypatch.setattr(asking, "MOST_WAITING", 3)
    for _ in range(3):
        ask(circle)
    assert Letter.objects.filter(kind="join_asked", circle=circle).count() == 2
    with pytest.raises(NotToBeAsked):
        ask(circle)


def test_who_joins_by_an_invitation_meanwhile_waits_for_no_answer(circle, steward):
    request = ask(circle)
    [invitation] = invitations.invite(circle, entries=[Entry(request.person.email)], by=steward, now=NOW)

    joining.accept(invitation, person=request.person, name="Noor", now=NOW)

    request.refresh_from_db()
    assert (request.welcome, request.answered_at) == (True, NOW)
    answer(request, steward)
    assert Membership.objects.filter(person=request.person).count() == 1


def test_answers_are_let_go_after_thirty_days_and_open_ones_stay(circle, steward):
    answered, waiting = ask(circle), ask(circle)
    answer(answered, steward, welcome=False)
    chapter = CirclesChapter()

    assert chapter.due(now=NOW + timedelta(days=29)) == 0
    assert chapter.due(now=NOW + timedelta(days=30)) == 1
    assert chapter.due(now=NOW + timedelta(days=30)) == 0

    assert list(JoinRequest.objects.all()) == [waiting]
    ask(circle, answered.person)


def test_what_a_closed_circle_was_asked_is_let_go(circle):
    ask(circle)
    Circle.objects.update(closed_on=NOW.date())

    assert asking.let_go(now=NOW) == 1


def test_what_was_asked_can_be_taken_back_and_the_letter_says_nothing_any_more(circle, mailoutbox):
    request = ask(circle)

    asking.take_back(circle.slug, person=request.person)

    [letter] = deliver_all()
    assert (letter.state, mailoutbox) == (LetterState.LET_GO, [])
    assert not JoinRequest.objects.exists()


def test_asking_and_taking_back_again_and_again_brings_one_letter_a_day(circle, mailoutbox):
    person = make_person()
    for number in range(4):
        ask(circle, person, words=f"words {number}")
        if number < 3:
            asking.take_back(circle.slug, person=person)

    deliver_all()

    [sent] = mailoutbox
    assert "words 3" in str(sent.body)
    asking.take_back(circle.slug, person=person)
    ask(circle, person, now=NOW + timedelta(days=1))
    assert Letter.objects.filter(kind="join_asked").count() == 2


def test_the_join_link_lets_nobody_in_by_itself_while_it_asks_first(circle):
    token = joining.renew_link(circle)
    Circle.objects.update(joining_asks=True, listed=False)

    with pytest.raises(AsksFirst):
        joining.join(circle, token=token, person=make_person(), name="Me", now=NOW)
    assert ask(circle, token=token).road == Road.LINK


# The letters


def test_the_stewards_letter_brings_their_words_and_one_button(circle, steward, mailoutbox, settings):
    settings.SITE_URL = "https://circles.example"
    ask(circle, words="I came to the lab.\nhttps://evil.example/ <b>x</b>")

    deliver_all()

    [sent] = mailoutbox
    assert (sent.to, sent.subject) == ([steward.person.email], "Noor asks to join The Hosting Circle")
    for part in (str(sent.body), html_of(sent)):
        assert "I came to the lab." in part
        assert "found The Hosting Circle among the open circles" in part
        assert all(link.startswith("https://circles.example/") for link in links_in(part))
    assert f"https://circles.example{url('asking', circle)}" in links_in(str(sent.body))
    assert "<b>" not in html_of(sent)


def test_who_asked_reads_a_yes_with_the_way_in_and_a_kind_no(circle, steward, mailoutbox):
    welcomed, declined = ask(circle), ask(circle)
    deliver_all()
    mailoutbox.clear()
    answer(welcomed, steward)
    answer(declined, steward, welcome=False)

    deliver_all()

    yes, no = mailoutbox
    assert (yes.to, yes.subject) == ([welcomed.person.email], "Welcome to The Hosting Circle")
    assert url("welcome", circle) in str(yes.body)
    assert (no.to, no.subject) == ([declined.person.email], "The Hosting Circle has answered you")
    assert "it is no word about you" in str(no.body)
    assert "Anna" not in str(no.body) + str(yes.body)


def test_a_letter_that_is_no_longer_true_is_not_sent(circle, steward, mailoutbox):
    first, second = ask(circle), ask(circle)
    answer(first, steward)
    member = Membership.objects.get(person=first.person)
    memberships.remove(member, by=steward, now=NOW)
    answer(second, steward, welcome=False)
    joining.let_in(circle, person=second.person, name="Noor", now=NOW)

    deliver_all()

    assert mailoutbox == []


# The pages


def test_through_the_link_one_asks_waits_and_is_let_in(client, circle, steward, mailoutbox):
    Circle.objects.update(joining_asks=True, listed=False)
    door = reverse("join", args=[joining.renew_link(circle)])
    assert "Ask to join" in client.get(door).text
    client.force_login(make_person("Noor Haddad"))

    assert "say yes to each who comes" in client.get(door).text
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
