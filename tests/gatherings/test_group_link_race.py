"""Asking, guessing and nodding at the same moment: one phone, one letter, three tries, one link (R5, R36)."""

import uuid

import pytest
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import Letter
from circles.refusals import CodeHasEnded, HasLeft, WrongCode
from gatherings.answering import group_links, phones
from gatherings.models import GroupLink, Phone
from tests.at_once import at_once
from tests.making import make_gathering, make_host, make_member, make_steward
from tests.postbox import code_sent

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gathering():
    return make_gathering()


@pytest.fixture
def maria(gathering):
    make_steward(gathering.circle)
    return make_member(gathering.circle, "Maria")


def test_of_twelve_guesses_at_once_three_are_looked_at(gathering, maria, mailoutbox):
    held = phones.ask_for_code(maria, gathering=gathering, held=(), now=now())
    wrong = f"{(int(code_sent(mailoutbox)) + 1) % 1_000_000:06}"

    refused = at_once(*[lambda: phones.try_code(maria, held=held, code=wrong, now=now())] * 12)

    assert sorted(type(each).__name__ for each in refused) == ["CodeHasEnded"] * 10 + ["WrongCode"] * 2
    assert {type(each) for each in refused} == {CodeHasEnded, WrongCode}
    assert Phone.objects.get().code_tries == phones.TRIES


def test_a_form_posted_four_times_at_once_is_one_phone_and_one_letter(gathering, maria):
    once = uuid.uuid4()
    asked = at_once(
        *[lambda: phones.ask_for_code(maria, gathering=gathering, held=(), once=once, now=now())] * 4
    )

    assert len(set(asked)) == 1
    assert Phone.objects.count() == Letter.objects.count() == 1


def test_the_right_code_typed_four_times_at_once_confirms_once(gathering, maria, mailoutbox):
    held, once = phones.ask_for_code(maria, gathering=gathering, held=(), now=now()), uuid.uuid4()
    code = code_sent(mailoutbox)
    typed = at_once(*[lambda: phones.try_code(maria, held=held, code=code, once=once, now=now())] * 4)

    assert len({newest for newest, *_before in typed}) == 1
    assert Phone.objects.get().confirmed_at


def test_of_two_hosts_one_nods_and_the_other_reads_that_it_is_answered(gathering, maria):
    hosts = [make_host(gathering.circle) for _ in range(2)]
    phone, _held = phones.ask_for_nod(maria, gathering=gathering, held=(), now=now())
    said = at_once(*[lambda by=host: phones.nod(phone, sign=phone.sign, by=by, now=now()) for host in hosts])

    assert sorted(type(each).__name__ for each in said) == ["NobodyAsks", "Phone"]


def test_however_many_hosts_press_there_is_one_link(gathering):
    hosts = [make_host(gathering.circle) for _ in range(6)]
    made = at_once(*[lambda by=host: group_links.make(gathering, by=by, now=now()) for host in hosts])
    assert len({link.token for link in made}) == GroupLink.objects.count() == 1

    token = made[0].token
    new = at_once(
        *[lambda by=host: group_links.renew(gathering, token=token, by=by, now=now()) for host in hosts]
    )
    assert len({link.token for link in new}) == GroupLink.objects.filter(revoked_at=None).count() == 1
    assert GroupLink.objects.count() == 2


def test_whoever_leaves_while_a_phone_asks_leaves_no_phone_that_speaks(gathering, maria):
    asked, _left = at_once(
        lambda: phones.ask_for_nod(maria, gathering=gathering, held=(), now=now()),
        lambda: memberships.leave(maria, now=now()),
    )

    assert isinstance(asked, HasLeft | tuple)
    assert not Phone.objects.waiting(now()).exists()
    assert not Phone.objects.confirmed(now()).exists()
