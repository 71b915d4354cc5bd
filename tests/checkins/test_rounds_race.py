"""Words that arrive all at once: each once however often it is sent, each once in the poem, in one order (R8, R9)."""

import hashlib
import random
import time
from itertools import batched
from threading import Event

import pytest
from django.db import transaction
from django.utils.timezone import now

from checkins import stitching
from checkins.models import CheckIn, Harvest, Phrase
from checkins.phrases import catching
from checkins.poem import harvesting, versions
from checkins.refusals import MeanwhileChanged, NoWordsYet, PoemIsGiven
from checkins.tonight import rounds
from tests.at_once import at_once
from tests.making import make_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
LINES = [f"line {number} of this evening" for number in range(30)]
HANDS = 6


def text_of(placed, phrases):
    """Return the poem that stands when these are placed so."""
    by_key = {phrase.pk: stitching.Phrase(phrase.pk, phrase.text, phrase.speaker_id) for phrase in phrases}
    stitches = [stitching.Stitch(by_key[each.phrase], stitching.Seam(each.seam)) for each in placed]
    return stitching.render(stitches)


def test_while_thirty_lines_are_caught_and_stitched_each_stands_in_the_poem_once(evening, catcher):
    round_ = rounds.round_of(evening)

    def catch(lines):
        for line in lines:
            catching.catch(round_, lines=[line], by=catcher, nonce=line, now=now())

    def stitch():
        for _ in range(5):
            try:
                poem = harvesting.begin(evening, catcher=catcher, now=now())
                phrases = versions.phrases_of(evening)
                placed = harvesting.proposed(evening, phrases, stitching.Arrangement.AS_SPOKEN)
                harvesting.arrange(
                    poem, placed=placed, title="", thanks="", version=poem.version, by=catcher, now=now()
                )
            except (NoWordsYet, MeanwhileChanged):
                continue

    shares = batched(LINES, len(LINES) // HANDS, strict=True)
    outcomes = at_once(stitch, *(lambda lines=lines: catch(lines) for lines in shares))
    assert outcomes == [None] * (HANDS + 1)

    phrases = versions.phrases_of(evening)
    assert sorted(phrase.text for phrase in phrases) == sorted(LINES)
    assert [phrase.position for phrase in phrases] == sorted({phrase.position for phrase in phrases})
    stitch()
    poem = Harvest.objects.get()
    stitched = poem.stitches.order_by("position").values_list("phrase__text", flat=True)
    assert list(stitched) == [phrase.text for phrase in phrases]


def test_words_that_wait_while_the_poem_is_given_come_too_late(evening, catcher):
    """Who had to wait for the lock sees what the one before has done."""
    round_, giving = rounds.round_of(evening), Event()
    catching.catch(round_, lines=["the kettle"], by=catcher, nonce="a", now=now())
    poem = harvesting.begin(evening, catcher=catcher, now=now())

    def give():
        with transaction.atomic():
            harvesting.give(poem, by=catcher, version=poem.version, now=now())
            giving.set()
            time.sleep(0.5)  # until the other waits

    def catch():
        giving.wait(10)
        with pytest.raises(PoemIsGiven):
            catching.catch(round_, lines=["too late"], by=catcher, nonce="b", now=now())

    assert at_once(give, catch) == [None, None]
    assert Phrase.objects.count() == 1


@pytest.mark.parametrize("arrangement", list(stitching.Arrangement))
def test_stitched_a_hundred_times_it_is_one_poem(evening, catcher, arrangement):
    catching.catch(rounds.round_of(evening), lines=LINES, by=catcher, nonce="c", now=now())
    phrases = versions.phrases_of(evening)

    poems = {
        hashlib.sha256(
            text_of(harvesting.proposed(evening, phrases, arrangement, seed=7), phrases).encode()
        ).hexdigest()
        for _ in range(100)
    }

    assert len(poems) == 1


def test_one_check_in_sent_five_times_among_others_is_one(evening):
    round_ = rounds.round_of(evening)
    members = [make_member(evening.circle, f"Member {number}") for number in range(6)]
    sendings = [(member, f"{member.pk}-{number}") for member in members for number in range(2)] * 5
    random.Random(7).shuffle(sendings)

    def send(mine):
        return [
            rounds.bring(round_, membership=member, words="still in my coat", nonce=nonce, now=now())
            for member, nonce in mine
        ]

    shares = batched(sendings, len(sendings) // HANDS, strict=True)
    outcomes = at_once(*(lambda mine=mine: send(mine) for mine in shares))

    assert all(isinstance(outcome, list) for outcome in outcomes)
    assert sorted(CheckIn.objects.values_list("nonce", flat=True)) == sorted({nonce for _, nonce in sendings})
    assert not Phrase.objects.exists()
