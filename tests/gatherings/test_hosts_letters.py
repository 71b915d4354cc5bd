"""Hosts see what became of the letters about a gathering, can send one again, and undo a slip (R17)."""

from datetime import timedelta

import pytest
import time_machine

from circles.letters import PATIENCE
from circles.models import Letter, LetterState
from gatherings.hosting import asking, turns_told
from gatherings.models import Gathering, Turn
from gatherings.schedule import scheduling
from tests.gatherings.addresses import url
from tests.gatherings.letters_before import ASKING, DAY, LONG_BEFORE, make_evening, make_reader
from tests.making import make_gathering, make_host, make_role
from tests.postbox import deliver_all

pytestmark = pytest.mark.django_db
NOW = ASKING + timedelta(hours=3)


@pytest.fixture
def gathering():
    return make_evening()


@pytest.fixture
def host(gathering, client):
    host = make_host(gathering.circle, "Luc", joined_at=LONG_BEFORE)
    client.force_login(host.person)
    return host


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def write(gathering, name, state, kind="gathering_asked", **fields):
    member = make_reader(gathering.circle, name)
    return Letter.objects.create(
        kind=kind,
        key=f"{kind}:{gathering.pk}:2025-09-24:{member.pk}",
        circle=gathering.circle,
        membership=member,
        params={"gathering": gathering.pk, "day": "2025-09-24"},
        state=state,
        **fields,
    )


def test_they_see_how_many_went_wait_could_not_or_may_not_have_arrived(client, gathering, host):
    for number in range(3):
        write(gathering, f"Reader {number}", LetterState.SENT)
    write(gathering, "Waiting", LetterState.WAITING, due=NOW + timedelta(hours=2))
    write(gathering, "Leaving", LetterState.WAITING, due=NOW + PATIENCE)
    write(gathering, "Noor", LetterState.UNKNOWN)
    write(gathering, "Ines", LetterState.FAILED, kind="gathering_eve")
    write(gathering, "Gone", LetterState.LET_GO)
    other = make_gathering(gathering.circle, DAY + timedelta(days=28))
    write(other, "Elsewhere", LetterState.UNKNOWN)

    page = client.get(url("gathering_hosts", gathering)).text.partition('id="letters"')[2]
    assert "3 went." in page
    assert "One is on its way." in page
    assert "One waits, until 13:00." in page
    assert "Noor" in page
    assert "Ines" in page
    assert not any(name in page for name in ("Gone", "Elsewhere", "Reader", "Leaving"))


def test_letters_about_roles_stand_with_the_gathering_they_are_about(client, gathering, host):
    role, asked = make_role(gathering.circle, "Guardian"), make_reader(gathering.circle, "Noor")
    other = make_gathering(gathering.circle, DAY + timedelta(days=28))
    asking.ask(gathering, role=role, member=asked, by=host, now=NOW)
    Turn.objects.create(gathering=other, role=role, holder=asked)
    keys = [each.key for each in turns_told.whom_to_tell(gathering.circle, [other])]
    turns_told.tell(gathering.circle, keys, gatherings=[other], by=host, now=NOW)

    here, there = (client.get(url("gathering_hosts", each)).text for each in (gathering, other))
    assert "A request made by name" in here
    assert "A request made by name" not in there
    assert "Who holds what</h3>" in there
    assert "Who holds what</h3>" not in here


def test_one_nobody_knows_of_is_sent_again_when_a_host_says_so_and_once(client, gathering, host, mailoutbox):
    letter = write(gathering, "Noor", LetterState.UNKNOWN)
    for _ in range(2):
        response = client.post(url("letter_send_again", gathering, letter.pk))
        assert response.url == url("gathering_hosts", gathering)
    deliver_all()

    assert len(mailoutbox) == 1
    assert Letter.objects.get().state == LetterState.SENT


def test_a_letter_of_another_gathering_or_circle_is_not_there(client, gathering, host):
    other = make_gathering(gathering.circle, DAY + timedelta(days=28))
    letters = [
        write(other, "Noor", LetterState.UNKNOWN),
        write(make_evening(), "Stranger", LetterState.UNKNOWN),
    ]

    for letter in letters:
        assert client.post(url("letter_send_again", gathering, letter.pk)).status_code == 404
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.UNKNOWN}


def test_calling_off_says_before_how_many_are_told_and_after_until_when_it_can_be_undone(
    client, gathering, host
):
    for answer in ("yes", "maybe", "no"):
        make_reader(gathering.circle, answer.capitalize(), answer)
    assert "Two people will get a letter." in client.get(url("gathering_call_off", gathering)).text

    page = client.post(url("gathering_call_off", gathering), {"reason": "Luc is ill."}, follow=True).text
    assert "Letters go to two people, not before 11:10, unless you undo it." in page
    assert f'href="{url("gathering_hosts", gathering)}#letters"' in page

    page = client.post(url("gathering_undo", gathering), follow=True).text
    assert "Undone. It is as it was, and nobody is written to." in page
    assert not Gathering.objects.get().is_called_off
    assert not Letter.objects.filter(state=LetterState.WAITING).exists()


def test_moving_says_that_another_day_concerns_more_and_is_undone_to_day_and_hour(client, gathering, host):
    for answer in ("yes", "no"):
        make_reader(gathering.circle, answer.capitalize(), answer)
    page = client.get(url("gathering_move", gathering)).text
    assert "One person will get a letter." in page
    assert "On another day it is two" in page

    given = {"day": "2025-09-25", "starts": "19:00", "ends": "21:00", "reason": "The library is closed."}
    client.post(url("gathering_move", gathering), given)
    assert Letter.objects.filter(state=LetterState.WAITING).count() == 2
    client.post(url("gathering_undo", gathering))

    row = Gathering.objects.get()
    assert (row.day, row.starts, row.sequence) == (DAY, gathering.starts, 2)
    assert not Letter.objects.filter(state=LetterState.WAITING).exists()


def test_when_the_letters_have_gone_nothing_is_undone(client, gathering, host):
    make_reader(gathering.circle, "Anna", "yes")
    scheduling.call_off(gathering, reason="Luc is ill.", by=host, now=NOW)
    Letter.objects.update(state=LetterState.SENT)

    page = client.post(url("gathering_undo", gathering), follow=True).text
    assert "The letters have gone." in page
    assert Gathering.objects.get().is_called_off
