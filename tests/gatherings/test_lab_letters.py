"""Letters to guests of a lab: one receiver, only our links, nothing done by opening them (R26, R28, R32, R33)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import now

from circles import resting
from gatherings.answering import guests
from gatherings.answering.lab_links import seat_link
from gatherings.models import GuestState, LabGuest
from gatherings.schedule import scheduling
from tests.making import make_guest, make_host, make_lab, make_steward
from tests.postbox import deliver_all, html_of, links_in
from tests.two_circles import models_of_the_house

pytestmark = pytest.mark.django_db
MISCHIEF = (
    'https://evil.example/ [x](//evil.example) <a href="https://evil.example">x</a>\r\nBcc: x@evil.example'
)
KINDS = ("asked", "comes", "waits", "moved up", "changed", "called off")


def written(kind: str, **guest) -> LabGuest:
    """Bring it about that one letter of that kind waits for a guest; return the guest."""
    host = make_host()
    lab = make_lab(host.circle, title=guest.pop("title", "Two days of hosting"), seats=1)
    said = {"language": "en", "now": now()}
    if kind == "asked":
        guests.sign_up(lab, name=guest.get("name", "Maria"), email="maria@x.example", **said)
        return LabGuest.objects.get()
    if kind in {"comes", "waits"}:
        found = make_guest(lab, state=GuestState.COMING if kind == "comes" else GuestState.WAITING, **guest)
        guests.sign_up(lab, name="x", email=found.email, **said)
        return found
    if kind == "moved up":
        first, found = make_guest(lab), make_guest(lab, state=GuestState.WAITING, **guest)
        guests.withdraw(first, now=now())
        return found
    found = make_guest(lab, **guest)
    scheduling.call_off(lab.gathering, reason="The river is high.", by=host, now=now())
    if kind == "changed":
        scheduling.restore(lab.gathering, by=host, now=now())
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_strangers_write_shapes_no_letter(kind, mailoutbox):
    guest = written(kind, name=MISCHIEF[:80], title=MISCHIEF[:100])

    deliver_all()

    [letter] = mailoutbox
    assert letter.recipients() == [guest.email]
    assert not {"Bcc", "Cc"} & set(letter.message().keys())
    for part in (letter.body, html_of(letter)):
        assert {link.startswith(settings.SITE_URL) for link in links_in(part)} == {True}


@pytest.mark.parametrize("kind", KINDS)
def test_opening_every_link_of_a_letter_changes_nothing(kind, client, mailoutbox):
    written(kind)
    deliver_all()
    before = [list(model._base_manager.order_by("pk").values()) for model in models_of_the_house()]

    links = links_in(mailoutbox[0].body)
    for link in links * 3:
        path = link.removeprefix(settings.SITE_URL)
        assert client.get(path).status_code == client.head(path).status_code == 200

    assert any("/my-seat/" in link for link in links)
    assert [list(model._base_manager.order_by("pk").values()) for model in models_of_the_house()] == before


def test_no_letter_names_another_guest(mailoutbox):
    host = make_host()
    lab = make_lab(host.circle)
    everybody = [make_guest(lab, f"Guest-{letter}-named") for letter in "abcdefghijkl"]
    scheduling.call_off(lab.gathering, reason="The river is high.", by=host, now=now())

    deliver_all()

    assert len(mailoutbox) == 12
    for letter in mailoutbox:
        words = f"{letter.subject} {letter.body} {html_of(letter)}"
        assert [guest.email for guest in everybody if guest.name in words] == letter.recipients()
        assert not [guest for guest in everybody if guest.email in words]


@pytest.mark.parametrize("ends", [False, True])
def test_why_the_circle_rests_or_closes_stays_inside_and_guests_hear_when_the_lab_is_on_again(
    ends, client, mailoutbox
):
    steward = make_steward()
    circle, lab = steward.circle, make_lab(steward.circle)
    guest = make_guest(lab, "Maria")
    if ends:
        resting.close(circle, farewell="Inner words.", by=steward, now=now())
    else:
        resting.rest(circle, since=now().date(), why="Inner words.", by=steward, now=now())
    deliver_all()

    [off] = mailoutbox
    assert off.subject == "Two days of hosting is called off"
    pages = [client.get(seat_link(guest)).text, client.get(lab.get_absolute_url()).text]
    assert "The lab is called off" in pages[0]
    for said in (off.body, html_of(off), *pages):
        assert "Inner words." not in said
        assert "The circle has closed." not in said
    mailoutbox.clear()

    if ends:
        resting.open_again(circle, by=steward, now=now())
    else:
        resting.wake(circle, by=steward, now=now())
    deliver_all()

    [on] = mailoutbox
    assert on.subject == "Two days of hosting takes place after all"
    for part in (on.body, html_of(on)):
        assert "takes place after all. This is how it stands now:" in part


def test_a_lab_that_was_only_moved_has_changed(mailoutbox):
    host = make_host()
    lab = make_lab(host.circle)
    make_guest(lab)
    day = lab.gathering.day + timedelta(days=1)
    scheduling.move(
        lab.gathering,
        day=day,
        starts=lab.gathering.starts,
        lasts=lab.gathering.lasts,
        reason="No hall.",
        by=host,
        now=now(),
    )
    deliver_all()

    [letter] = mailoutbox
    assert letter.subject == "Two days of hosting: something has changed"
    assert "No hall." in letter.body
