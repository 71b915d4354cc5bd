"""Asking to join: a steward answers, and a letter says so."""

from datetime import timedelta

import pytest

from circles.arriving import asking, invitations, joining, naming
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.chapter import CirclesChapter
from circles.models import Circle, JoinRequest, Letter, LetterKind, LetterState, Membership, Road
from circles.post import letter_choices
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
from tests.circles.addresses import url
from tests.circles.asked import NOW, answer, ask
from tests.making import make_circle, make_host, make_member, make_person, make_steward
from tests.postbox import deliver_all, html_of, links_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward(make_circle(listed=True), "Anna Berg")


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
