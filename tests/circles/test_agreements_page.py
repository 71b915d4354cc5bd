"""What the circle promises itself: read by all, written down by stewards, stood by in one's own name."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from circles.models import Affirmation, Agreement, Weight, Wording
from circles.promises import agreements
from tests.circles.addresses import url
from tests.making import make_agreement, make_circle, make_host, make_member, make_proposal, make_steward

pytestmark = pytest.mark.django_db

GIVEN = {"text": " We take\r\n  every role in turn. ", "weight": "firmly", "agreed_on": "2026-01-28"}


@pytest.fixture
def steward(client):
    made = make_steward(name="Anna Berg")
    client.force_login(made.person)
    return made


def test_members_read_what_is_held_how_and_since_when(client, steward):
    light = make_agreement(steward.circle, "We begin on time.")
    firm = make_agreement(steward.circle, "It stays here.", weight=Weight.FIRMLY)
    let_go = make_agreement(steward.circle, "Long gone.")
    agreements.retire(let_go, now=now())
    agreements.affirm(firm.wording, membership=steward, now=now())
    client.force_login(make_member(steward.circle).person)

    page = client.get(url("agreements", steward.circle))

    assert "Lightly held, since 28 January 2026." in page.text
    assert "Firmly held, since 28 January 2026." in page.text
    assert "Anna Berg stands by it." in page.text
    assert "Long gone." not in page.text.partition("What we let go")[0]
    assert page.text.count("I stand by this") == 1
    assert url("agreement_affirm", steward.circle, light.pk) not in page.text
    assert url("agreement_add", steward.circle) not in page.text
    assert "reword/" not in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, steward, count, django_assert_num_queries):
    for number in range(count):
        wording = make_agreement(steward.circle, f"Agreement {number}.", weight=Weight.FIRMLY).wording
        for _ in range(count):
            wording.affirmations.create(membership=make_member(steward.circle))

        make_proposal(steward.circle, f"Proposed {number}.")

    # session, person, membership with its circle, agreements, wordings, who affirmed, proposals, who is here
    with django_assert_num_queries(8):
        page = client.get(url("agreements", steward.circle))
    assert page.text.count('class="wording') == count
    assert page.text.count("Proposed") == count


def test_the_button_above_what_is_held_does_not_read_as_if_it_confirmed_the_list(client, steward):
    make_agreement(steward.circle, "We begin on time.")

    page = client.get(url("agreements", steward.circle)).text

    assert f'href="{url("agreement_add", steward.circle)}">Write down what we agreed</a>' in page
    assert "We agreed this in the circle" not in page


def test_words_are_kept_as_they_were_typed(client, steward):
    response = client.post(url("agreement_add", steward.circle), GIVEN)

    agreement = Agreement.objects.get()
    assert response.url == f"{url('agreements', steward.circle)}#agreement-{agreement.pk}"
    wording = agreement.wording
    assert wording.text == " We take\n  every role in turn. "
    assert (wording.weight, wording.recorded_by) == (Weight.FIRMLY, steward)
    client.post(url("agreement_add", steward.circle), GIVEN)
    assert Wording.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": " \r\n "}, "This field is required."),
        ({"text": "x" * 1001}, "at most 1000 characters"),
        ({"weight": "gravely"}, "gravely is not one of the available choices"),
        ({"agreed_on": (localdate() + timedelta(days=2)).isoformat()}, "That day is still to come."),
        ({"review_on": "2026-01-28"}, "Choose a day after the one on which you agreed it."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    client, steward, wrong, sentence
):
    page = client.post(url("agreement_add", steward.circle), GIVEN | wrong)

    assert page.status_code == 200
    assert sentence in page.text
    assert not Agreement.objects.exists()
    for field, value in (GIVEN | wrong).items():
        assert page.context["form"][field].value() == value


def test_an_empty_page_invites_a_steward_with_four_none_of_them_ticked(client, steward):
    page = client.get(url("agreements", steward.circle))

    assert "Many circles start with four." in page.text
    assert page.text.count('type="checkbox"') == 4
    assert "checked" not in page.text

    four = [value for value, _ in page.context["form"].fields["texts"].choices]
    response = client.post(url("agreements", steward.circle), {"texts": four[1:3], "agreed_on": "2026-01-28"})
    assert response.status_code == 302
    assert [str(agreement) for agreement in Agreement.objects.with_wordings()] == four[1:3]


def test_beginning_without_a_tick_or_twice_changes_nothing(client, steward):
    page = client.post(url("agreements", steward.circle), {"agreed_on": "2026-01-28"})
    assert "Tick those you agreed in the circle." in page.text

    four = [value for value, _ in page.context["form"].fields["texts"].choices]
    for _ in range(2):
        client.post(url("agreements", steward.circle), {"texts": four, "agreed_on": "2026-01-28"})
    assert Agreement.objects.count() == 4


def test_an_empty_page_tells_a_member_who_writes_them_down(client, steward):
    client.force_login(make_member(steward.circle).person)

    page = client.get(url("agreements", steward.circle))
    client.post(url("agreements", steward.circle), {"texts": ["x"], "agreed_on": "2026-01-28"})

    assert "a steward writes down here" in page.text
    assert not Agreement.objects.exists()


def test_a_new_wording_keeps_the_one_before_in_its_story(client, steward):
    agreement = make_agreement(steward.circle, "Old words.", weight=Weight.FIRMLY)
    agreements.affirm(agreement.wording, membership=steward, now=now())
    address = url("agreement_reword", steward.circle, agreement.pk)
    assert "Old words.</textarea>" in client.get(address).text

    for _ in range(2):
        client.post(address, GIVEN | {"text": "New words."})

    page = client.get(url("agreements", steward.circle))
    assert agreement.wordings.count() == 2
    assert "New words." in page.text
    assert "Old words." not in page.text
    assert "Nobody has said yet that they stand by it." in page.text
    story = client.get(url("agreement", steward.circle, agreement.pk))
    assert (
        story.text.index("New words.") < story.text.index("Its story</h2>") < story.text.index("Old words.")
    )


def test_letting_go_is_asked_first_and_done_once(client, steward):
    agreement = make_agreement(steward.circle)
    address = url("agreement_retire", steward.circle, agreement.pk)

    assert "Let this agreement go?" in client.get(address).text
    for _ in range(2):
        assert client.post(address).url == url("agreements", steward.circle)
    agreement.refresh_from_db()
    assert agreement.retired_at
    assert client.get(address).status_code == 404


def test_i_stand_by_what_i_have_read_and_may_step_back(client, steward):
    agreement = make_agreement(steward.circle, weight=Weight.FIRMLY)
    address = url("agreement_affirm", steward.circle, agreement.pk)
    member = make_member(steward.circle, "Luc")
    client.force_login(member.person)

    for _ in range(2):
        client.post(address, {"wording": agreement.wording.pk, "stand": "by_it"})
    assert [a.membership for a in Affirmation.objects.all()] == [member]
    page = client.get(url("agreements", steward.circle))
    assert 'aria-pressed="true"' in page.text
    assert "Luc stands by it." in page.text

    client.post(address, {"wording": agreement.wording.pk, "stand": ""})
    assert not Affirmation.objects.exists()


def test_who_read_an_older_wording_is_asked_to_read_again(client, steward):
    agreement = make_agreement(steward.circle, "Old.", weight=Weight.FIRMLY)
    read = agreement.wording
    agreements.reword(
        agreement, text="New.", weight=Weight.FIRMLY, agreed_on=read.agreed_on, by=steward, now=now()
    )

    address = url("agreement_affirm", steward.circle, agreement.pk)
    page = client.post(address, {"wording": read.pk, "stand": "by_it"}, follow=True)

    assert "Read it again before you stand by it." in page.text
    assert not Affirmation.objects.exists()


@pytest.mark.parametrize("data", [{}, {"wording": "x", "stand": "by_it"}, {"wording": 0, "stand": "by_it"}])
def test_an_answer_that_names_no_wording_of_ours_changes_nothing(client, steward, data):
    agreement = make_agreement(steward.circle)
    theirs = make_agreement(make_circle()).wording
    address = url("agreement_affirm", steward.circle, agreement.pk)

    client.post(address, data)
    client.post(address, {"wording": theirs.pk, "stand": "by_it"})

    assert not Affirmation.objects.exists()


STEWARDS_ONLY = ["agreement_add", "agreement_reword", "agreement_retire", "agreement_review"]


@pytest.mark.parametrize("name", [*STEWARDS_ONLY, "agreements", "agreement_affirm"])
@pytest.mark.parametrize("who", ["stranger", "host"])
def test_each_door_opens_to_whom_it_should(client, name, who):
    theirs = make_steward()
    agreement = make_agreement(theirs.circle, "Secret words.", weight=Weight.FIRMLY)
    visitor = make_host(theirs.circle) if who == "host" else make_steward()
    client.force_login(visitor.person)
    args = [] if name in {"agreement_add", "agreements"} else [agreement.pk]

    response = client.post(
        url(name, theirs.circle, *args), GIVEN | {"wording": agreement.wording.pk, "stand": "by_it"}
    )

    if who == "stranger":
        assert response.status_code == 404
        assert not Affirmation.objects.exists()
    else:
        assert response.status_code == (403 if name in STEWARDS_ONLY else 302)
    assert "Secret words." not in response.text
    agreement.refresh_from_db()
    assert agreement.retired_at is None
    assert Wording.objects.count() == 1


@pytest.mark.parametrize("name", ["agreement_reword", "agreement_retire", "agreement_affirm"])
def test_agreements_of_other_circles_cannot_be_touched(client, steward, name):
    theirs = make_agreement(make_circle(), weight=Weight.FIRMLY)
    data = GIVEN | {"wording": theirs.wording.pk, "stand": "by_it"}

    assert client.post(url(name, steward.circle, theirs.pk), data).status_code == 404
    assert Wording.objects.count() == 1
    assert not Affirmation.objects.exists()
