"""The list of gatherings, and what hosts do with single ones: add, prepare, move, call off, let be."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gatherings.models import Gathering, Rsvp, Status, Turn
from tests.gatherings.addresses import sign_in
from tests.making import make_circle, make_gathering, make_host, make_member, make_role, make_steward

pytestmark = pytest.mark.django_db


def coming_day(days: int = 30) -> date:
    """A day so far ahead that nothing odd is to be said of: not between Christmas and New Year."""
    day = (now() + timedelta(days=days)).date()
    return day + timedelta(days=7) if (day.month, day.day) >= (12, 25) else day


def url(name: str, gathering: Gathering) -> str:
    return reverse(name, args=[gathering.circle.slug, gathering.number])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(client, count, django_assert_num_queries):
    circle = make_circle(place="The Old Library")
    me = sign_in(client, make_member(circle))
    role = make_role(circle, "Guardian")
    for number in range(count):
        gathering = make_gathering(circle, coming_day(30 + number))
        Rsvp.objects.create(gathering=gathering, membership=me, answer="yes")
        Rsvp.objects.create(gathering=gathering, membership=make_member(circle), answer="maybe")
        Turn.objects.create(gathering=gathering, role=role, holder=me)
        make_gathering(circle, coming_day(-60 + number))

    # session, person; membership with its circle, gatherings to come, my answers, my turns, the past
    with django_assert_num_queries(7):
        page = client.get(reverse("gatherings", args=[circle.slug])).text

    assert page.count('class="day"') == 2 * count
    assert page.count("I’ll be there</span>") == count
    assert page.count("Guardian</span>") == count
    assert "Maybe" not in page


def test_an_empty_list_invites(client):
    steward = sign_in(client, make_steward())

    page = client.get(reverse("gatherings", args=[steward.circle.slug])).text

    assert "No gathering is planned. A rhythm plans a year of them." in page
    assert reverse("rhythm", args=[steward.circle.slug]) in page


def test_a_stranger_sees_no_list_and_adds_nothing(client):
    circle = make_gathering().circle
    sign_in(client, make_steward())

    for name in ("gatherings", "gathering_add", "rota", "rhythm", "away", "my_calendar"):
        assert client.get(reverse(name, args=[circle.slug])).status_code == 404, name
        assert client.post(reverse(name, args=[circle.slug]), {}).status_code in {404, 405}, name


def test_members_are_told_no_where_only_hosts_or_stewards_may(client):
    circle = make_circle()
    for membership, refused in (
        (make_member(circle), {"gathering_add": 403, "rhythm": 403}),
        (make_host(circle), {"gathering_add": 200, "rhythm": 403}),
        (make_steward(circle), {"gathering_add": 200, "rhythm": 200}),
    ):
        sign_in(client, membership)
        found = {name: client.get(reverse(name, args=[circle.slug])).status_code for name in refused}
        assert found == refused


def test_a_host_adds_one_by_hand_and_twice_is_once(client):
    host = sign_in(client, make_host())
    given = {"day": coming_day().isoformat(), "starts": "10:00", "ends": "12:30"}

    for _ in range(2):
        response = client.post(reverse("gathering_add", args=[host.circle.slug]), given)
        assert response.status_code == 302

    gathering = Gathering.objects.get()
    assert (gathering.day, gathering.starts, gathering.lasts) == (
        coming_day(),
        time(10),
        timedelta(minutes=150),
    )
    assert gathering.slot is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"day": "2020-01-01"}, "That time has gone by. Choose a day to come."),
        ({"ends": "18:00"}, "It would be over when it begins. Choose a later hour."),
        ({"day": ""}, "This field is required."),
        ({"starts": "six"}, "Enter a valid time."),
    ],
)
def test_what_cannot_be_added_comes_back_with_a_sentence_and_what_was_typed(client, given, sentence):
    host = sign_in(client, make_host())
    typed = {"day": coming_day().isoformat(), "starts": "18:00", "ends": "20:15"} | given

    response = client.post(reverse("gathering_add", args=[host.circle.slug]), typed)

    assert response.status_code == 200
    assert sentence in response.text
    assert all(f'value="{value}"' in response.text for value in typed.values() if value)
    assert not Gathering.objects.exists()


def test_a_host_prepares_a_gathering_and_words_stay_as_they_are(client):
    gathering = make_gathering(make_circle(place="The Old Library"))
    sign_in(client, make_host(gathering.circle))
    given = {"theme": "Rest", "question": "  What rests\nin you?", "place": "The garden", "call_link": ""}

    response = client.post(url("gathering_prepare", gathering), given, follow=True)

    stands = Gathering.objects.get()
    assert (stands.theme, stands.question, stands.place) == ("Rest", "  What rests\nin you?", "The garden")
    assert "The garden" in response.text
    assert "The Old Library" not in response.text


def test_a_call_link_that_is_none_is_said_so(client):
    gathering = make_gathering()
    sign_in(client, make_host(gathering.circle))

    response = client.post(
        url("gathering_prepare", gathering), {"call_link": "javascript:alert(1)", "theme": "Rest"}
    )

    assert response.status_code == 200
    assert "Enter a valid URL." in response.text
    assert 'value="Rest"' in response.text
    assert Gathering.objects.get().theme == ""


def test_a_host_moves_a_gathering_with_a_word_why(client):
    gathering = make_gathering()
    sign_in(client, make_host(gathering.circle))
    day = coming_day(50)
    given = {"day": day.isoformat(), "starts": "19:00", "ends": "21:00", "reason": "Snow on the pass."}

    form = client.get(url("gathering_move", gathering)).text
    assert f'value="{gathering.day}"' in form
    assert 'value="18:00"' in form
    assert 'value="20:00"' in form
    page = client.post(url("gathering_move", gathering), given, follow=True).text

    stands = Gathering.objects.get()
    assert (stands.day, stands.starts, stands.number, stands.sequence) == (day, time(19), gathering.number, 1)
    assert "Moved to this day and hour: Snow on the pass." in page


def test_moving_needs_a_word_why(client):
    gathering = make_gathering()
    sign_in(client, make_host(gathering.circle))

    response = client.post(
        url("gathering_move", gathering),
        {"day": coming_day(50).isoformat(), "starts": "19:00", "ends": "21:00"},
    )

    assert (response.status_code, Gathering.objects.get().day) == (200, gathering.day)


def test_a_host_calls_off_and_lets_be_again(client):
    gathering = make_gathering()
    sign_in(client, make_host(gathering.circle))

    page = client.post(url("gathering_call_off", gathering), {"reason": "We rest."}, follow=True).text
    assert "This gathering is called off. We rest." in page
    assert "Called off. We rest." in client.get(reverse("gatherings", args=[gathering.circle.slug])).text
    assert "Let it be after all" in page

    page = client.post(url("gathering_restore", gathering), follow=True).text
    assert "This gathering is called off" not in page
    assert Gathering.objects.get().status == Status.PLANNED


def test_what_is_over_is_neither_moved_nor_called_off(client):
    gathering = make_gathering(day=date(2026, 1, 28))
    sign_in(client, make_host(gathering.circle))

    response = client.post(url("gathering_call_off", gathering), {"reason": "too late"})

    assert "This gathering is over" in response.text
    assert 'value="too late"' in response.text
    assert Gathering.objects.get().status == Status.PLANNED


def test_opening_any_page_changes_nothing(client):
    gathering = make_gathering()
    sign_in(client, make_steward(gathering.circle))
    before = Gathering.objects.values().get()

    for name in ("gathering_prepare", "gathering_move", "gathering_call_off", "gathering"):
        assert client.get(url(name, gathering)).status_code == 200
        assert client.head(url(name, gathering)).status_code == 200
    assert client.get(url("gathering_restore", gathering)).status_code == 405
    assert client.get(url("answer", gathering)).status_code == 405

    assert Gathering.objects.values().get() == before


def test_the_usual_place_beside_the_box_is_words_and_never_markup(client):
    host = sign_in(client, make_host(make_circle(place='<img src="x" id="CANARY"> hall')))
    gathering = make_gathering(host.circle)

    page = client.get(url("gathering_prepare", gathering)).text

    assert "&lt;img src=&quot;x&quot; id=&quot;CANARY&quot;&gt; hall" in page
    assert "<img" not in page
