"""Letters about agreements: what is proposed, what is to be looked at again; at a humane hour, without any concern."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from circles.models import Circle, Letter, LetterKind, LetterState, Standing, Verdict, Weight
from circles.post import letter_choices
from circles.promises import proposals, reviews
from tests.making import make_agreement, make_circle, make_member, make_person, make_steward
from tests.postbox import deliver_all, html_of, links_in

EDMONTON = ZoneInfo("America/Edmonton")
NOON = datetime(2026, 11, 22, 12, tzinfo=EDMONTON)
NIGHT = datetime(2026, 11, 22, 23, tzinfo=EDMONTON)

pytestmark = pytest.mark.django_db


def propose(by, text="We begin on time.", at=NOON, **fields):
    return proposals.propose(by.circle, text=text, weight=Weight.LIGHTLY, by=by, now=at, **fields)


def told():
    return {(letter.membership.name, letter.due) for letter in Letter.objects.select_related("membership")}


def test_everybody_else_who_can_read_it_is_told_once(luc, noor):
    make_member(luc.circle, "Gone", left_at=NOON)
    only_a_name = make_member(luc.circle, "Maria")
    only_a_name.person = None
    only_a_name.save()

    propose(luc)
    propose(luc)

    assert [letter.membership for letter in Letter.objects.all()] == [noor]


def test_at_night_it_waits_until_eight_in_the_morning_where_its_reader_lives(luc):
    make_member(luc.circle, "Noor")
    make_member(luc.circle, "Ines", person=make_person(timezone="Europe/Lisbon"))

    propose(luc, at=NIGHT)

    assert told() == {
        ("Noor", datetime(2026, 11, 23, 8, tzinfo=EDMONTON)),
        ("Ines", datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/Lisbon"))),
    }


def test_who_does_without_such_letters_gets_none(luc, noor):
    letter_choices.do_without(noor, kind=LetterKind.CIRCLE, now=NOON)

    propose(luc)

    assert not Letter.objects.exists()


def test_it_says_who_proposes_what_and_until_when(luc, noor, mailoutbox, settings):
    settings.SITE_URL = "https://circles.example"
    proposal = propose(luc)

    deliver_all(now=NOON)

    [sent] = mailoutbox
    assert sent.subject == "Luc proposes an agreement"
    for part in (sent.body, html_of(sent)):
        for words in (
            "Dear Noor,",
            "A new agreement lies before The Hosting Circle:",
            "We begin on time.",
            "There is time for concerns until the end of Sunday 29 November, Edmonton time.",
            "If nothing troubles you, you need not do anything.",
            "Read it and weigh it",
        ):
            assert words in part
        assert f"https://circles.example{proposal.get_absolute_url()}" in links_in(part)
    assert "List-Unsubscribe" in sent.extra_headers


def test_other_words_for_an_agreement_are_named_so_in_the_subject(luc, noor, mailoutbox):
    propose(luc, agreement=make_agreement(luc.circle))

    deliver_all(now=NOON)

    assert mailoutbox[0].subject == "Luc proposes other words for an agreement"


def test_reworded_only_who_had_a_concern_is_told_and_never_the_words_of_a_concern(luc, noor, mailoutbox):
    make_member(luc.circle, "Ines")
    proposal = propose(luc)
    deliver_all(now=NOON)
    proposals.raise_concern(proposal, words="My last bus leaves.", membership=noor, now=NOON)
    mailoutbox.clear()
    for text in ("We begin at six.", "We begin at seven."):
        proposals.reword(proposal, text=text, weight=Weight.LIGHTLY, by=luc, now=NOON)

    deliver_all(now=NOON)

    [sent] = mailoutbox
    assert sent.to == [noor.person.email]
    assert sent.subject == "Luc has found other words"
    assert "We begin at seven." in sent.body
    assert "Your concern stands until you say that it was heard." in sent.body
    assert "My last bus" not in str(sent.message())


@pytest.mark.parametrize("how", ["taken back", "adopted", "closed"])
def test_of_what_is_over_nobody_is_told(luc, noor, mailoutbox, how):
    proposal = propose(luc)
    if how == "taken back":
        proposals.take_back(proposal, by=luc, now=NOON)
    elif how == "adopted":
        proposals.adopt(proposal, now=NOON + timedelta(days=9))
    else:
        Circle.objects.update(closed_on=NOON.date())

    [letter] = deliver_all(now=NOON)

    assert (letter.state, mailoutbox) == (LetterState.LET_GO, [])


def make_review(**fields):
    steward = make_steward(make_circle("The Hosting Circle"), "Anna")
    wording = make_agreement(steward.circle, "We begin on time.", review_on=now().date()).wording
    reviews.due(now=now())
    return steward, wording


def test_on_the_day_a_steward_reads_what_to_look_at_and_the_three_questions(mailoutbox):
    steward, _ = make_review()
    make_agreement(steward.circle, "We take turns.", review_on=now().date())
    make_agreement(steward.circle, "Not this one.")

    deliver_all(now=now() + timedelta(days=2))

    [sent] = mailoutbox
    assert sent.subject == "The Hosting Circle: 2 agreements to look at again"
    for part in (sent.body, html_of(sent)):
        for words in ("Dear Anna,", "We begin on time.", "We take turns.", "How has it helped us?"):
            assert words in part
        assert "Not this one." not in part


@pytest.mark.parametrize("how", ["looked at", "no steward", "not wanted", "closed"])
def test_who_need_not_look_at_it_is_not_told(mailoutbox, how):
    steward, wording = make_review()
    if how == "looked at":
        reviews.review(wording, reviewed_on=date(2026, 1, 29), verdict=Verdict.GOES_ON, by=steward, now=now())
    elif how == "no steward":
        steward.circle.memberships.update(standing=Standing.HOST)
    elif how == "not wanted":
        letter_choices.do_without(steward, kind=LetterKind.CIRCLE, now=now())
    else:
        Circle.objects.update(closed_on=now().date())

    [letter] = deliver_all(now=now() + timedelta(days=2))

    assert (letter.state, mailoutbox) == (LetterState.LET_GO, [])
