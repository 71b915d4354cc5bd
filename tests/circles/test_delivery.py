"""A letter is sent once, to one, or it is plain that it was not (R16 to R20, R33)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from circles import letters
from circles.models import Letter, LetterState
from circles.post import delivery, mail
from circles.post.mail import Message
from tests.mail_server import mail_server
from tests.making import make_circle, make_member, make_person
from tests.postbox import deliver_all, html_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 14, 0, tzinfo=UTC)


def say_hello(letter, receiver):
    return Message(
        subject=f"Hello in {translation.get_language()}",
        text=f"{receiver.name}, it is {timezone.localtime(NOW):%H:%M}\n",
        html=f"<p>{receiver.name}</p>",
    )


@pytest.fixture(autouse=True)
def kinds():
    mail.register("hello", say_hello)
    mail.register("never", lambda letter, receiver: None)
    mail.register("faulty", lambda letter, receiver: {}["anna@circle.example"])


def write(kind="hello", key="one", **given):
    given = given or {"address": "anna@circle.example"}
    return letters.write(kind=kind, key=key, now=NOW, **given)


def deliver(letter, now=NOW):
    delivery.deliver(letter.pk, now=now)
    letter.refresh_from_db()
    return letter


def test_a_letter_goes_to_one_receiver_in_text_and_html(mailoutbox, settings):
    letter = deliver(write())

    [sent] = mailoutbox
    assert (sent.to, sent.cc, sent.bcc) == (["anna@circle.example"], [], [])
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert sent.message().get_content_type() == "multipart/alternative"
    assert html_of(sent) == "<p></p>"
    assert (letter.state, letter.sent_at, letter.attempts, letter.fault) == (LetterState.SENT, NOW, 1, "")


def test_a_member_reads_in_their_language_and_zone_under_the_name_the_circle_knows(mailoutbox):
    person = make_person("Anna Berg", language="fr", timezone="Asia/Kathmandu")
    deliver(write(membership=make_member(person=person, name="Anna")))

    [sent] = mailoutbox
    assert (sent.to, sent.subject, sent.body) == ([person.email], "Hello in fr", "Anna, it is 19:45\n")


def test_a_bare_address_reads_in_the_language_and_zone_of_its_circle(mailoutbox):
    circle = make_circle(language="fr", timezone="Europe/Paris")
    deliver(write(address="new@circle.example", circle=circle))

    assert (mailoutbox[0].subject, mailoutbox[0].body) == ("Hello in fr", ", it is 16:00\n")


def test_an_address_of_somebody_known_reads_in_their_own(mailoutbox):
    make_person("Luc", email="luc@circle.example", language="fr", timezone="America/Edmonton")
    deliver(write(address="Luc@Circle.example", circle=make_circle(language="en", timezone="Europe/Paris")))

    assert (mailoutbox[0].subject, mailoutbox[0].body) == ("Hello in fr", "Luc, it is 08:00\n")


def test_a_look_alike_address_is_a_stranger(mailoutbox):
    make_person("Mike", email="mike@circle.example", language="fr", timezone="America/Edmonton")
    deliver(write(address="mıke@circle.example", params={"language": "en"}))

    assert (mailoutbox[0].subject, mailoutbox[0].body) == ("Hello in en", ", it is 14:00\n")


def test_a_letter_that_was_sent_is_not_sent_again(mailoutbox):
    letter = deliver(write())
    deliver(letter, now=NOW + timedelta(days=1))

    assert len(mailoutbox) == 1


@pytest.mark.parametrize("state", [state for state in LetterState if state != LetterState.WAITING])
def test_only_a_waiting_letter_is_sent(mailoutbox, state):
    letter = write()
    Letter.objects.update(state=state)
    deliver(letter)

    assert (mailoutbox, letter.state) == ([], state)


def test_a_letter_that_is_gone_is_no_trouble(mailoutbox):
    delivery.deliver(4711, now=NOW)

    assert mailoutbox == []


def test_a_letter_no_longer_true_is_let_go(mailoutbox):
    letter = deliver(write("never", secret="482913", address="anna@circle.example"))

    assert (mailoutbox, letter.state, letter.secret) == ([], LetterState.LET_GO, None)


@pytest.mark.parametrize("gone", ["erased", "inactive"])
def test_a_letter_to_somebody_without_an_address_is_let_go(mailoutbox, gone):
    member = make_member()
    letter = write(membership=member)
    if gone == "erased":
        member.person = None
        member.save()
    else:
        type(member.person).objects.update(is_active=False)
    deliver(letter)

    assert (mailoutbox, letter.state) == ([], LetterState.LET_GO)


def test_a_letter_that_cannot_be_put_into_words_waits_and_names_only_the_kind_of_fault(mailoutbox):
    letter = deliver(write("faulty"))

    assert (letter.state, letter.fault) == (LetterState.WAITING, "in words: KeyError")
    assert letter.due == NOW + timedelta(seconds=30)
    assert mailoutbox == []


def test_a_kind_this_release_does_not_know_waits_for_the_one_that_does():
    letter = deliver(write("of_tomorrow"))

    assert (letter.state, letter.fault) == (LetterState.WAITING, "in words: UnknownKind")


def test_one_faulty_letter_stops_none_of_the_others(mailoutbox):
    for number in range(20):
        write("faulty" if number == 6 else "hello", key=str(number), address=f"p{number}@circle.example")

    deliver_all(now=NOW)

    assert [sent.to for sent in mailoutbox] == [
        [f"p{number}@circle.example"] for number in range(20) if number != 6
    ]


def test_what_fails_is_tried_less_and_less_often_and_given_up_in_the_end():
    letter = write("faulty")
    pauses = []
    now = NOW
    while deliver(letter, now=now).state == LetterState.WAITING:
        pauses.append(letter.due - now)
        now = letter.due

    assert pauses[:6] == [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240, 480, 480)]
    assert max(pauses) == timedelta(minutes=8)  # within ten minutes of the server's return (R19)
    assert (letter.state, letter.attempts) == (LetterState.FAILED, delivery.TRIES)
    assert now - NOW > timedelta(hours=12)


def test_every_try_carries_the_same_message_id(settings):
    settings.SITE_URL = "https://circles.example"
    letter = write()
    with mail_server(RCPT="451 later") as server:
        settings.MAILERS = server.mailers
        deliver(letter)
    with mail_server() as server:
        settings.MAILERS = server.mailers
        deliver(letter, now=NOW + timedelta(hours=1))
    [words] = server.taken

    expected = f"Message-ID: <letter-{letter.pk}-{int(NOW.timestamp())}@circles.example>".encode()
    assert expected in words


@pytest.mark.parametrize(
    ("script", "state", "fault"),
    [
        ({"hello": "421 too busy"}, LetterState.WAITING, "SMTPConnectError 421"),
        ({"hello": "silence"}, LetterState.WAITING, "SMTPServerDisconnected"),
        ({"MAIL": "451 try later"}, LetterState.WAITING, "SMTPSenderRefused 451"),
        ({"RCPT": "450 greylisted"}, LetterState.WAITING, "SMTPRecipientsRefused"),
        ({"RCPT": "550 no such mailbox"}, LetterState.FAILED, "the receiver was refused: 550"),
        ({"DATA": "452 disk full"}, LetterState.WAITING, "SMTPDataError 452"),
        ({"words": "451 try later"}, LetterState.WAITING, "SMTPDataError 451"),
        ({"words": "554 looks like spam"}, LetterState.FAILED, "the words were refused: 554"),
        ({"words": "silence"}, LetterState.UNKNOWN, "no answer to the words"),
        ({"words": ""}, LetterState.UNKNOWN, "no answer to the words"),
        ({"QUIT": "silence"}, LetterState.SENT, ""),
        ({"QUIT": ""}, LetterState.SENT, ""),
    ],
)
def test_what_the_mail_server_does_decides_what_becomes_of_the_letter(settings, script, state, fault):
    letter = write()
    with mail_server(**script) as server:
        settings.MAILERS = server.mailers
        deliver(letter)

    assert (letter.state, letter.fault) == (state, fault)
    assert len(server.taken) == (state == LetterState.SENT)


def test_a_mail_server_that_is_down_only_makes_the_letter_wait(settings):
    with mail_server() as server:
        settings.MAILERS = server.mailers
    letter = deliver(write())
    assert (letter.state, letter.fault) == (LetterState.WAITING, "ConnectionRefusedError")

    with mail_server() as server:
        settings.MAILERS = server.mailers
        deliver(letter, now=letter.due)
    assert (letter.state, letter.attempts, letter.fault) == (LetterState.SENT, 2, "")


def test_a_letter_whose_outcome_nobody_knows_is_not_sent_again_by_itself(settings, mailoutbox):
    usual = settings.MAILERS
    letter = write()
    with mail_server(words="") as server:
        settings.MAILERS = server.mailers
        deliver(letter)
    settings.MAILERS = usual
    letters.due(now=NOW + timedelta(days=1))
    deliver(letter, now=NOW + timedelta(days=1))
    assert (letter.state, mailoutbox) == (LetterState.UNKNOWN, [])

    assert letters.send_again(letter, now=NOW + timedelta(days=1))
    deliver(letter, now=NOW + timedelta(days=1))
    assert (letter.state, len(mailoutbox)) == (LetterState.SENT, 1)


def test_an_address_no_mail_server_could_take_has_failed_at_once(settings):
    with mail_server() as server:
        settings.MAILERS = server.mailers
        letter = deliver(write(address="ännä@circle.example"))

    assert letter.state == LetterState.FAILED
    assert "circle.example" not in letter.fault


def test_a_sender_taken_for_dead_may_still_report_that_it_is_done(settings, mailoutbox):
    settings.MAILERS = {"default": {"BACKEND": "tests.mail_server.SlowEmailBackend"}}
    letter = deliver(write())

    assert (letter.state, letter.fault, len(mailoutbox)) == (LetterState.SENT, "", 1)


def test_what_goes_wrong_is_logged_without_the_address(settings, caplog):
    letter = write()
    with mail_server(RCPT="550 <anna@circle.example> unknown") as server:
        settings.MAILERS = server.mailers
        deliver(letter)

    assert f"letter {letter.pk} (hello) is failed" in caplog.text
    assert "anna@" not in caplog.text + letter.fault
