"""Several heartbeats and workers at once before an evening on which everybody meets: each letter once (R5, R16)."""

from collections import Counter
from datetime import timedelta

import pytest

from circles import letters
from circles.models import Letter, LetterState
from circles.post import delivery
from gatherings.letters import reminders
from gatherings.models import Gathering, Rsvp
from tests.at_once import at_once
from tests.gatherings.letters_before import ASKING, EVE, make_evening, make_reader

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
BEATS = 4


@pytest.fixture
def readers(settings):
    """Two hundred people of ten circles, all of which meet on one evening."""
    settings.SITE_URL = "https://circles.example"
    circles = [make_evening().circle for _ in range(10)]
    return [make_reader(circle, f"Reader {number}") for circle in circles for number in range(20)]


def test_several_heartbeats_write_and_send_two_hundred_letters_once_each(readers, mailoutbox, time_machine):
    time_machine.move_to(ASKING, tick=False)

    def beat():
        written = sum(reminders.write_due(now=ASKING, batch=3) for _ in range(6))
        letters.due(now=ASKING)
        for pk in Letter.objects.order_by("key").values_list("pk", flat=True):
            delivery.deliver(pk, now=ASKING)
        return written

    done = at_once(*[beat] * BEATS)
    for pk in Letter.objects.values_list(
        "pk", flat=True
    ):  # what was written after the others had read the list
        delivery.deliver(pk, now=ASKING)

    assert sum(done) == 200
    assert Counter(sent.to[0] for sent in mailoutbox) == Counter(reader.person.email for reader in readers)
    assert set(Letter.objects.values_list("kind", "state", "attempts")) == {
        ("gathering_asked", LetterState.SENT, 1)
    }


def test_a_gathering_seen_by_all_at_once_is_still_written_about_once(readers):
    """The key is the last guard: were every heartbeat to take the same gatherings, nobody would get two letters."""
    gatherings = list(Gathering.objects.all())

    def write():
        return letters.write_by_the_clock(list(reminders._letters(gatherings, ASKING)), now=ASKING)

    at_once(*[write] * BEATS)

    assert Letter.objects.count() == 200


def test_without_the_key_everybody_would_get_several(readers, monkeypatch):
    """The control: let each heartbeat give letters a key of its own, and they are written again and again (R2)."""
    usual, gatherings = reminders._letter, list(Gathering.objects.all())
    serial = iter(range(100_000))

    def unguarded(*told):
        letter = usual(*told)
        return type(letter)(
            kind=letter.kind,
            key=f"{letter.key}:{next(serial)}",
            circle=letter.circle,
            membership=letter.membership,
            due=letter.due,
            params=letter.params,
        )

    monkeypatch.setattr(reminders, "_letter", unguarded)

    at_once(
        *[lambda: letters.write_by_the_clock(list(reminders._letters(gatherings, ASKING)), now=ASKING)]
        * BEATS
    )

    assert Letter.objects.count() > 200


def test_expected_is_everybody_once_though_they_answer_while_it_is_written(readers):
    gatherings = list(Gathering.objects.all())
    Rsvp.objects.bulk_create(
        Rsvp(gathering=gathering, membership=reader, answer="yes", answered_at=ASKING)
        for gathering in gatherings
        for reader in readers
        if reader.circle_id == gathering.circle_id
    )

    done = at_once(*[lambda: reminders.write_due(now=EVE - timedelta(hours=1))] * BEATS)

    assert sum(done) == 200
    assert set(Letter.objects.values_list("kind", flat=True)) == {"gathering_eve"}
