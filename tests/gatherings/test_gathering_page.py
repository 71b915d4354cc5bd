"""A gathering's page: when and where, who comes, who holds what, answering and taking up a role."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Harvest
from gatherings.models import Gathering, Rsvp, Status, Turn
from tests.gatherings.addresses import sign_in, url
from tests.making import (
    make_circle,
    make_gathering,
    make_gathering_now,
    make_host,
    make_member,
    make_person,
    make_role,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def filled_gathering(people: int) -> Gathering:
    """A gathering with so many coming, as many maybe, and as many roles held."""
    circle = make_circle(place="The Old Library", call_link="https://call.example/us")
    gathering = make_gathering(circle, question="What are you carrying?")
    for number in range(people):
        member = make_member(circle, f"Member {number}")
        Rsvp.objects.create(gathering=gathering, membership=member, answer="yes", way="call")
        Rsvp.objects.create(gathering=gathering, membership=make_member(circle), answer="maybe")
        Turn.objects.create(
            gathering=gathering, role=make_role(circle), holder=member, beside=make_member(circle)
        )
    make_role(circle, "Timekeeper")
    return gathering


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_however_many_come(client, people, django_assert_num_queries):
    gathering = filled_gathering(people)
    sign_in(client, make_member(gathering.circle))

    # session, person; membership with its circle, gathering, answers with their members, turns with their people,
    # roles handed out, the practice field
    with django_assert_num_queries(8):
        response = client.get(gathering.get_absolute_url())

    assert response.status_code == 200
    assert response.text.count("· on the call</span>") == people
    assert response.text.count("sits beside") == people


@pytest.mark.parametrize("begins_in", [10, -10])
def test_as_the_circle_opens_the_page_costs_no_more(client, begins_in, django_assert_num_queries):
    gathering = make_gathering_now()
    starts = now() + timedelta(minutes=begins_in)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
    sign_in(client, make_member(gathering.circle))

    # as above; and once it has begun the flow, which everybody reads then
    with django_assert_num_queries(8 if begins_in > 0 else 9):
        page = client.get(gathering.get_absolute_url()).text

    assert ("The circle is about to open." in page) is (begins_in > 0)


def test_a_stranger_cannot_tell_the_gathering_exists(client):
    gathering = filled_gathering(1)
    sign_in(client, make_host())  # of another circle
    role = gathering.circle.roles.last()

    answers = [
        client.get(gathering.get_absolute_url()),
        client.post(url("answer", gathering), {"answer": "yes"}),
        client.post(url("take_turn", gathering, role.pk)),
        client.post(url("give_back_turn", gathering, Turn.objects.get().pk)),
        client.get(url("gathering_move", gathering)),
        client.post(url("gathering_call_off", gathering), {"reason": "mine"}),
        client.post(url("gathering_restore", gathering)),
        client.get(url("gathering_prepare", gathering)),
    ]

    assert {response.status_code for response in answers} == {404}
    assert (Rsvp.objects.count(), Turn.objects.count()) == (2, 1)
    assert not any("Old Library" in response.text for response in answers)


def test_a_visitor_is_asked_to_sign_in(client):
    response = client.get(make_gathering().get_absolute_url())

    assert response.status_code == 302
    assert reverse("account_login") in response.url


def test_the_page_says_when_in_the_circles_time_and_in_mine(client):
    circle = make_circle(timezone="Asia/Kathmandu")
    gathering = make_gathering(circle, date(now().year + 1, 7, 28))
    person = make_person(timezone="America/St_Johns")
    make_member(circle, person=person)
    client.force_login(person)

    page = client.get(gathering.get_absolute_url()).text

    assert "18:00–20:00, Kathmandu time" in page
    assert "09:45–11:45 for you, St Johns time" in page


def test_my_time_is_left_out_where_it_is_the_circles(client):
    gathering = make_gathering()
    sign_in(client, make_member(gathering.circle))

    assert "for you" not in client.get(gathering.get_absolute_url()).text


def test_answering_without_a_script_comes_back_to_the_page(client):
    gathering = filled_gathering(1)
    me = sign_in(client, make_member(gathering.circle, "Luc"))
    assert "Luc, will you be in the circle?" in client.get(gathering.get_absolute_url()).text

    response = client.post(url("answer", gathering), {"answer": "yes", "way": "room"}, follow=True)

    assert response.redirect_chain == [(gathering.get_absolute_url(), 302)]
    rsvp = Rsvp.objects.get(membership=me)
    assert (rsvp.answer, rsvp.way) == ("yes", "room")
    assert "Two of us so far." in response.text
    assert 'id="answer-room" class="choice on"' in response.text
    assert "Put our dates in my calendar" in response.text


def test_answering_with_htmx_redraws_only_what_changed(client):
    gathering = filled_gathering(1)
    sign_in(client, make_member(gathering.circle, "Luc"))

    response = client.post(url("answer", gathering), {"answer": "maybe"}, headers=HTMX)

    assert response.status_code == 200
    assert response.text.strip().startswith('<div id="now">')
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]
    assert "one is coming, two may." in response.text.lower()


def test_how_is_asked_only_where_there_are_a_room_and_a_call(client):
    gathering = make_gathering(make_circle(place="The Old Library"))
    sign_in(client, make_member(gathering.circle))

    assert "How?" not in client.get(gathering.get_absolute_url()).text


@pytest.mark.parametrize("answer", ["", "perhaps", "YES"])
def test_an_answer_there_is_not_changes_nothing(client, answer):
    gathering = make_gathering()
    sign_in(client, make_member(gathering.circle))

    response = client.post(url("answer", gathering), {"answer": answer})

    assert response.status_code == 400
    assert "Choose one of the three answers." in response.text
    assert not Rsvp.objects.exists()


def test_a_past_gathering_asks_nobody_and_takes_no_answer(client):
    gathering = make_gathering(day=date(2026, 1, 28))
    sign_in(client, make_member(gathering.circle))

    assert "will you be in the circle?" not in client.get(gathering.get_absolute_url()).text
    response = client.post(url("answer", gathering), {"answer": "yes"})
    assert response.status_code == 409
    assert "This gathering is over" in response.text
    assert not Rsvp.objects.exists()


@pytest.mark.parametrize("given", [True, False])
def test_a_past_gathering_leads_straight_to_its_poem_once_that_was_given(
    client, given, django_assert_num_queries
):
    gathering = make_gathering(day=date(2026, 1, 28))
    Harvest.objects.create(gathering=gathering, given_at=now() if given else None)
    sign_in(client, make_member(gathering.circle))

    with django_assert_num_queries(8):  # no more than before it
        page = client.get(gathering.get_absolute_url()).text

    assert ("Read the poem" in page) is given
    assert (url("poem", gathering) in page) is given


def test_a_gathering_called_off_says_why_and_takes_no_answer(client):
    gathering = make_gathering(status=Status.CALLED_OFF, reason="The library is flooded.")
    sign_in(client, make_member(gathering.circle))

    page = client.get(gathering.get_absolute_url()).text
    assert "This gathering is called off. The library is flooded." in page
    assert "will you be in the circle?" not in page
    assert client.post(url("answer", gathering), {"answer": "yes"}).status_code == 409
    assert not Rsvp.objects.exists()


def test_while_we_sit_together_the_page_leads_into_the_circle(client):
    gathering = make_gathering_now()
    sign_in(client, make_member(gathering.circle))

    page = client.get(gathering.get_absolute_url()).text

    assert "We are in the circle." in page
    assert reverse("check_in", args=[gathering.circle.slug, gathering.number]) in page


def test_one_tap_takes_an_open_role_and_one_gives_it_back(client):
    gathering = make_gathering()
    role = make_role(gathering.circle, "Guardian", words="Ring the bell.")
    me = sign_in(client, make_member(gathering.circle, "Luc"))
    assert "I’ll hold this one" in client.get(gathering.get_absolute_url()).text

    page = client.post(url("take_turn", gathering, role.pk), follow=True).text

    turn = Turn.objects.get()
    assert (turn.holder, turn.role, turn.how) == (me, role, "taken")
    assert "I’ll hold this one" not in page
    assert "Ring the bell." in page

    page = client.post(url("give_back_turn", gathering, turn.pk), follow=True).text
    assert not Turn.objects.exists()
    assert "I’ll hold this one" in page


def test_who_comes_second_reads_who_was_first(client):
    gathering = make_gathering()
    role = make_role(gathering.circle)
    Turn.objects.create(gathering=gathering, role=role, holder=make_member(gathering.circle, "Anna"))
    sign_in(client, make_member(gathering.circle, "Luc"))

    response = client.post(url("take_turn", gathering, role.pk))

    assert response.status_code == 409
    assert "Anna holds this one already." in response.text
    by_htmx = client.post(url("take_turn", gathering, role.pk), headers=HTMX)
    assert (by_htmx.status_code, "Anna holds this one already." in by_htmx.text) == (200, True)
    assert Turn.objects.get().holder.name == "Anna"


def test_a_role_of_another_circle_cannot_be_taken(client):
    gathering = make_gathering()
    foreign = make_role(make_circle())
    sign_in(client, make_member(gathering.circle))

    assert client.post(url("take_turn", gathering, foreign.pk)).status_code == 404
    assert not Turn.objects.exists()


def test_nobody_gives_back_what_another_holds(client):
    gathering = filled_gathering(1)
    sign_in(client, make_host(gathering.circle))

    assert client.post(url("give_back_turn", gathering, Turn.objects.get().pk)).status_code == 404
    assert Turn.objects.exists()


def test_only_hosts_see_and_use_the_hosts_doors(client):
    gathering = make_gathering()
    sign_in(client, make_member(gathering.circle))

    assert "For hosts" not in client.get(gathering.get_absolute_url()).text
    for name in ("gathering_prepare", "gathering_move", "gathering_call_off"):
        assert client.get(url(name, gathering)).status_code == 403
        assert client.post(url(name, gathering), {"reason": "mine"}).status_code == 403
    assert client.post(url("gathering_restore", gathering)).status_code == 403
    sign_in(client, make_host(gathering.circle))
    assert "For hosts" in client.get(gathering.get_absolute_url()).text


def test_names_and_words_are_shown_and_never_run(client):
    attack = "<script>alert(1)</script>"
    circle = make_circle(place=attack)
    gathering = make_gathering(
        circle, theme=attack, question=attack, starts=time(9), lasts=timedelta(hours=1)
    )
    member = sign_in(client, make_member(circle, attack))
    Rsvp.objects.create(gathering=gathering, membership=member, answer="yes")

    page = client.get(gathering.get_absolute_url()).text

    assert attack not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
