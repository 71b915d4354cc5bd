"""Asked for at one moment by several, set by several, changed meanwhile: once, and never with words that are gone."""

import pytest
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from checkins import print_orders, typesetting
from checkins.models import Harvest, Phrase, Print, PrintKind, PrintState
from checkins.travelling import aloud, consent
from tests.at_once import at_once
from tests.checkins.printed import held, words_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def order(poem, by):
    fresh = Harvest.objects.select_related("gathering__circle", "catcher").get(pk=poem.pk)
    return print_orders.order_poem(fresh, PrintKind.PDF, by=by, now=now()).pk


def test_eight_ask_at_once_and_it_is_made_once(poem, catcher):
    asked = at_once(*[lambda: order(poem, catcher)] * 8)

    assert set(asked) == {Print.objects.get().pk}
    assert DBTaskResult.objects.count() == 1


def test_four_workers_at_one_print_set_it_once(poem, catcher):
    pk = order(poem, catcher)

    at_once(*[lambda: typesetting.typeset(pk, now=now())] * 4)

    assert Print.objects.values_list("state", "tries").get() == (PrintState.READY, 1)


def test_words_taken_back_while_it_is_set_are_in_nothing_that_is_kept(poem, catcher, ines):
    """R90: whichever is first, the bytes with them go."""
    Phrase.objects.filter(text="snow on the steps").update(speaker=ines)
    line = Phrase.objects.get(text="snow on the steps")
    pk = order(poem, catcher)

    at_once(
        lambda: typesetting.typeset(pk, now=now()),
        lambda: consent.leave_out(line, by=ines, now=now()),
        lambda: order(poem, catcher),
    )
    for row in Print.objects.filter(state=PrintState.WAITING):
        typesetting.typeset(row.pk, now=now())

    for row in Print.objects.filter(state=PrintState.READY):
        assert not held(row) or "snow" not in words_of(bytes(row.made))
    print_orders.due(now=now() + print_orders.STRANDED * 2)
    assert not [row for row in Print.objects.exclude(made=None) if "snow" in words_of(bytes(row.made))]


def test_shared_while_members_ask_for_its_sheets_neither_waits_for_the_other(evening, poem, catcher):
    """Sharing draws an address and asks for every sheet; who asks for one at that moment once held it up for ever."""
    aloud.keep(evening, membership=None, by=catcher, now=now())

    def ask(kind):
        fresh = Harvest.objects.select_related("gathering__circle", "catcher").get(pk=poem.pk)
        return print_orders.order_poem(fresh, kind, by=catcher, now=now())

    for _once_more in range(6):
        Print.objects.all().delete()
        Harvest.objects.update(public_slug=None, shared_at=None)
        outcomes = at_once(
            lambda: consent.share(poem, by=catcher, now=now()),
            *(lambda kind=kind: ask(kind) for kind in reversed(print_orders.SHEETS)),
        )
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []

    assert Harvest.objects.get().shared_at
    assert Print.objects.count() == len(print_orders.SHEETS)
