"""Asking somebody to hold a role, from the pages; and passing on what one holds."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from gatherings.hosting import asking, rota
from gatherings.models import Said, Turn, TurnRequest
from gatherings.refusals import (
    HeldAlready,
)
from tests.making import make_member, make_role, make_steward
from tests.postbox import deliver_all, links_in

pytestmark = pytest.mark.django_db


def test_a_host_asks_from_the_page_of_the_gathering(client, gathering, host, luc, role, circle):
    client.force_login(host.person)

    page = client.get(gathering.get_absolute_url())
    ask = f"/c/{circle.slug}/gatherings/{gathering.number}/roles/{role.pk}/ask/"
    assert ask in page.text

    assert "Luc · not yet" in client.get(ask).text
    page = client.post(ask, {"member": luc.pk}, follow=True)
    assert "Luc is asked; a letter goes." in page.text
    assert "asked by Anna, no answer yet" in page.text

    request = TurnRequest.objects.get()
    page = client.post(
        f"/c/{circle.slug}/gatherings/{gathering.number}/requests/{request.pk}/take-back/", follow=True
    )
    assert TurnRequest.objects.get().said == Said.TAKEN_BACK
    assert "no answer yet" not in page.text


@pytest.mark.parametrize("member", ["", "0", "x"])
def test_nobody_chosen_asks_nobody(client, gathering, host, role, circle, member):
    client.force_login(host.person)

    page = client.post(
        f"/c/{circle.slug}/gatherings/{gathering.number}/roles/{role.pk}/ask/", {"member": member}
    )

    assert page.status_code in {200, 400}
    assert not TurnRequest.objects.exists()


def test_who_is_asked_finds_it_on_the_gathering_and_answers_there(client, gathering, host, luc, role, circle):
    request = asking.ask(gathering, role=role, member=luc, by=host, now=now())
    client.force_login(luc.person)

    page = client.get(gathering.get_absolute_url())
    mine = f"/c/{circle.slug}/gatherings/{gathering.number}/requests/{request.pk}/"
    assert "open; you are asked" in page.text
    assert mine in page.text

    client.post(mine, {"said": "yes"})
    assert Turn.objects.get().holder == luc
    assert "open; you are asked" not in client.get(gathering.get_absolute_url()).text


def test_what_somebody_else_is_asked_is_not_mine_to_answer(client, gathering, host, luc, role, circle):
    request = asking.ask(gathering, role=role, member=luc, by=host, now=now())
    client.force_login(make_steward(circle).person)

    mine = f"/c/{circle.slug}/gatherings/{gathering.number}/requests/{request.pk}/"
    assert client.get(mine).status_code == 404
    assert client.post(mine, {"said": "yes"}).status_code == 404
    assert not Turn.objects.exists()


@pytest.mark.parametrize("people", [3, 12])
def test_the_page_for_asking_costs_the_same_however_many_there_are(
    client, gathering, host, role, circle, people, django_assert_max_num_queries
):
    for _ in range(people):
        make_member(circle)
    client.force_login(host.person)
    with django_assert_max_num_queries(17):
        page = client.get(f"/c/{circle.slug}/gatherings/{gathering.number}/roles/{role.pk}/ask/")
    assert page.text.count("· not yet") == 2 * people


class TestPassingOn:
    """Who holds a seat asks somebody to take it from them."""

    def test_it_stays_theirs_until_the_first_yes(self, gathering, host, luc, role, circle, mailoutbox):
        noor, ruth = make_member(circle, "Noor"), make_member(circle, "Ruth")
        mine = rota.take(gathering, role=role, membership=luc, now=now())
        asked = [asking.ask(gathering, role=role, member=each, by=luc, now=now()) for each in (noor, ruth)]
        assert Turn.objects.get() == mine

        turn = asking.say_yes(asked[1], now=now())

        assert Turn.objects.get() == turn
        assert (turn.holder, turn.seat) == (ruth, mine.seat)
        with pytest.raises(HeldAlready, match="Ruth"):
            asking.say_yes(asked[0], now=now())

    def test_who_holds_nothing_asks_nobody(self, gathering, luc, role, circle):
        with pytest.raises(ValueError, match="only a host asks"):
            asking.ask(gathering, role=role, member=make_member(circle), by=luc, now=now())

    def test_both_and_the_host_who_asked_first_are_told(self, gathering, host, luc, role, circle, mailoutbox):
        noor = make_member(circle, "Noor")
        request = asking.ask(gathering, role=role, member=luc, by=host, now=now())
        passed = asking.say_no(request, to=noor, now=now())
        asking.say_yes(passed, now=now())
        mailoutbox.clear()
        deliver_all(now=now() + timedelta(days=1))

        told = {sent.to[0]: sent for sent in mailoutbox}
        assert told.keys() == {host.person.email, luc.person.email}
        for sent in told.values():
            assert "Noor said yes, and holds “Poem catcher”" in sent.body

    def test_a_no_is_told_with_the_way_to_ask_somebody_else(
        self, gathering, host, luc, role, circle, mailoutbox
    ):
        asking.say_no(asking.ask(gathering, role=role, member=luc, by=host, now=now()), now=now())
        deliver_all(now=now() + timedelta(days=1))

        [sent] = mailoutbox
        assert sent.to == [host.person.email]
        assert "Luc thanks you, and says: please ask someone else" in sent.body
        assert "The seat is open." in sent.body
        assert f"/roles/{role.pk}/ask/" in links_in(sent.body)[0]

    def test_the_holder_finds_the_way_on_the_page(self, client, gathering, luc, role, circle):
        noor = make_member(circle, "Noor")
        rota.take(gathering, role=role, membership=luc, now=now())
        client.force_login(luc.person)
        ask = f"/c/{circle.slug}/gatherings/{gathering.number}/roles/{role.pk}/ask/"

        assert ask in client.get(gathering.get_absolute_url()).text
        assert "It stays yours until somebody you ask says yes." in client.get(ask).text
        client.post(ask, {"member": noor.pk})
        assert TurnRequest.objects.get().asked_by == luc
        assert (
            client.get(
                f"/c/{circle.slug}/gatherings/{gathering.number}/roles/{make_role(circle).pk}/ask/"
            ).status_code
            == 403
        )
