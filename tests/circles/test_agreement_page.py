"""One agreement on its own page, with its story; what each says to it; and all of them, to be read aloud."""

import re
from datetime import date

import pytest
from django.utils.timezone import now

from circles.models import Affirmation, Agreement, Circle, Review, Stand, Weight
from circles.promises import agreements
from tests.circles.addresses import url
from tests.making import make_agreement, make_circle, make_host, make_member

pytestmark = pytest.mark.django_db


def affirm(client, agreement, stand, words="", **more):
    data = {"wording": agreement.wording.pk, "stand": stand, "words": words}
    return client.post(url("agreement_affirm", agreement.circle, agreement.pk), data | more, follow=True)


def test_i_may_say_not_yet_and_what_i_would_talk_about_and_change_my_mind(client, anna):
    agreement = make_agreement(anna.circle, weight=Weight.FIRMLY)

    for _ in range(2):
        page = affirm(client, agreement, "not_yet", "What of our families?")
    [said] = Affirmation.objects.all()
    assert (said.stand, said.words) == (Stand.NOT_YET, "What of our families?")
    assert "Anna would talk about it first" in page.text
    assert "<q>What of our families?</q>" in page.text
    first = said.affirmed_at

    page = affirm(client, agreement, "by_it", "What of our families?")
    [said] = Affirmation.objects.all()
    assert (said.stand, said.words) == (Stand.BY_IT, "")
    assert said.affirmed_at > first
    assert "Anna stands by it." in page.text


@pytest.mark.parametrize("where", ["agreements", "agreement"])
@pytest.mark.parametrize(
    ("stand", "words"), [("by_it", "I stand by this"), ("not_yet", "Not yet, let’s talk")]
)
def test_pressing_what_i_said_again_keeps_it_and_another_button_takes_it_back(
    client, anna, where, stand, words
):
    agreement = make_agreement(anna.circle, weight=Weight.FIRMLY)
    path = url(where, anna.circle, *([agreement.pk] if where == "agreement" else []))

    def press(button):
        [value] = re.findall(rf'name="stand" value="(\w*)">{button}</button>', client.get(path).text)
        affirm(client, agreement, value)

    assert "Take it back" not in client.get(path).text
    for _ in range(2):
        press(words)
        assert Affirmation.objects.get().stand == stand
    press("Take it back")
    assert not Affirmation.objects.exists()


def test_not_yet_locks_nobody_out(client, anna):
    agreement = make_agreement(anna.circle, weight=Weight.FIRMLY)
    member = make_member(anna.circle, "Luc")
    client.force_login(member.person)

    affirm(client, agreement, "not_yet")

    for name in ("circle", "agreements", "gatherings", "members"):
        assert client.get(url(name, anna.circle)).status_code == 200


def test_too_many_words_are_given_back_with_a_sentence(client, anna):
    agreement = make_agreement(anna.circle, weight=Weight.FIRMLY)

    page = affirm(client, agreement, "not_yet", "x" * 501)

    assert page.status_code == 200
    assert "at most 500 characters" in page.text
    assert "x" * 501 in page.text
    assert not Affirmation.objects.exists()


@pytest.mark.parametrize("where", ["agreements", "agreement"])
def test_hosts_see_who_has_not_said_and_members_do_not(client, anna, where):
    agreement = make_agreement(anna.circle, weight=Weight.FIRMLY)
    agreements.affirm(agreement.wording, membership=anna, now=now())
    make_member(anna.circle, "Noor")
    make_member(anna.circle, "Gone", left_at=now())
    only_a_name = make_member(anna.circle, "Maria")
    only_a_name.person = None
    only_a_name.save()
    host = make_host(anna.circle, "Luc")
    path = url(where, anna.circle, *([agreement.pk] if where == "agreement" else []))

    assert "Not said yet: Noor, Luc. Only hosts see this." in client.get(path).text
    client.force_login(host.person)
    assert "Not said yet: Noor, Luc." in client.get(path).text
    client.force_login(make_member(anna.circle, "Ruth").person)
    page = client.get(path).text
    assert "Not said yet" not in page
    assert "Noor" not in page


def test_new_words_ask_everybody_anew_and_the_story_keeps_who_stood_by_the_old(client, anna):
    agreement = make_agreement(anna.circle, "It stays here.", weight=Weight.FIRMLY)
    affirm(client, agreement, "by_it")
    agreements.reword(
        agreement,
        text="It all stays here.",
        weight=Weight.FIRMLY,
        agreed_on=date(2026, 6, 24),
        by=anna,
        now=now(),
    )

    page = client.get(url("agreement", anna.circle, agreement.pk)).text

    assert "Do you stand by these words?" in page
    assert "Nobody has said yet that they stand by it." in page
    story = page.partition("Its story</h2>")[2]
    assert story.index("24 June 2026") < story.index("28 January 2026")
    assert '<ins><span class="visually-hidden">[added: </span> all<span' in story
    assert "Agreed in the circle; Anna wrote it down." in story
    assert "Anna stood by it." in story


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_long_the_story(client, anna, count, django_assert_num_queries):
    agreement = make_agreement(anna.circle, "Words 1.", weight=Weight.FIRMLY)
    for number in range(1, count + 1):
        if number > 1:
            agreement.wordings.create(
                number=number, text=f"Words {number}.", weight="firmly", agreed_on=date(2026, 2, number)
            )
        wording = agreement.wordings.get(number=number)
        for _ in range(count):
            wording.affirmations.create(membership=make_member(anna.circle))
            wording.reviews.create(reviewed_on=date(2026, 6, 24), recorded_by=anna)

    # session, person, membership with its circle; the agreement and what is proposed, its wordings with their
    # proposals, who said what, its reviews, who is here
    with django_assert_num_queries(8):
        page = client.get(url("agreement", anna.circle, agreement.pk))
    assert page.text.count("Looked at again on") == count * count


def test_read_aloud_shows_each_on_its_own_leading_to_the_next(client, anna):
    for text in ("It stays <here>.", "We take turns."):
        make_agreement(anna.circle, text)
    agreements.retire(make_agreement(anna.circle, "Gone."), now=now())
    client.force_login(make_member(anna.circle).person)

    page = client.get(url("agreements_aloud", anna.circle)).text

    assert page.index("It stays &lt;here&gt;.") < page.index("We take turns.")
    assert "Gone." not in page
    assert "<script" not in page
    for place in ('id="promise-1"', 'href="#promise-1"', 'id="promise-2"', 'href="#promise-2"'):
        assert place in page
    assert url("agreements_aloud", anna.circle) in client.get(url("agreements", anna.circle)).text


@pytest.mark.parametrize("count", [0, 1, 3])
def test_reading_aloud_costs_the_same_however_much_is_held(client, anna, count, django_assert_num_queries):
    for number in range(count):
        make_agreement(anna.circle, f"Number {number}.")

    # session, person, membership with its circle, agreements
    with django_assert_num_queries(4):
        page = client.get(url("agreements_aloud", anna.circle))
    assert page.text.count("promise-page") == count


@pytest.mark.parametrize("name", ["agreement", "agreement_review"])
def test_a_stranger_cannot_tell_that_an_agreement_exists(client, anna, name):
    theirs = make_agreement(make_circle(), "Secret words.")

    for circle in (theirs.circle, anna.circle):
        assert client.get(url(name, circle, theirs.pk)).status_code == 404
        assert client.post(
            url(name, circle, theirs.pk), {"reviewed_on": "2026-06-24", "verdict": "let_go"}
        ).status_code in {404, 405}
    assert client.get(url("agreements_aloud", theirs.circle)).status_code == 404
    assert not Review.objects.exists()
    assert Agreement.objects.get().retired_at is None


def test_in_a_circle_that_has_closed_the_page_is_read_and_nothing_changes(client, anna):
    agreement = make_agreement(anna.circle, "It stays here.", weight=Weight.FIRMLY)
    Circle.objects.update(closed_on=date(2026, 6, 24))

    page = client.get(url("agreement", anna.circle, agreement.pk)).text
    assert "It stays here." in page
    for words in ("I stand by this", "Propose other words", "We looked at it again", "Let it go"):
        assert words not in page
    for name in ("agreement_reword", "agreement_retire", "agreement_affirm", "agreement_review"):
        client.post(
            url(name, anna.circle, agreement.pk),
            {"text": "New.", "weight": "lightly", "agreed_on": "2026-02-01"}
            | {"wording": agreement.wording.pk, "stand": "by_it"}
            | {"reviewed_on": "2026-06-24", "verdict": "let_go"},
        )
    agreement = Agreement.objects.with_wordings().get()
    assert (agreement.retired_at, agreement.wording.text) == (None, "It stays here.")
    assert not Affirmation.objects.exists()
    assert not Review.objects.exists()
