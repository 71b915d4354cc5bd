"""One press stops one kind of letter from one circle, without signing in (R26, R29 to R31, RFC 8058)."""

import re
from datetime import timedelta
from email import policy

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from circles import letters
from circles.belonging import memberships
from circles.models import LetterKind, LetterState, Person, Unwanted
from circles.post import mail
from circles.post.letter_choices import CHOICE_OF, wants
from circles.post.unsubscribing import read_stop_token, stop_token
from gatherings.answering.links import answer_token
from tests.making import make_circle, make_gathering, make_member, make_person, make_steward
from tests.postbox import code_sent, deliver_all, links_in

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def url(member, kind=LetterKind.EVE):
    return reverse("unsubscribe", args=[stop_token(member, kind)])


def say_hello(letter, receiver):
    """A letter of the plainest kind, from the templates all letters come from."""
    return mail.compose("account_notice", {"changed": "Hello", "at": letter.written_at, "button": ""})


@pytest.fixture
def every_kind(monkeypatch):
    for kind in CHOICE_OF:
        monkeypatch.setitem(mail._renderers, kind, say_hello)


def send(member, kind):
    letters.write(kind=kind, key=f"{kind}:{member.pk}:{now()}", membership=member, due=now(), now=now())
    return deliver_all()[-1]


@pytest.mark.parametrize("kind", CHOICE_OF)
def test_every_letter_one_can_do_without_carries_the_two_headers_and_a_link(
    mailoutbox, settings, every_kind, kind, client
):
    settings.SITE_URL = "https://circles.example"
    steward = make_steward()
    send(steward, kind)

    raw = mailoutbox[0].message()
    link = raw["List-Unsubscribe"].strip("<>")
    assert raw["List-Unsubscribe"] == f"<{link}>"
    assert link.startswith("https://circles.example/letters/stop/")
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in links_in(mailoutbox[0].body)
    assert read_stop_token(link.rstrip("/").rpartition("/")[2]) == (steward, CHOICE_OF[kind])


def test_every_letter_is_either_a_choice_or_named_here_as_one_that_always_comes():
    """Whoever adds a letter says which it is: in CHOICE_OF, or here, with what somebody asked for themselves."""
    codes = {"sign_in_code", "sign_up_code", "address_code", "password_code", "proof_code", "phone_code"}
    notices = {"account_unknown", "account_exists", "account_notice"}
    asked_for = {"invitation", "join_welcome", "join_declined", "lab_seat", "lab_moved_up", "lab_changed"}
    ours = {
        kind
        for kind, renderer in mail._renderers.items()
        if getattr(renderer, "__module__", "").partition(".")[0] in {"circles", "gatherings", "checkins"}
    }

    assert ours == set(CHOICE_OF) | codes | notices | asked_for


@pytest.mark.parametrize("wire", [policy.default, policy.SMTP])
def test_the_address_to_stop_letters_leaves_on_one_line_as_it_is(mailoutbox, settings, every_kind, wire):
    settings.SITE_URL = "https://a-host-with-a-rather-long-name.circles.example"
    send(make_steward(make_circle("Café")), "gathering_eve")

    raw = mailoutbox[0].message(policy=wire).as_bytes()
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("ascii")
    line = next(line for line in head.splitlines() if line.startswith("List-Unsubscribe:"))
    assert re.fullmatch(r"List-Unsubscribe: <https://a-host[^\s<>]+/letters/stop/[\w:-]+/>", line)
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head.splitlines()


def test_a_code_and_a_notice_carry_none(mailoutbox):
    member = make_member()
    letters.write(
        kind="sign_in_code", key="c", address=member.person.email, secret="482913", due=now(), now=now()
    )
    letters.write(kind="account_notice", key="n", membership=member, due=now(), now=now())
    deliver_all()

    assert len(mailoutbox) == 2
    for sent in mailoutbox:
        assert "List-Unsubscribe" not in sent.message()
        assert "/letters/stop/" not in sent.body


def test_a_mail_program_stops_it_without_cookie_token_or_session(mailoutbox, every_kind):
    member = make_member()
    send(member, "gathering_eve")
    link = mailoutbox[0].message()["List-Unsubscribe"].strip("<>")
    program = Client(enforce_csrf_checks=True)

    response = program.post(
        re.sub(r"^https?://[^/]+", "", link),
        "List-Unsubscribe=One-Click",
        "application/x-www-form-urlencoded",
    )

    assert response.status_code == 200  # no redirect (RFC 8058, section 3.1)
    assert "sessionid" not in response.cookies
    assert not wants(member, LetterKind.EVE)
    assert wants(member, LetterKind.ASKED)


def test_pressed_twice_it_is_done_once():
    member, program = make_member(), Client(enforce_csrf_checks=True)
    answers = [program.post(url(member), ONE_CLICK) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Unwanted.objects.count() == 1


def test_it_holds_for_one_circle_and_at_once_and_codes_still_arrive(client, mailoutbox, every_kind):
    anna = make_person()
    here, there = make_member(person=anna), make_member(person=anna)
    for kind in (LetterKind.ASKED, LetterKind.EVE, LetterKind.CIRCLE):
        client.post(url(here, kind), ONE_CLICK)

    states = [send(here, kind).state for kind in ("gathering_asked", "gathering_eve", "proposal_made")]
    assert states == [LetterState.LET_GO] * 3
    assert mailoutbox == []
    assert send(there, "gathering_eve").state == LetterState.SENT

    client.post(reverse("account_request_login_code"), {"email": anna.email})
    assert len(code_sent(mailoutbox)) == 6


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_page_changes_nothing(client, method):
    member = make_member()
    for _ in range(5):
        assert getattr(client, method)(url(member)).status_code == 200

    assert not Unwanted.objects.exists()


def test_the_page_says_which_letter_of_which_circle_and_undoes_it(client):
    member = make_member(make_circle("The Hosting Circle"), "Anna")
    page = client.get(url(member))
    assert "Anna, would you like no more of these from The Hosting Circle?" in page.text
    assert "The day before, to who comes" in page.text
    assert page.text.count("<form") == page.text.count("<button") == 1
    assert "<script" not in page.text

    page = client.post(url(member))
    assert "Done, Anna: from now on this letter is not sent to you." in page.text
    assert not wants(member, LetterKind.EVE)

    page = client.post(url(member), {"again": "on"})
    assert "comes to you again" in page.text
    assert wants(member, LetterKind.EVE)


def test_the_page_speaks_the_language_of_whom_it_speaks_for(client):
    member = make_member(person=make_person(language="fr"))
    page = client.get(url(member), headers={"accept-language": "en"})

    assert '<html lang="fr">' in page.text
    assert page.headers["Content-Language"] == "fr"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_link_ends_when_they_leave_and_when_it_was_made_for_something_else(client):
    make_steward(circle := make_circle())
    member, inactive = make_member(circle), make_member(circle)
    left = stop_token(member, LetterKind.EVE)
    memberships.leave(member, now=now())
    Person.objects.filter(pk=inactive.person_id).update(is_active=False)
    here = make_member(circle)
    forged = signing.dumps([here.pk, "eve", here.link_epoch], salt="another purpose")
    tokens = [
        left,
        forged,
        stop_token(inactive, LetterKind.EVE),
        answer_token(make_gathering(circle), here),
        stop_token(here, LetterKind.EVE)[:-1],
        signing.dumps([here.pk, "eve"], salt="circles.unsubscribing: stop"),
        signing.dumps([here.pk, "sonnet", 1], salt="circles.unsubscribing: stop"),
        "x",
    ]

    pages = [client.post(reverse("unsubscribe", args=[token]), ONE_CLICK) for token in tokens]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert not Unwanted.objects.exists()


def test_the_link_grows_as_old_as_the_letter(client):
    member = make_member()
    address = url(member)

    with time_machine.travel(now() + timedelta(days=400)):
        assert client.post(address, ONE_CLICK).status_code == 200
    assert not wants(member, LetterKind.EVE)
