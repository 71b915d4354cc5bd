"""In the feed of all my circles: what I said no to, left out or as free time, as the link says."""

from datetime import date, timedelta

import pytest
import time_machine

from gatherings.answering import rsvps
from gatherings.feeds import subscriptions
from gatherings.hosting import rota
from gatherings.models import FeedLink
from gatherings.schedule import scheduling
from tests.gatherings.reading import NOW, address, events, in_two_circles, places
from tests.making import make_host, make_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]


@pytest.fixture
def anna():
    return in_two_circles("Anna")


def test_no_is_left_out_where_the_link_says_so_and_free_time_where_it_does_not(client, anna):
    here, _there = places(anna)
    declined = here.circle.gatherings.get(day=date(2026, 11, 25))
    rsvps.answer(declined, membership=here, answer="no", now=NOW)

    for owner, all_of_it in ((here, 3), (anna, 6)):
        free = events(client.get(address(owner)))
        without = events(client.get(address(owner, leaves_out_no=True)))
        assert len(free) == all_of_it
        assert str(free[declined.ical_uid]["transp"]) == "TRANSPARENT"
        assert without.keys() == free.keys() - {declined.ical_uid}


def test_changing_ones_mind_brings_it_back_and_takes_it_out(client, anna):
    here, _there = places(anna)
    gathering = here.circle.gatherings.get(day=date(2026, 11, 25))
    link = address(here, leaves_out_no=True)

    for answer, there in (("no", False), ("maybe", True), ("no", False), ("yes", True)):
        rsvps.answer(gathering, membership=here, answer=answer, now=NOW)
        assert (gathering.ical_uid in events(client.get(link))) is there


def test_choosing_again_gives_another_etag_and_the_same_one_back(client, anna):
    here, _there = places(anna)
    rsvps.answer(here.circle.gatherings.last(), membership=here, answer="no", now=NOW)
    link = address(here)
    first = client.get(link)

    subscriptions.leave_out_no(FeedLink.objects.get(), leaves_out=True)
    second = client.get(link, headers={"If-None-Match": first.headers["ETag"]})
    subscriptions.leave_out_no(FeedLink.objects.get(), leaves_out=False)
    third = client.get(link, headers={"If-None-Match": second.headers["ETag"]})

    assert [each.text.count("BEGIN:VEVENT") for each in (first, second, third)] == [3, 2, 3]
    assert (third.headers["ETag"], third.content) == (first.headers["ETag"], first.content)


def test_called_off_or_moved_what_i_said_no_to_stays_out(client, anna):
    here, _there = places(anna)
    host = make_host(here.circle)
    gathering = here.circle.gatherings.get(day=date(2026, 11, 25))
    link = address(here, leaves_out_no=True)
    rsvps.answer(gathering, membership=here, answer="no", now=NOW)

    hours = {"starts": gathering.starts, "lasts": gathering.lasts}
    scheduling.move(gathering, day=date(2026, 12, 2), **hours, reason="snow", by=host, now=NOW)
    assert gathering.ical_uid not in events(client.get(link))
    scheduling.call_off(gathering, reason="snow", by=host, now=NOW)
    assert gathering.ical_uid not in events(client.get(link))


def test_while_i_hold_a_role_there_it_stays_as_free_time(client, anna):
    here, _there = places(anna)
    gathering = here.circle.gatherings.get(day=date(2026, 11, 25))
    rota.take(gathering, role=make_role(here.circle, "Guardian"), membership=here, now=NOW)
    rsvps.answer(gathering, membership=here, answer="no", now=NOW)
    link = address(here, leaves_out_no=True)

    entry = events(client.get(link))[gathering.ical_uid]
    assert str(entry["transp"]) == "TRANSPARENT"
    assert "You hold: Guardian" in str(entry["description"])

    rota.release(gathering.turns.get(), by=here, now=NOW)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert gathering.ical_uid not in events(client.get(link))
