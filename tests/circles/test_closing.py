"""A circle closes with dignity: it can be read and taken home, nothing is added, and a steward may open it again."""

import re
from datetime import date, timedelta

import pytest
from django.urls import get_resolver, reverse

from checkins.phrases import catching
from checkins.tonight import rounds
from circles import letters, resting
from circles.arriving import joining
from circles.models import Circle, Letter, Standing
from circles.refusals import LinkHasEnded, NotASteward
from gatherings.answering import rsvps
from gatherings.feeds import subscriptions
from gatherings.models import Away
from gatherings.refusals import IsCalledOff
from gatherings.schedule import rhythms
from tests.circles.addresses import url
from tests.circles.closed import NOW, close, make_steward_of_a_year
from tests.making import (
    make_agreement,
    make_gathering,
    make_gathering_now,
    make_host,
    make_member,
    make_person,
    make_role,
    make_steward,
)
from tests.two_circles import models_of_the_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward_of_a_year()


def everything():
    """Return every row of ours but what a visit may write."""
    return {model: list(model._base_manager.order_by("pk").values()) for model in models_of_the_house()}


def test_closing_calls_off_all_that_is_to_come_and_says_so_in_every_calendar(steward, client):
    past = make_gathering(steward.circle, date(2026, 1, 28))
    _link, token = subscriptions.make_link(steward, now=NOW)

    circle = close(steward)

    assert (circle.is_closed, circle.farewell) == (True, "We learned to begin on time.")
    assert circle.closed_on == NOW.astimezone(circle.zone).date()
    coming = circle.gatherings.filter(starts_at__gt=NOW)
    assert coming.count() >= 12
    assert {(each.is_called_off, each.reason) for each in coming} == {(True, "The circle has closed.")}
    past.refresh_from_db()
    assert not past.is_called_off
    feed = client.get(reverse("feed", args=[token])).content.decode()
    assert feed.count("STATUS:CANCELLED") == coming.count()


def test_closing_twice_keeps_the_first_farewell_and_day(steward, closed):
    again = resting.close(closed, farewell="Another", by=steward, now=NOW + timedelta(days=3))
    assert (again.closed_on, again.farewell) == (closed.closed_on, closed.farewell)


def test_nobody_comes_in_any_more_and_waiting_letters_are_let_go(steward):
    token = joining.renew_link(steward.circle)
    letters.write(kind="invitation", key="k", circle=steward.circle, address="x@circle.example", now=NOW)

    circle = close(steward)

    assert circle.join_token == ""
    assert joining.circle_behind(token) is None
    assert not Letter.objects.exists()
    with pytest.raises(LinkHasEnded):
        joining.join(circle, token=token, person=make_person(), name="Late", now=NOW)


def test_the_heartbeat_makes_no_gathering_for_it(steward, closed):
    later = NOW + timedelta(days=400)
    assert rhythms.keep_a_year_ahead(closed, now=later) == 0


def test_an_answer_that_comes_by_another_way_is_refused_too(steward, closed):
    coming = closed.gatherings.filter(starts_at__gt=NOW).first()
    with pytest.raises(IsCalledOff):
        rsvps.answer(coming, membership=steward, answer="yes", now=NOW)


def test_its_members_go_on_reading_everything(client, steward, closed):
    member = make_member(closed)
    make_agreement(closed, "We begin on time.")
    gathering = make_gathering(closed, date(2026, 1, 28), theme="Beginnings")
    client.force_login(member.person)

    for name in ("circle", "gatherings", "members", "agreements", "poems", "rota", "my_calendar"):
        assert client.get(url(name, closed)).status_code == 200, name
    front = client.get(url("circle", closed)).text
    assert "We learned to begin on time." in front
    assert "We begin on time." in client.get(url("agreements", closed)).text
    assert "Beginnings" in client.get(gathering.get_absolute_url()).text


def test_it_is_said_that_a_steward_can_take_it_home_and_to_nobody_that_all_can(client, steward):
    client.force_login(steward.person)
    address = url("circle_close", steward.circle)
    pages = [client.get(address).text]
    closed = close(steward)
    pages += [client.get(url(name, closed)).text for name in ("circle", "gatherings", "circle_close")]
    pages.append(client.post(url("away", closed)).text)

    for page in pages:
        assert "a steward can take it home" in page.replace("A steward", "a steward")


def test_no_page_of_it_asks_for_what_it_refuses(client, steward, closed):
    Away.objects.create(membership=steward, first=date(2030, 1, 1), last=date(2030, 1, 9))
    for member in (steward, make_member(closed)):
        client.force_login(member.person)
        front = client.get(url("circle", closed)).text
        assert "Many circles start with four" not in front
        assert "Bring it to the circle" not in front
        away = client.get(url("away", closed)).text
        assert url("away", closed) not in client.get(url("gatherings", closed)).text
        assert re.findall(r'<form[^>]*(?:action="[^"]*/away/|class="form")', away) == []
    assert "9 January 2030" not in away
    client.force_login(steward.person)
    assert "9 January 2030" in client.get(url("away", closed)).text


def test_the_tab_says_what_the_page_is_for(client, steward):
    client.force_login(steward.person)
    rest, end = url("circle_rest", steward.circle), url("circle_close", steward.circle)

    def tab(address):
        return re.search(r"<title>\s*(.*?) ·", client.get(address).text).group(1)

    assert (tab(rest), tab(end)) == ("Let the circle rest", "Close the circle")
    resting.rest(steward.circle, since=date(2030, 1, 1), why="", by=steward, now=NOW)
    assert tab(rest) == "Wake the circle"
    close(steward)
    assert tab(end) == "Open the circle again"


@pytest.mark.thorough
def test_nothing_can_be_added_by_any_page_whoever_asks(client, steward):
    circle = steward.circle
    member = make_member(circle)
    make_role(circle)
    make_agreement(circle)
    gathering = make_gathering_now(circle)
    catching.catch(rounds.round_of(gathering), lines=["one", "two"], by=steward, nonce="c", now=NOW)
    close(steward)
    given = {"slug": circle.slug, "number": gathering.number, "pk": member.pk, "role_pk": 1, "away_pk": 1}
    refused = set()
    for person in (steward, member):
        client.force_login(person.person)
        stands = everything()
        for name, path in posted_to(**given):
            answer = client.post(path, {"name": "x", "words": "two words", "answer": "yes"})
            if answer.status_code == 403 and "This circle has closed" in answer.text:
                refused.add(name)
                assert everything() == stands, name
                assert "What you had typed" in answer.text
            else:
                stands = everything()
    assert {
        "answer",
        "take_turn",
        "gathering_add",
        "gathering_prepare",
        "rhythm",
        "away",
        "my_roles",
        "my_name",
        "check_in",
        "catch",
        "stitching",
        "agreement_add",
        "agreement_affirm",
        "circle_settings",
        "circle_rest",
        "invite",
        "join_link",
        "admin:gatherings_rota",
    } <= refused
    assert refused.isdisjoint(
        {"leave_circle", "hand_over", "circle_close", "words_take_back", "my_calendar", "circle_delete"}
    )


def posted_to(**given):
    """Return the name and path of every address of a circle."""
    known = get_resolver().reverse_dict
    for name in filter(lambda key: isinstance(key, str), known):
        for [[pattern, wanted], *_], *_rest in known.getlist(name):
            if pattern.startswith("c/") and set(wanted) <= set(given):
                yield name, reverse(name, kwargs={each: given[each] for each in wanted})
    yield "admin:gatherings_rota", reverse("admin:gatherings_rota", args=[given["slug"]])


def test_a_page_that_is_refused_gives_back_what_was_typed(client, steward, closed):
    client.force_login(steward.person)
    page = client.post(url("agreement_add", closed), {"text": "One more promise"})
    assert page.status_code == 403
    assert "One more promise" in page.text


def test_a_stranger_cannot_tell_a_closed_circle_from_none(client, closed):
    client.force_login(make_steward().person)
    for method in (client.get, client.post):
        assert method(url("gathering_add", closed)).status_code == 404


def test_members_can_still_leave_and_the_last_steward_hands_over(client, steward, closed):
    member = make_member(closed, "Luc")
    client.force_login(steward.person)
    client.post(url("hand_over", closed), {"to": member.pk, "leaves": "yes"})
    member.refresh_from_db()
    steward.refresh_from_db()
    assert (member.standing, steward.left_at is None) == (Standing.STEWARD, False)


def test_opened_again_what_is_still_to_come_is_on_again(steward, closed):
    circle = resting.open_again(closed, by=steward, now=NOW)

    assert (circle.is_closed, circle.farewell) == (False, "")
    assert not circle.gatherings.filter(starts_at__gt=NOW, status="called_off").exists()


def test_a_circle_that_rested_before_it_closed_rests_when_it_is_opened_again(steward):
    since = NOW.date() + timedelta(days=90)
    resting.rest(steward.circle, since=since, why="Spring.", by=steward, now=NOW)
    close(steward)

    circle = resting.open_again(steward.circle, by=steward, now=NOW)

    assert circle.is_resting
    for gathering in circle.gatherings.filter(starts_at__gt=NOW):
        assert gathering.is_called_off == (gathering.day >= since)
        assert gathering.reason == ("Spring." if gathering.day >= since else "")


def test_only_a_steward_closes_opens_or_deletes(steward):
    for by in (make_host(steward.circle), make_member(steward.circle), make_steward()):
        for attempt in (
            lambda by=by: resting.close(steward.circle, farewell="", by=by, now=NOW),
            lambda by=by: resting.open_again(steward.circle, by=by, now=NOW),
            lambda by=by: resting.delete(steward.circle, name=steward.circle.name, by=by),
        ):
            with pytest.raises(NotASteward):
                attempt()


def test_the_pages_say_first_what_follows_and_then_do_it(client, steward):
    client.force_login(steward.person)
    address = url("circle_close", steward.circle)

    asked = client.get(address)
    assert "gatherings to come are called off" in asked.text
    assert not Circle.objects.get(pk=steward.circle_id).is_closed

    front = client.post(address, {"farewell": "Thank you all.\r\nAnna"}, follow=True)
    assert "Thank you all.<br>Anna" in front.text

    assert "still to come are on again" in client.get(address).text
    client.post(address, {"open": "yes"})
    assert not Circle.objects.get(pk=steward.circle_id).is_closed
