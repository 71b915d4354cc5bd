"""The calendar entry that comes with a letter: the reader's own, nobody's address, not twice (R33, R83, R21)."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from icalendar import Calendar

from circles.models import Letter
from circles.post import delivery
from gatherings.answering import rsvps
from gatherings.models import FeedLink
from gatherings.schedule import scheduling
from tests.gatherings.letters_before import (
    ASKING,
    EVE,
    LONG_BEFORE,
    hold,
    make_evening,
    make_reader,
    plan,
    send,
)
from tests.mail_server import mail_server
from tests.making import make_host

pytestmark = pytest.mark.django_db
LEFT = timedelta(minutes=11)


@pytest.fixture(autouse=True)
def sender(settings, letters_from_here):
    settings.DEFAULT_FROM_EMAIL = "Last Wednesday <circles@circles.example>"


def entry_in(sent):
    """Return the part with the entry, and the entry's calendar; None where there is none."""
    parts = [part for part in sent.message().walk() if part.get_content_type() == "text/calendar"]
    return (parts[0], Calendar.from_ical(parts[0].get_content())) if parts else None


def called_off(gathering, now):
    host = make_host(gathering.circle, "Luc", joined_at=LONG_BEFORE)
    return scheduling.call_off(gathering, reason="Luc is ill.", by=host, now=now)


@pytest.mark.parametrize(("now", "answer"), [(ASKING, ""), (EVE, "yes")])
def test_the_invitation_and_the_eve_carry_it_published_by_the_circle(mailoutbox, now, answer):
    gathering = make_evening()
    make_reader(gathering.circle, answer=answer)
    send(now)

    part, calendar = entry_in(mailoutbox[0])
    [event] = calendar.walk("VEVENT")
    assert part.get_content_disposition() == "attachment"
    assert part.get_filename() == "gathering.ics"
    assert part.get_param("method") == calendar["METHOD"] == "PUBLISH"
    assert (event["UID"], event["SEQUENCE"]) == (gathering.ical_uid, gathering.sequence)
    assert (event["STATUS"], "ATTENDEE" in event) == ("CONFIRMED", False)
    assert event["ORGANIZER"] == "mailto:circles@circles.example"
    assert event["ORGANIZER"].params["CN"] == gathering.circle.name


def test_a_change_publishes_the_new_and_calling_off_takes_it_back(mailoutbox):
    gathering = make_evening()
    make_reader(gathering.circle, answer="yes")
    called_off(gathering, EVE)
    send(EVE + LEFT)

    part, calendar = entry_in(mailoutbox[0])
    [event] = calendar.walk("VEVENT")
    assert part.get_param("method") == calendar["METHOD"] == "CANCEL"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (gathering.ical_uid, 1, "CANCELLED")
    assert len(mailoutbox) == 1  # R81: called off, one letter


@pytest.mark.parametrize(
    ("days_ago", "fields", "comes"),
    [
        (1, {}, False),
        (7, {}, False),
        (9, {}, True),
        (1, {"revoked_at": LONG_BEFORE}, True),
    ],
)
@pytest.mark.parametrize("whose", ["membership", "person"])
def test_it_is_left_out_for_who_lets_a_program_read_their_dates(mailoutbox, days_ago, fields, comes, whose):
    member = make_reader(make_evening().circle)
    read = ASKING - timedelta(days=days_ago)
    of = {"membership": member} if whose == "membership" else {"person": member.person}
    FeedLink.objects.create(token_hash="one", last_read_at=read, **of, **fields)
    FeedLink.objects.create(token_hash="other", last_read_at=ASKING, membership=make_reader(member.circle))
    FeedLink.objects.create(token_hash="never", membership=member)
    send(ASKING)

    sent = next(each for each in mailoutbox if each.to == [member.person.email])
    assert (entry_in(sent) is not None) == comes


def test_no_other_members_name_or_address_stands_in_it(mailoutbox):
    gathering = make_evening()
    readers = [make_reader(gathering.circle, f"Reader {n}", answer="yes") for n in range(12)]
    hold(gathering, readers[0], "host", beside=readers[1])
    send(EVE)

    for sent in mailoutbox:
        part, _calendar = entry_in(sent)
        words = part.get_content()
        assert "@" not in words.replace("circles@circles.example", "").replace(gathering.ical_uid, "")
        assert "Reader" not in words
    assert len(mailoutbox) == 12


def test_its_lines_arrive_at_the_mail_server_as_a_program_reads_them(settings):
    make_reader(make_evening().circle)
    plan(ASKING)
    letter = Letter.objects.get()
    with mail_server() as server:
        settings.MAILERS = server.mailers
        with time_machine.travel(ASKING, tick=False):
            delivery.deliver(letter.pk, now=ASKING)
    [words] = server.taken

    message = message_from_bytes(words, policy=policy.default)
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_clock_set_back_sends_nothing_twice_and_dates_nothing_earlier(mailoutbox):
    gathering = make_evening()
    member = make_reader(gathering.circle, answer="yes")
    host = make_host(gathering.circle, joined_at=LONG_BEFORE)
    rsvps.answer(gathering, membership=host, answer="no", now=LONG_BEFORE)
    send(EVE)
    first = entry_in(mailoutbox[0])[1].walk("VEVENT")[0]

    back = EVE - timedelta(hours=1)
    send(back)
    scheduling.call_off(gathering, reason="Luc is ill.", by=host, now=back)
    send(back + LEFT)
    send(EVE + timedelta(days=1))
    second = entry_in(mailoutbox[1])[1].walk("VEVENT")[0]

    assert [sent.to for sent in mailoutbox] == [[member.person.email]] * 2
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTAMP"].dt >= first["DTSTAMP"].dt


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1)])
def test_whatever_the_clock_does_each_letter_is_sent_once(mailoutbox, jump):
    gathering = make_evening()
    make_reader(gathering.circle)
    make_reader(gathering.circle, answer="yes")
    for now in (
        ASKING,
        ASKING + jump,
        ASKING + timedelta(hours=2),
        EVE,
        EVE + jump,
        EVE + timedelta(hours=2),
    ):
        send(now)

    told = [(sent.to[0], sent.subject) for sent in mailoutbox]
    assert len(told) == len(set(told)) == 2
