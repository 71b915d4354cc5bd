"""The round's verbs: words kept as they are, once, changed only by their speaker, and let go in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from checkins.models import CheckIn, Harvest, Phrase, Round
from checkins.phrases import catching
from checkins.poem import harvesting, versions
from checkins.refusals import NotYet, NotYours, PoemIsGiven
from checkins.tonight import rounds
from circles.chapters import chapters
from gatherings.models import Status
from gatherings.refusals import IsCalledOff
from tests.making import make_gathering, make_host, make_member

pytestmark = pytest.mark.django_db


def bring(evening, member, words="  the kettle, patient ", nonce="n1"):
    return rounds.bring(rounds.round_of(evening), membership=member, words=words, nonce=nonce, now=now())


def caught(evening, catcher, *lines, **fields):
    return catching.catch(rounds.round_of(evening), lines=lines, by=catcher, nonce="c1", now=now(), **fields)


def test_words_are_kept_character_for_character(evening, ines):
    words = "  two spaces, a tab\tand é \U0001f54a\n"

    assert bring(evening, ines, words).words == words
    assert CheckIn.objects.get().words == words


def test_one_nonce_sent_five_times_is_one_check_in(evening, ines):
    for _time in range(5):
        bring(evening, ines, nonce="same")
        bring(evening, ines, nonce="other")

    assert sorted(CheckIn.objects.values_list("nonce", flat=True)) == ["other", "same"]


def test_nobody_takes_over_anothers_nonce(evening, ines, catcher):
    bring(evening, ines)

    with pytest.raises(NotYours):
        bring(evening, catcher, words="mine now")
    assert CheckIn.objects.get().membership == ines


def test_words_wait_for_the_day():
    gathering = make_gathering()
    with pytest.raises(NotYet):
        bring(gathering, make_member(gathering.circle))
    assert not CheckIn.objects.exists()


def test_a_gathering_called_off_takes_no_words(evening, ines):
    evening.status = Status.CALLED_OFF
    evening.save()

    with pytest.raises(IsCalledOff):
        bring(evening, ines)


def test_words_come_from_afar_until_the_poem_is_given(evening, ines, catcher):
    rounds.close_round(rounds.open_round(rounds.round_of(evening), question="", now=now()), now=now())
    bring(evening, ines, nonce="late")
    caught(evening, catcher, "the kettle")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=1, now=now())

    with pytest.raises(PoemIsGiven):
        bring(evening, ines, nonce="too late")
    assert CheckIn.objects.get().nonce == "late"


def test_a_stranger_cannot_bring_words(evening):
    with pytest.raises(ValueError, match="another circle"):
        bring(evening, make_member())


def test_many_lines_become_phrases_in_their_order(evening, catcher, ines):
    phrases = caught(evening, catcher, " a ", "", "c", speaker=ines)

    assert [(p.text, p.is_silence, p.speaker, p.position) for p in phrases] == [
        (" a ", False, ines, 1),
        ("", True, None, 2),
        ("c", False, ines, 3),
    ]


def test_lines_caught_twice_with_one_nonce_are_caught_once(evening, catcher):
    first = caught(evening, catcher, "a", "b")
    again = caught(evening, catcher, "a", "b")

    assert [p.pk for p in first] == [p.pk for p in again]
    assert Phrase.objects.count() == 2


def test_only_the_speaker_corrects_and_takes_back(evening, ines, catcher):
    checkin = bring(evening, ines)

    with pytest.raises(NotYours):
        rounds.correct(checkin, words="theirs", by=catcher, now=now())
    with pytest.raises(NotYours):
        rounds.take_back(checkin, by=catcher, now=now())
    rounds.correct(checkin, words="said otherwise", by=ines, now=now())

    assert CheckIn.objects.get().words == "said otherwise"


def test_what_is_taken_back_leaves_the_poem_too(evening, ines, catcher):
    checkin = bring(evening, ines, "the kettle, patient")
    caught(evening, catcher, "the kettle", checkin=checkin)
    catching.catch(rounds.round_of(evening), lines=["stays"], by=catcher, nonce="c2", now=now())
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=1, now=now())

    rounds.take_back(checkin, by=ines, now=now())

    harvest.refresh_from_db()
    assert [s.phrase.text for s in harvest.stitches.all()] == ["stays"]
    assert harvest.version == 2
    assert not CheckIn.objects.exists()


def test_a_catcher_undoes_what_nobody_claimed_but_not_anothers_stitched_words(evening, ines, catcher):
    mine, theirs = caught(evening, catcher, "nobody’s")[0], None
    theirs = catching.catch(
        rounds.round_of(evening), lines=["hers"], by=catcher, speaker=ines, nonce="c2", now=now()
    )[0]
    harvesting.begin(evening, catcher=catcher, now=now())
    other_host = make_host(evening.circle)

    catching.undo(mine, by=other_host, now=now())
    with pytest.raises(NotYours):
        catching.undo(theirs, by=other_host, now=now())

    assert list(Phrase.objects.all()) == [theirs]


def test_nobody_undoes_a_line_of_a_poem_that_is_the_circles(evening, ines, catcher):
    line, hers = caught(evening, catcher, "nobody’s")[0], bring(evening, ines, "hers")
    catching.catch(rounds.round_of(evening), lines=["hers"], by=catcher, checkin=hers, nonce="c2", now=now())
    harvesting.give(harvesting.begin(evening, catcher=catcher, now=now()), by=catcher, version=1, now=now())

    for host in (catcher, make_host(evening.circle)):
        with pytest.raises(PoemIsGiven):
            catching.undo(line, by=host, now=now())
    rounds.take_back(hers, by=ines, now=now())

    assert list(Phrase.objects.all()) == [line]


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_thirty_days_after_the_poem_raw_words_are_let_go(evening, ines, catcher, days, kept):
    bring(evening, ines)
    caught(evening, catcher, "in", "left out")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.arrange(
        harvest,
        placed=list(harvesting.proposed(evening, versions.phrases_of(evening), "as-spoken"))[:1],
        title="",
        thanks="",
        version=1,
        by=catcher,
        now=now(),
    )
    Harvest.objects.update(given_at=datetime(2026, 3, 1, tzinfo=UTC))

    for chapter in chapters() * 2:
        chapter.due(now=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=days))

    assert CheckIn.objects.exists() is kept
    assert set(Phrase.objects.values_list("text", flat=True)) == ({"in", "left out"} if kept else {"in"})
    assert Round.objects.filter(let_go_at__isnull=kept).count() == 1
