"""Looking at an agreement again: the three questions, what follows, and when the next look is."""

import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from circles.models import Agreement, Review, Verdict
from tests.circles.addresses import url
from tests.making import make_agreement, make_member

pytestmark = pytest.mark.django_db


def test_a_day_for_looking_again_is_said_when_it_has_come(client, anna):
    due = make_agreement(anna.circle, "It stays here.", review_on=localdate(timezone=anna.circle.zone))
    make_agreement(anna.circle, "We take turns.", review_on=date(2999, 1, 1))

    page = client.get(url("agreements", anna.circle)).text

    assert page.count("to be looked at again</span>") == 1
    assert url("agreement_review", anna.circle, due.pk) in page
    assert "We look at it again on 1 January 2999." in page
    client.force_login(make_member(anna.circle).person)
    page = client.get(url("agreements", anna.circle)).text
    assert "How has it helped us?" in page
    assert url("agreement_review", anna.circle, due.pk) not in page


def review(client, agreement, **given):
    data = {"reviewed_on": "2026-06-24", "verdict": "goes_on", "helped": "We speak freely."} | given
    return client.post(url("agreement_review", agreement.circle, agreement.pk), data, follow=True)


def test_a_next_look_that_lies_ahead_is_laid_ready_and_one_that_has_come_is_not(client, anna):
    ahead = localdate() + timedelta(days=90)
    for review_on, ready in (
        (ahead, f'value="{ahead}"'),
        (localdate() - timedelta(days=3), None),
        (None, None),
    ):
        agreement = make_agreement(anna.circle, review_on=review_on)
        page = client.get(url("agreement_review", anna.circle, agreement.pk)).text
        [field] = re.findall(r'<input[^>]*name="next_on"[^>]*>', page)
        assert ready in field if ready else "value=" not in field, field


def test_the_three_questions_are_answered_and_told_in_the_story(client, anna):
    agreement = make_agreement(anna.circle, "It stays here.")
    asked = client.get(url("agreement_review", anna.circle, agreement.pk)).text
    for question in (
        "How has it helped us?",
        "How could it be better?",
        "Is there a reason not to go on with it?",
    ):
        assert question in asked

    for _ in range(2):
        page = review(client, agreement, next_on="2999-06-24")

    [kept] = Review.objects.all()
    assert (kept.helped, kept.verdict, kept.recorded_by) == ("We speak freely.", Verdict.GOES_ON, anna)
    assert "Looked at again on 24 June 2026" in page.text
    assert "We speak freely." in page.text
    assert "We look at it again on 24 June 2999." in page.text


def test_let_go_in_a_review_leads_back_to_what_is_held_and_keeps_the_story(client, anna):
    agreement = make_agreement(anna.circle, "It stays here.")

    for _ in range(2):
        page = review(client, agreement, verdict="let_go", next_on="2999-06-24")

    assert page.redirect_chain == [(url("agreements", anna.circle), 302)]
    assert Review.objects.get().next_on is None
    assert Agreement.objects.get().retired_at
    assert "What we let go" in page.text
    story = client.get(url("agreement", anna.circle, agreement.pk)).text
    assert "it is let go" in story
    assert "Let it go" not in story
    assert client.get(url("agreement_review", anna.circle, agreement.pk)).status_code == 302


def test_words_that_are_to_change_stand_until_there_are_others(client, anna):
    agreement = make_agreement(anna.circle, "It stays here.")

    page = review(client, agreement, verdict="changes")

    assert "Until there are other words, these stand." in page.text
    assert url("agreement_propose", anna.circle, agreement.pk) in page.text
    assert url("agreement_reword", anna.circle, agreement.pk) in page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reviewed_on": "2999-01-01"}, "That day is still to come. When did you look at it?"),
        ({"reviewed_on": "2026-01-27"}, "You agreed it only after that day."),
        ({"next_on": "2026-06-24"}, "Choose a day after the one on which you looked at it."),
        ({"verdict": ""}, "This field is required."),
        ({"helped": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_a_review_that_cannot_be_is_refused_with_a_sentence(client, anna, wrong, sentence):
    page = review(client, make_agreement(anna.circle), **wrong)

    assert page.status_code == 200
    assert sentence in page.text
    assert not Review.objects.exists()
