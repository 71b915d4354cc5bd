"""What is proposed, on its pages: everybody weighs it, its proposer rewords it, each says what was heard."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from circles.models import Concern, Membership, Proposal, Weight, Wording
from circles.promises import agreements, proposals
from tests.circles.addresses import url
from tests.circles.proposed import GIVEN
from tests.making import make_agreement, make_member, make_proposal, make_steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor(client, noor):
    client.force_login(noor.person)
    return noor


def test_any_member_proposes_and_nothing_they_typed_is_changed(client, noor):
    for _ in range(2):
        response = client.post(url("proposal_add", noor.circle), GIVEN)

    proposal = Proposal.objects.get()
    assert response.url == proposal.get_absolute_url()
    assert (proposal.text, proposal.why, proposal.proposed_by) == (" We begin\n  on time. ", "The bus.", noor)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": " "}, "This field is required."),
        ({"text": "x" * 1001}, "at most 1000 characters"),
        ({"days": "0"}, "0 is not one of the available choices"),
        ({"days": "61"}, "61 is not one of the available choices"),
        (
            {"review_on": (now() + timedelta(days=3)).date().isoformat()},
            "Choose a day after the time for concerns.",
        ),
        ({"text": "It stays here."}, "The circle holds these very words already."),
    ],
)
def test_what_cannot_be_proposed_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    client, noor, wrong, sentence
):
    make_agreement(noor.circle, "It stays here.")

    page = client.post(url("proposal_add", noor.circle), GIVEN | wrong)

    assert page.status_code == 200
    assert sentence in page.text
    assert not Proposal.objects.exists()
    for field, value in (GIVEN | wrong).items():
        assert page.context["form"][field].value() == value


def test_a_change_begins_with_the_words_in_force_and_leads_to_the_one_that_lies_there(client, noor):
    agreement = make_agreement(noor.circle, "It stays here.")
    address = url("agreement_propose", noor.circle, agreement.pk)
    assert "It stays here.</textarea>" in client.get(address).text

    response = client.post(address, GIVEN | {"text": "It all stays here."})

    proposal = Proposal.objects.get()
    assert (proposal.agreement, response.url) == (agreement, proposal.get_absolute_url())
    assert client.get(address).url == proposal.get_absolute_url()
    other = client.post(address, GIVEN | {"text": "It stays."})
    assert "A change of this agreement is proposed already." in other.text
    assert "Other words are proposed" in client.get(url("agreements", noor.circle)).text


def test_everybody_reads_what_why_until_when_and_what_would_change(client, noor, luc):
    agreement = make_agreement(noor.circle, "It stays here.")
    proposals.propose(
        luc.circle,
        agreement=agreement,
        text="It all stays here.",
        weight=Weight.FIRMLY,
        why="So that we can speak.",
        by=luc,
        now=now(),
    )

    page = client.get(Proposal.objects.get().get_absolute_url()).text

    assert "So that we can speak." in page
    assert "There is time for concerns until the end of" in page
    assert "Edmonton time" in page
    assert '<ins><span class="visually-hidden">[added: </span> all<span' in page
    assert "Until now it is lightly held." in page
    assert "None so far." in page


def test_a_concern_is_heard_by_name_and_only_who_raised_it_says_it_was(client, noor, luc, proposal):
    address = proposal.get_absolute_url()
    assert "I have a concern" in client.get(address).text
    for _ in range(2):
        client.post(url("proposal_concern", noor.circle, proposal.pk), {"words": "My last <bus>."})
    assert Concern.objects.get().membership == noor
    mine = client.get(address).text
    assert "My last &lt;bus&gt;." in mine
    assert "My concern is heard" in mine
    assert "I have a concern" not in mine

    client.force_login(luc.person)
    theirs = client.get(address).text
    assert "Noor" in theirs
    assert "My concern is heard" not in theirs
    client.post(url("proposal_heard", noor.circle, proposal.pk), {"read": ""})
    assert Concern.objects.get().met_at is None

    client.force_login(noor.person)
    for _ in range(2):
        client.post(url("proposal_heard", noor.circle, proposal.pk), {"read": ""})
    assert Concern.objects.get().met_at
    assert "heard</span>" in client.get(address).text
    assert Proposal.objects.get().is_open


def test_a_concern_without_words_is_asked_for_again(client, noor, proposal):
    page = client.post(url("proposal_concern", noor.circle, proposal.pk), {"words": "x" * 1001})

    assert page.status_code == 200
    assert "at most 1000 characters" in page.text
    assert "x" * 1001 in page.text
    assert not Concern.objects.exists()


def test_the_last_concern_heard_after_the_time_makes_it_an_agreement(client, noor, proposal):
    Concern.objects.create(proposal=proposal, membership=noor, words="The bus.")
    Proposal.objects.update(concerns_until=now())

    page = client.post(url("proposal_heard", noor.circle, proposal.pk), {"read": ""}, follow=True)

    assert "Adopted by consent on" in page.text
    assert Wording.objects.get().text == "We begin on time."


def test_too_late_is_said_and_the_words_are_not_lost(client, noor, proposal):
    Proposal.objects.update(concerns_until=now())

    page = client.post(url("proposal_concern", noor.circle, proposal.pk), {"words": "The bus."})

    assert "The time for concerns is over, and no concern stood." in page.text
    assert "it is being adopted" in page.text
    assert "The bus.</textarea>" in page.text
    proposals.adopt(Proposal.objects.get(), now=now())
    page = client.post(url("proposal_concern", noor.circle, proposal.pk), {"words": "The bus."})
    assert "This proposal has ended meanwhile." in page.text
    assert "The bus." in page.text


def test_the_proposer_rewords_it_and_the_concern_waits_for_who_raised_it(client, noor, luc, proposal):
    Concern.objects.create(proposal=proposal, membership=noor, words="The bus.")
    client.force_login(luc.person)
    address = url("proposal_reword", luc.circle, proposal.pk)
    assert "We begin on time.</textarea>" in client.get(address).text

    client.post(address, {"text": "We begin at six.", "weight": "lightly"})

    client.force_login(noor.person)
    page = client.get(proposal.get_absolute_url())
    assert "We begin at six." in page.text
    assert "said to the words before" in page.text
    stale = client.post(url("proposal_heard", noor.circle, proposal.pk), {"read": ""}, follow=True)
    assert "Read them again first." in stale.text
    read = page.context["proposal"].reworded_at.isoformat()
    client.post(url("proposal_heard", noor.circle, proposal.pk), {"read": read})
    assert Concern.objects.get().met_at


def test_the_page_carries_which_words_were_read(client, noor, proposal):
    Concern.objects.create(proposal=proposal, membership=noor, words="The bus.")
    Proposal.objects.update(reworded_at=now())

    page = client.get(proposal.get_absolute_url()).text
    read = page.partition('name="read" value="')[2].partition('"')[0]
    client.post(url("proposal_heard", noor.circle, proposal.pk), {"read": read})

    assert Concern.objects.get().met_at


def test_the_proposer_takes_it_back_and_others_cannot(client, noor, luc, proposal):
    address = url("proposal_take_back", luc.circle, proposal.pk)
    page = client.post(address, follow=True)
    assert "Only the one who proposed this" in page.text
    assert Proposal.objects.get().is_open
    assert client.get(url("proposal_reword", luc.circle, proposal.pk)).status_code == 302
    client.post(url("proposal_reword", luc.circle, proposal.pk), GIVEN)
    assert Proposal.objects.get().text == "We begin on time."

    client.force_login(luc.person)
    for _ in range(2):
        page = client.post(address, follow=True)
    assert "Taken back on" in page.text
    assert "We begin on time." in client.get(url("agreements", luc.circle)).text


def test_what_the_circle_decided_meanwhile_is_said_on_the_page(client, noor, luc):
    agreement = make_agreement(luc.circle, "Old words.", recorded_at=now() - timedelta(days=9))
    proposal = make_proposal(luc.circle, "Proposed.", agreement=agreement, proposed_by=luc)
    steward = make_steward(luc.circle)
    client.force_login(steward.person)
    address = url("agreement_reword", luc.circle, agreement.pk)
    assert "A change of it lies before the circle." in client.get(address).text

    client.post(address, {"text": "Agreed.", "weight": "lightly", "agreed_on": "2026-01-28"})

    page = client.get(proposal.get_absolute_url())
    assert "The circle decided about this agreement when it sat together" in page.text
    assert "Taken back on" not in page.text
    assert page.context["weighed"].before.text == "Old words."
    assert url("agreement", luc.circle, agreement.pk) in page.text


def test_the_same_words_agreed_in_the_room_are_pointed_to(client, noor, luc, proposal):
    made = agreements.agree(
        luc.circle, text=proposal.text, weight=Weight.LIGHTLY, agreed_on=now().date(), by=luc, now=now()
    )

    page = client.get(proposal.get_absolute_url()).text

    assert "The circle decided about this agreement when it sat together" in page
    assert url("agreement", luc.circle, made.pk) in page


def test_the_story_tells_how_a_wording_came_about(client, noor, luc, proposal):
    proposals.adopt(proposal, now=now() + timedelta(days=8))

    page = client.get(url("agreement", luc.circle, Wording.objects.get().agreement_id)).text

    assert "Adopted by consent; Luc proposed it." in page
    assert proposal.get_absolute_url() in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_concern_and_for_three(
    client, noor, luc, count, django_assert_num_queries
):
    agreement = make_agreement(luc.circle)
    proposal = make_proposal(luc.circle, agreement=agreement, proposed_by=luc)
    for number in range(count):
        agreement.wordings.create(number=number + 2, text="x", agreed_on=now().date())
        Concern.objects.create(proposal=proposal, membership=make_member(luc.circle), words="The bus.")

    # session, person, membership with its circle, proposal, concerns with their members, wordings
    with django_assert_num_queries(6):
        page = client.get(proposal.get_absolute_url())
    assert page.text.count("The bus.") == count


def test_what_somebody_erased_had_proposed_begins_as_a_sentence_does(client, noor, proposal):
    assert "Luc proposes it; time for concerns until" in client.get(url("agreements", noor.circle)).text

    Membership.objects.filter(pk=proposal.proposed_by_id).update(name="", person=None, erased_at=now())

    assert ">Time for concerns until" in client.get(url("agreements", noor.circle)).text
