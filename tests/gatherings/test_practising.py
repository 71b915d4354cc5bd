"""The practice field: one line, mine alone unless I tell it, back before the next gathering, and then let go."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from circles.chapters import chapters
from gatherings.chapter import GatheringsChapter
from gatherings.evening import practising
from gatherings.evening.practice_field import practice_field, returning_to
from gatherings.models import Gathering, Practice
from gatherings.refusals import NotYetOrNoMore
from tests.gatherings.addresses import url
from tests.making import make_gathering, make_host, make_member, make_steward

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER, OCTOBER = date(2025, 8, 27), date(2025, 9, 24), date(2025, 10, 29)
WORDS = "wait a breath longer"


@pytest.fixture
def august(circle):
    return make_gathering(circle, AUGUST)


@pytest.fixture
def september(circle, august):
    return make_gathering(circle, SEPTEMBER)


@pytest.fixture
def anna(circle):
    return make_member(circle, "Anna")


@pytest.fixture
def at(client):
    """Signs somebody in and looks at a gathering's page at a time."""

    def look(member, gathering, when):
        with time_machine.travel(when):
            client.force_login(member.person)
            return client.get(gathering.get_absolute_url()).text

    return look


def write(gathering, member, words=WORDS, when=None):
    return practising.write(gathering, membership=member, words=words, now=when or gathering.ends_at)


def lines():
    return list(Practice.objects.values_list("membership__name", "words", "told"))


def test_it_is_taken_from_the_beginning_until_a_week_after_the_end(august, anna):
    begins, ends = august.starts_at, august.ends_at
    for when in (begins - timedelta(seconds=1), ends + timedelta(days=7)):
        with pytest.raises(NotYetOrNoMore):
            write(august, anna, when=when)
    for when in (begins, ends + timedelta(days=6)):
        write(august, anna, when=when)

    assert lines() == [("Anna", WORDS, False)]


def test_none_is_taken_at_a_gathering_that_was_called_off(august, anna):
    Gathering.objects.update(status="called_off")

    with pytest.raises(NotYetOrNoMore):
        write(august, anna)


def test_written_again_it_takes_the_place_of_what_was_and_stays_as_told_as_it_was(august, anna):
    write(august, anna)
    practising.tell(august, membership=anna)
    write(august, anna, "listen first")

    assert lines() == [("Anna", "listen first", True)]


def test_nobody_of_another_circle_and_nobody_who_has_left_writes(august, circle):
    for nobody in (make_member(), make_member(circle, left_at=now())):
        with pytest.raises(ValueError, match="only a member"):
            write(august, nobody)

    assert lines() == []


def test_the_page_offers_it_says_who_sees_it_and_keeps_it(client, august, anna, at):
    client.force_login(anna.person)
    before = at(anna, august, august.starts_at - timedelta(days=1))
    assert "Until next time I will try" not in before
    during = at(anna, august, august.starts_at + timedelta(hours=1))
    assert "Until next time I will try…" in during
    assert "Only you see this." in during

    with time_machine.travel(august.ends_at):
        client.force_login(anna.person)
        page = client.post(url("practice", august), {"words": f"  {WORDS}\r\n"}, follow=True)
    assert "Kept. It comes back to you before the next gathering." in page.text
    assert f'value="{WORDS}"' in page.text
    assert lines() == [("Anna", WORDS, False)]


def test_it_can_be_told_untold_and_removed(client, august, anna, at):
    luc = make_member(august.circle, "Luc")
    write(august, anna)
    later = august.ends_at + timedelta(days=20)  # there is no time limit to any of this

    def press(name, **given):
        with time_machine.travel(later):
            client.force_login(anna.person)
            assert client.post(url(name, august), given).status_code == 302

    assert WORDS not in at(luc, august, later)
    press("practice_tell", told="on")
    assert f'<b>Anna</b><span class="said">{WORDS}</span>' in at(luc, august, later)
    press("practice_tell")
    assert WORDS not in at(luc, august, later)
    assert WORDS in at(anna, august, later)
    press("practice_take_back")
    assert lines() == []


def test_nobody_touches_the_line_of_another(client, august, anna):
    write(august, anna)
    luc, steward = make_member(august.circle), make_steward(august.circle)
    for other in (luc, steward):
        client.force_login(other.person)
        client.post(url("practice_tell", august), {"told": "on"})
        client.post(url("practice_take_back", august))

    assert lines() == [("Anna", WORDS, False)]


@pytest.mark.parametrize("name", ["practice", "practice_tell", "practice_take_back"])
def test_a_stranger_cannot_tell_the_gathering_exists(client, august, name):
    client.force_login(make_member().person)

    assert client.post(url(name, august), {"words": WORDS}).status_code == 404
    assert client.get(url(name, august)).status_code == 405
    assert lines() == []


@pytest.mark.parametrize(
    ("words", "sentence"), [(" \r\n ", "This field is required."), ("x" * 301, "at most 300 characters")]
)
def test_a_slip_gives_the_line_back_as_typed(client, august, anna, words, sentence):
    client.force_login(anna.person)
    page = client.post(url("practice", august), {"words": words})

    assert page.status_code == 200
    assert sentence in page.text
    assert words.strip() in page.text
    assert lines() == []


def test_too_late_is_said_and_the_line_given_back(client, august, anna):
    client.force_login(anna.person)
    page = client.post(url("practice", august), {"words": WORDS})

    assert page.status_code == 409
    assert "This line is written at the end of a gathering, or in the week after it." in page.text
    assert f'value="{WORDS}"' in page.text


def test_it_comes_back_to_me_alone_on_the_page_of_the_next_gathering(august, september, anna, at):
    october = make_gathering(august.circle, OCTOBER)
    write(august, anna)
    practising.tell(august, membership=anna)
    when = september.starts_at - timedelta(days=2)

    mine = at(anna, september, when)
    assert "Last time you said you’d try" in mine
    assert WORDS in mine
    assert WORDS not in at(make_host(august.circle), september, when)
    assert WORDS not in at(anna, october, when)  # not the next one yet
    assert WORDS in at(anna, october, september.ends_at)
    assert WORDS not in at(anna, september, september.ends_at)


def test_the_line_written_last_is_the_one_that_comes_back(august, september, anna):
    write(august, anna)
    write(september, anna, "listen first")
    october = make_gathering(august.circle, OCTOBER)

    assert returning_to(anna, october).words == "listen first"
    assert practice_field(anna, october, now=september.ends_at).returned.words == "listen first"
    assert returning_to(make_member(august.circle), october) is None


def test_an_untold_line_is_let_go_thirty_days_after_the_next_gathering(august, september, anna):
    luc = make_member(august.circle, "Luc")
    write(august, anna)
    write(august, luc, "be early")
    practising.tell(august, membership=luc)
    goes = september.ends_at + timedelta(days=30)

    assert practising.let_go_old(now=goes - timedelta(seconds=1)) == 0
    assert practising.let_go_old(now=goes) == 1
    assert practising.let_go_old(now=goes) == 0
    assert lines() == [("Luc", "be early", True)]


def test_one_called_off_is_not_the_next_gathering(august, september, anna):
    write(august, anna)
    Gathering.objects.filter(pk=september.pk).update(status="called_off")

    assert practising.let_go_old(now=september.ends_at + timedelta(days=60)) == 0


def test_the_heartbeat_lets_it_go(august, september, anna):
    write(august, anna)

    GatheringsChapter().due(now=september.ends_at + timedelta(days=31))
    assert lines() == []


def test_who_leaves_takes_with_them_what_only_they_have_read(august, september, anna):
    write(august, anna)
    write(september, anna, "listen first")
    practising.tell(september, membership=anna)

    for chapter in chapters():
        chapter.left(anna, now=datetime(2025, 10, 1, tzinfo=UTC))

    assert lines() == [("Anna", "listen first", True)]


def test_pressed_twice_it_is_one_line(client, august, anna):
    with time_machine.travel(august.ends_at):
        client.force_login(anna.person)
        for _ in range(2):
            client.post(url("practice", august), {"words": WORDS})

    assert lines() == [("Anna", WORDS, False)]


def test_what_is_untold_is_read_by_nobody_anywhere(client, august, september, anna):
    """No page of the circle, no list and no page of the hosts’ table shows it to a steward."""
    write(august, anna, "canary-line")
    steward = make_steward(august.circle)
    client.force_login(steward.person)
    slug = august.circle.slug
    with time_machine.travel(august.ends_at + timedelta(days=1)):
        client.force_login(steward.person)
        for address in (
            august.get_absolute_url(),
            september.get_absolute_url(),
            august.circle.get_absolute_url(),
            reverse("gatherings", args=[slug]),
            reverse("members", args=[slug]),
            reverse("admin:gatherings_gathering_change", args=[august.pk]),
            reverse("admin:index"),
        ):
            page = client.get(address, follow=True)
            assert page.status_code == 200
            assert "canary-line" not in page.text
    assert "canary-line" not in str(Practice.objects.get())


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_however_many_told(
    client, august, september, people, django_assert_num_queries
):
    for _ in range(people):
        practising.tell(august, membership=write(august, make_member(august.circle)).membership)
    anna = make_member(august.circle)
    write(august, anna)

    # my line, those told with their members, and what comes back
    with django_assert_num_queries(1):
        field = practice_field(anna, august, now=august.ends_at)
        told_by = {line.membership.name for line in field.told}
    assert len(told_by) == people
