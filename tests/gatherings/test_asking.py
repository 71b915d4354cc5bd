"""Somebody asked by name to hold a role: who may ask, what a yes and a no do, and what the letter says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import Letter, Unwanted
from gatherings.hosting import asking, rota
from gatherings.models import Said, Status, Turn, TurnRequest
from gatherings.refusals import (
    AskedOften,
    HeldAlready,
    HoldsItAlready,
    IsCalledOff,
    IsOver,
    OnlyAName,
    RoleRests,
    SaidNo,
    WasAnswered,
)
from tests.gatherings.letters_before import DAY, LONG_BEFORE, SITE, make_evening
from tests.making import make_gathering, make_host, make_member, make_person, make_role
from tests.postbox import deliver_all, html_of, links_in

pytestmark = pytest.mark.django_db


def test_who_is_asked_says_yes_and_holds_it_with_the_one_beside(gathering, host, luc, role, circle):
    ines = make_member(circle, "Ines")

    request = asking.ask(gathering, role=role, member=luc, beside=ines, by=host, now=now())
    again = asking.ask(gathering, role=role, member=luc, by=host, now=now())
    turn = asking.say_yes(request, now=now())
    twice = asking.say_yes(request, now=now())

    assert request == again == TurnRequest.objects.get()
    assert turn == twice == Turn.objects.get()
    assert (turn.holder, turn.beside, turn.how) == (luc, ines, "asked")
    assert TurnRequest.objects.get().said == Said.YES
    assert [letter.membership for letter in Letter.objects.order_by("pk")] == [luc, host]


def test_whoever_says_please_ask_someone_else_may_name_somebody(gathering, host, luc, role, circle):
    noor = make_member(circle, "Noor")
    request = asking.ask(gathering, role=role, member=luc, by=host, now=now())

    passed = asking.say_no(request, to=noor, now=now())

    assert (passed.asked, passed.asked_by, passed.said) == (noor, luc, "")
    assert TurnRequest.objects.get(asked=luc).said == Said.NO
    assert set(Letter.objects.values_list("membership", flat=True)) == {luc.pk, noor.pk, host.pk}
    assert not Turn.objects.exists()
    with pytest.raises(SaidNo):
        asking.ask(gathering, role=role, member=luc, by=host, now=now())


def test_a_no_can_become_a_yes_while_the_seat_is_open(gathering, host, luc, role):
    request = asking.ask(gathering, role=role, member=luc, by=host, now=now())
    asking.say_no(request, now=now())

    asking.say_yes(request, now=now())

    assert Turn.objects.get().holder == luc
    with pytest.raises(WasAnswered):
        asking.say_no(request, now=now())


def test_the_first_yes_takes_the_seat_and_the_second_reads_who_was_quicker(
    gathering, host, luc, role, circle
):
    noor = make_member(circle, "Noor")
    mine, hers = (asking.ask(gathering, role=role, member=each, by=host, now=now()) for each in (luc, noor))
    asking.say_yes(hers, now=now())

    with pytest.raises(HeldAlready, match="Noor"):
        asking.say_yes(mine, now=now())
    assert TurnRequest.objects.get(asked=luc).said == Said.OPEN


def test_a_name_that_cannot_be_asked_leaves_nothing_said(gathering, host, luc, role, circle):
    mute = make_member(circle, "Mute")
    mute.person = None
    mute.save()
    request = asking.ask(gathering, role=role, member=luc, by=host, now=now())

    with pytest.raises(OnlyAName):
        asking.say_no(request, to=mute, now=now())
    assert TurnRequest.objects.get().said == Said.OPEN


def test_only_what_is_open_and_to_come_is_asked_for(circle, host, luc, role):
    past = make_gathering(circle, now().date() - timedelta(days=3))
    off = make_gathering(circle, status=Status.CALLED_OFF)
    held = make_gathering(circle, now().date() + timedelta(days=20))
    rota.take(held, role=role, membership=luc, now=now())
    other = make_member(circle)
    resting = make_role(circle, resting=True)

    for gathering, member, what, refusal in (
        (past, luc, role, IsOver),
        (off, luc, role, IsCalledOff),
        (held, luc, role, HoldsItAlready),
        (held, other, role, HeldAlready),
        (held, luc, resting, RoleRests),
    ):
        with pytest.raises(refusal):
            asking.ask(gathering, role=what, member=member, by=host, now=now())
    assert not TurnRequest.objects.exists()


def test_a_member_asks_nobody_and_nobody_of_another_circle_is_asked(gathering, host, luc, role):
    stranger = make_member()
    with pytest.raises(ValueError, match="only a host asks"):
        asking.ask(gathering, role=role, member=host, by=luc, now=now())
    with pytest.raises(ValueError, match="another circle"):
        asking.ask(gathering, role=role, member=stranger, by=host, now=now())
    with pytest.raises(ValueError, match="another circle"):
        asking.ask(gathering, role=make_role(stranger.circle), member=luc, by=host, now=now())


def test_a_request_taken_back_asks_nothing_and_sends_nothing(gathering, host, luc, role, mailoutbox):
    request = asking.ask(gathering, role=role, member=luc, by=host, now=now())
    asking.take_back(request, by=host, now=now())
    deliver_all(now=now() + timedelta(days=1))

    assert mailoutbox == []
    with pytest.raises(WasAnswered):
        asking.say_yes(request, now=now())
    asking.ask(gathering, role=role, member=luc, by=host, now=now())
    assert TurnRequest.objects.filter(said=Said.OPEN).count() == 1


def test_nobody_is_flooded_by_asking_and_taking_back_nor_by_roles_taken_away(
    gathering, host, luc, role, circle
):
    for number in range(12):
        passing = make_role(circle, f"Passing {number}") if number % 2 else role
        request = asking.ask(gathering, role=passing, member=luc, by=host, now=now())
        asking.take_back(request, by=host, now=now())
        if number % 2:
            passing.delete()

    with pytest.raises(AskedOften, match="Luc"):
        asking.ask(gathering, role=role, member=luc, by=host, now=now())
    assert Letter.objects.filter(kind="role_asked", membership=luc).count() == 12
    asking.ask(gathering, role=role, member=make_member(circle, "Noor"), by=host, now=now())
    asking.ask(gathering, role=role, member=luc, by=host, now=now() + timedelta(days=1, minutes=1))


def test_who_leaves_is_asked_no_more(gathering, host, luc, role, circle):
    asking.ask(gathering, role=role, member=luc, by=host, now=now())
    memberships.leave(luc, now=now())

    assert not TurnRequest.objects.exists()


@pytest.mark.usefixtures("letters_from_here")
class TestTheLetter:
    def asked(self, time_machine, at=datetime(2025, 9, 10, 15, tzinfo=UTC), beside=True, **person):
        """Let Luc be asked on a Wednesday morning in Edmonton, two weeks before."""
        time_machine.move_to(at, tick=False)
        gathering = make_evening()
        circle = gathering.circle
        host = make_host(circle, "Anna", joined_at=LONG_BEFORE)
        luc = make_member(circle, "Luc", person=make_person("Luc", **person), joined_at=LONG_BEFORE)
        ines = make_member(circle, "Ines", joined_at=LONG_BEFORE)
        role = make_role(circle, "Poem catcher", words="Listen more than you write.")
        july = make_gathering(circle, DAY.replace(month=7, day=30))
        Turn.objects.create(gathering=july, role=role, holder=ines)
        return asking.ask(
            gathering, role=role, member=luc, beside=ines if beside else None, by=host, now=now()
        )

    def test_it_names_the_evening_the_role_and_who_sits_beside(self, time_machine, mailoutbox):
        request = self.asked(time_machine)
        deliver_all(now=now())

        [sent] = mailoutbox
        assert sent.to == [request.asked.person.email]
        assert sent.subject == "Wednesday 24 September: will you hold “Poem catcher”?"
        assert (
            "Anna asks you: will you hold “Poem catcher” on Wednesday 24 September, 18:00–20:00 Edmonton time?"
            in sent.body
        )
        assert "You haven’t held it yet. Ines did in July 2025, and will sit beside you." in sent.body
        assert "Listen more than you write." in sent.body
        assert links_in(sent.body)[0].startswith(f"{SITE}/asked/")
        assert len(html_of(sent).encode()) < 30_000
        assert "List-Unsubscribe" in sent.extra_headers

    def test_it_waits_for_the_morning_where_its_reader_lives(self, time_machine):
        self.asked(time_machine, at=datetime(2025, 9, 10, 4, tzinfo=UTC))  # ten at night in Edmonton

        assert Letter.objects.get().due == datetime(2025, 9, 10, 14, tzinfo=UTC)

    def test_whoever_does_without_such_letters_gets_none(self, time_machine, mailoutbox):
        request = self.asked(time_machine)
        Unwanted.objects.create(membership=request.asked, kind="requests")
        deliver_all(now=now())

        assert mailoutbox == []

    def test_its_page_speaks_for_one_and_takes_the_yes_in_one_press(self, time_machine, mailoutbox, client):
        request = self.asked(time_machine)
        deliver_all(now=now())
        link = links_in(mailoutbox[0].body)[0].removeprefix(SITE)

        for _ in range(3):
            page = client.get(link)
            client.head(link)
        assert not Turn.objects.filter(gathering=request.gathering).exists()
        assert "Luc, will you hold it on Wednesday 24 September?" in page.text
        assert "speaks for Luc alone" in page.text
        assert page.headers["X-Robots-Tag"] == "noindex"

        page = client.post(link, {"said": "yes"}, follow=True)
        client.post(link, {"said": "yes"})

        assert "Thank you, Luc. You hold it." in page.text
        assert Turn.objects.get(gathering=request.gathering).holder == request.asked
        assert client.get("/me/").status_code == 302

    def test_its_page_takes_a_no_with_a_name(self, time_machine, mailoutbox, client):
        request = self.asked(time_machine, beside=False)
        noor = make_member(request.gathering.circle, "Noor")
        deliver_all(now=now())
        link = links_in(mailoutbox[0].body)[0].removeprefix(SITE)

        page = client.post(link, {"said": "no", "to": noor.pk}, follow=True)

        assert "Thank you, Luc. Somebody else will be asked." in page.text
        assert TurnRequest.objects.get(asked=noor).asked_by == request.asked

    @pytest.mark.parametrize(
        "given", [{}, {"said": "maybe"}, {"said": "no", "to": "0"}, {"said": "no", "to": "x"}]
    )
    def test_what_is_no_answer_gets_a_sentence(self, time_machine, mailoutbox, client, given):
        self.asked(time_machine)
        deliver_all(now=now())

        page = client.post(links_in(mailoutbox[0].body)[0].removeprefix(SITE), given)

        assert page.status_code == 400
        assert "Say yes, or “please ask someone else”" in page.text
        assert TurnRequest.objects.get().said == Said.OPEN

    def test_its_link_ends_with_the_evening_with_leaving_and_is_good_for_nothing_else(
        self, time_machine, mailoutbox, client
    ):
        request = self.asked(time_machine)
        deliver_all(now=now())
        link = links_in(mailoutbox[0].body)[0].removeprefix(SITE)
        token = link.split("/")[2]

        assert client.get(f"/answer/{token}/").status_code == 404
        assert client.get(f"/asked/{token[:-1]}/").status_code == 404
        with_somebody_else_in_it = client.get(link).text
        assert "Luc" in with_somebody_else_in_it
        time_machine.move_to(request.gathering.ends_at)
        assert client.get(link).status_code == 404
