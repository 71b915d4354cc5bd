"""The page on which a rhythm is changed from a gathering on: what becomes of each is shown, and chosen."""

from datetime import date

import pytest
from django.urls import reverse

from gatherings.models import Gathering, Rhythm
from tests.gatherings.scheduled import LAST_WEDNESDAYS, SENTENCE
from tests.making import make_circle, make_steward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_clock_stands_still")]
JANUARY = date(2027, 1, 27)
MONDAYS = {**SENTENCE, "ordinal": "1", "day": "w0", "since": "3"}


@pytest.fixture
def steward(client):
    steward = make_steward(make_circle())
    client.force_login(steward.person)
    post(client, steward, keep=True, **SENTENCE)
    return steward


@pytest.fixture
def answered(steward) -> Gathering:
    return answer(steward, JANUARY)


def answer(steward, day: date) -> Gathering:
    gathering = Gathering.objects.get(day=day)
    gathering.rsvps.create(membership=steward, answer="yes")
    return gathering


def url(steward) -> str:
    return reverse("rhythm", args=[steward.circle.slug])


def post(client, steward, *, keep=False, **given):
    """Look at a rhythm; keep it, too, as it was shown."""
    shown = client.post(url(steward), given | {"show": "yes"})
    if not keep:
        return shown
    return client.post(url(steward), given | {"shown": shown.context.get("shown", ""), "keep": "yes"})


def test_the_page_offers_today_and_the_gatherings_to_come(client, steward):
    page = client.get(url(steward))

    offered = [label for _value, label in page.context["form"].fields["since"].choices]
    assert offered[:3] == [
        "from today, on the next date that fits",
        "Wednesday 25 November",
        "Wednesday 30 December",
    ]
    assert "Keep this rhythm" not in page.text
    assert page.text.count('<b class="day">') == 12


def test_a_date_that_is_called_off_is_shown_so(client, steward):
    Gathering.objects.filter(day=JANUARY).update(status="called_off", reason="We rest.")

    page = client.get(url(steward)).text

    assert page.count('<span class="badge look">called off</span>') == 1


THURSDAYS = {**SENTENCE, "day": "w3", "since": "1"}


def test_a_date_planned_where_one_is_called_off_is_told_before_it_is_kept(client, steward):
    december = date(2026, 12, 30)
    Gathering.objects.filter(day=december).update(status="called_off", reason="We rest.")

    page = post(client, steward, **THURSDAYS).text

    assert (
        "Wednesday 30 December stays called off. The new rhythm has Thursday 31 December instead. "
        "If you don’t gather then either, call it off too."
    ) in page
    assert page.count("stays called off") == 1
    post(client, steward, keep=True, **THURSDAYS)
    kept = dict(Gathering.objects.filter(day__month=12, day__year=2026).values_list("day", "status"))
    assert kept == {december: "called_off", date(2026, 12, 31): "planned"}


def test_what_is_called_off_and_keeps_its_date_is_not_told_as_planned_again(client, steward):
    Gathering.objects.filter(day=date(2026, 12, 30)).update(status="called_off", reason="We rest.")

    page = post(client, steward, **{**SENTENCE, "starts": "19:00", "ends": "21:00", "since": "1"}).text

    assert "take their new dates or hours" in page
    assert "stays called off" not in page


def test_each_gathering_that_is_counted_on_is_told_with_what_becomes_of_it(client, steward, answered):
    page = post(client, steward, **MONDAYS).text

    assert "What becomes of the gatherings already planned" in page
    assert "10 that nobody has been asked about yet take their new dates or hours." in page
    assert answered.get_absolute_url() in page
    for words in ("moves to Monday 1 February 2027", "is called off", "stays as it is"):
        assert words in page
    assert list(Gathering.objects.order_by("day").values_list("day", flat=True)) == LAST_WEDNESDAYS


def test_keeping_it_asks_for_a_word_why_and_moves_what_was_answered(client, steward, answered):
    wordless = post(client, steward, keep=True, **MONDAYS, becomes_3="follow")
    assert "Say in a word why: people count on it, and they read it." in wordless.text
    assert Rhythm.objects.count() == 1

    response = post(client, steward, keep=True, **MONDAYS, becomes_3="follow", reason="Mondays suit us.")

    assert response.status_code == 302
    moved = Gathering.objects.get(pk=answered.pk)
    assert (moved.day, moved.reason) == (date(2027, 2, 1), "Mondays suit us.")


def test_what_a_host_leaves_stays_without_a_word(client, steward, answered):
    response = post(client, steward, keep=True, **MONDAYS, becomes_3="leave")

    assert response.status_code == 302
    assert Gathering.objects.get(pk=answered.pk).day == JANUARY


def test_what_somebody_answers_meanwhile_is_shown_before_anything_is_done(client, steward, answered):
    shown = post(client, steward, **MONDAYS).context["shown"]
    answer(steward, date(2027, 2, 24))

    response = client.post(
        url(steward), MONDAYS | {"shown": shown, "keep": "yes", "reason": "why", "becomes_3": "off"}
    )

    assert response.status_code == 200
    assert "somebody has answered meanwhile" in response.text
    assert Rhythm.objects.count() == 1
    assert response.context["becomes"]["becomes_3"].value() == "off"
    assert response.context["becomes"]["reason"].value() == "why"


def test_keeping_it_twice_is_keeping_it_once(client, steward, answered):
    given = MONDAYS | {"reason": "why", "becomes_3": "follow", "keep": "yes"}
    given["shown"] = post(client, steward, **MONDAYS).context["shown"]

    first, second = client.post(url(steward), given), client.post(url(steward), given)

    assert first.status_code == second.status_code == 302
    assert Rhythm.objects.count() == 2
    assert Gathering.objects.get(pk=answered.pk).sequence == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": "99"}, "Select a valid choice. 99 is not one of the available choices."),
        ({"becomes_3": "burn"}, "Select a valid choice. burn is not one of the available choices."),
        ({"reason": "x" * 301}, "Ensure this value has at most 300 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, steward, answered, wrong, said):
    response = post(client, steward, keep=True, **MONDAYS | {"becomes_3": "follow", "reason": "why"} | wrong)

    assert response.status_code == 200
    assert said in response.text
    assert Rhythm.objects.count() == 1


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_however_many_have_answered(
    client, steward, count, django_assert_num_queries
):
    for gathering in list(Gathering.objects.order_by("day")[2 : 2 + count]):
        answer(steward, gathering.day)
    # session, person; whether the circle has closed, membership with its circle, rhythm in force, gatherings to choose
    # from; the plan: the circle's gatherings, and those nobody has touched
    with django_assert_num_queries(8):
        page = client.post(url(steward), MONDAYS).text
    assert page.count("moves to") == count
