"""Agreements at the hosts' table: agreed, reworded, let go and proposed by the same verbs as on the circle's pages."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Agreement, Circle, Concern, Ending, Proposal, Review, Stand, Weight, Wording
from circles.promises import agreements
from tests.making import make_agreement, make_host, make_member, make_proposal, make_steward

pytestmark = pytest.mark.django_db

GIVEN = {"text": " We take\r\n turns. ", "weight": "firmly", "agreed_on": "2026-01-28", "review_on": ""}
NO_LINES = {"wordings-TOTAL_FORMS": "0", "wordings-INITIAL_FORMS": "0"}


def url(model, name, *args):
    return reverse(f"admin:circles_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def steward(client):
    steward = make_steward(name="Anna")
    client.force_login(steward.person)
    return steward


def test_what_was_agreed_is_written_down_word_for_word_and_once(client, steward):
    for _ in range(2):
        response = client.post(url(Agreement, "add"), GIVEN | {"circle": steward.circle.pk})
        assert response.status_code == 302

    wording = Wording.objects.get()
    assert (wording.text, wording.weight) == (" We take\n turns. ", Weight.FIRMLY)
    assert wording.recorded_by == steward


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agreed_on": "2999-01-01"}, "That day is still to come."),
        ({"review_on": "2026-01-28"}, "Choose a day after the one on which you agreed it."),
        ({"text": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, steward, wrong, sentence):
    page = client.post(url(Agreement, "add"), GIVEN | {"circle": steward.circle.pk} | wrong)

    assert sentence in page.text
    assert not Agreement.objects.exists()


def test_other_words_are_a_new_wording_and_overtake_what_is_proposed(client, steward):
    agreement = make_agreement(steward.circle, "Old words.")
    proposal = make_proposal(steward.circle, agreement=agreement)
    agreements.affirm(agreement.wording, membership=steward, stand=Stand.NOT_YET, now=now())
    page = client.get(url(Agreement, "change", agreement.pk))
    assert "Old words." in page.text
    assert "(Anna)" in page.text

    client.post(url(Agreement, "change", agreement.pk), GIVEN | {"position": "1"} | NO_LINES)

    agreement = Agreement.objects.with_wordings().get()
    assert (agreement.wording.number, agreement.wording.text) == (2, " We take\n turns. ")
    proposal.refresh_from_db()
    assert proposal.ending == Ending.WITHDRAWN


def test_it_is_let_go_and_then_only_read(client, steward):
    agreement = make_agreement(steward.circle, "It stays here.")
    data = {"text": "It stays here.", "weight": "lightly", "agreed_on": "2026-01-28", "position": "1"}

    client.post(url(Agreement, "change", agreement.pk), data | NO_LINES | {"let_go": "on"})

    agreement.refresh_from_db()
    assert agreement.retired_at
    assert agreement.wordings.count() == 1
    assert client.get(url(Agreement, "change", agreement.pk)).status_code == 200
    assert client.post(url(Agreement, "change", agreement.pk), data | NO_LINES).status_code == 403


def test_in_a_circle_that_has_closed_nothing_is_changed(client, steward):
    agreement = make_agreement(steward.circle, "Old words.")
    Circle.objects.update(closed_on=date(2026, 6, 24))

    client.post(url(Agreement, "change", agreement.pk), GIVEN | {"position": "1"} | NO_LINES)
    client.post(url(Agreement, "add"), GIVEN | {"circle": steward.circle.pk})

    assert [wording.text for wording in Wording.objects.all()] == ["Old words."]


def test_a_steward_proposes_there_too_and_refusals_are_said_on_the_page(client, steward):
    agreement = make_agreement(steward.circle, "Old words.")
    data = {"circle": steward.circle.pk, "agreement": agreement.pk, "weight": "lightly", "days": "3"}

    for _ in range(2):
        assert client.post(url(Proposal, "add"), data | {"text": "New words."}).status_code == 302
    page = client.post(url(Proposal, "add"), data | {"text": "Others."})

    assert "A change of this agreement is proposed already." in page.text
    proposal = Proposal.objects.get()
    assert (proposal.proposed_by, proposal.agreement) == (steward, agreement)


def test_a_proposal_is_read_with_its_concerns_and_not_changed(client, steward):
    proposal = make_proposal(steward.circle, "We begin on time.")
    Concern.objects.create(
        proposal=proposal, membership=make_member(steward.circle, "Noor"), words="The <bus>."
    )

    page = client.get(url(Proposal, "change", proposal.pk))

    assert "Noor (stands): The &lt;bus&gt;." in page.text
    assert client.post(url(Proposal, "change", proposal.pk), {"text": "Mine."}).status_code == 403


def test_a_review_is_read_there(client, steward):
    wording = make_agreement(steward.circle, "It stays here.").wording
    review = Review.objects.create(wording=wording, reviewed_on=date(2026, 6, 24), helped="It did.")

    assert "It stays here." in client.get(url(Review, "changelist")).text
    assert "It did." in client.get(url(Review, "change", review.pk)).text
    assert client.get(url(Review, "add")).status_code == 403


# session, person, standings; count twice, rows; for the filter by circle whether there are several
LISTS = {Agreement: 8, Proposal: 7, Review: 6}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_three(
    client, steward, model, rows, django_assert_num_queries
):
    for number in range(rows):
        wording = make_agreement(steward.circle, f"Number {number}.").wording
        make_proposal(steward.circle, f"Proposed {number}.")
        wording.reviews.create(reviewed_on=date(2026, 6, 24))

    with django_assert_num_queries(LISTS[model]):
        page = client.get(url(model, "changelist"))
    assert page.context["cl"].result_count == rows


@pytest.mark.parametrize("model", [Agreement, Proposal, Review])
def test_hosts_leave_agreements_to_stewards(client, model):
    client.force_login(make_host().person)

    assert client.get(url(model, "changelist")).status_code == 403
