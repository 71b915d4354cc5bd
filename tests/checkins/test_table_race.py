"""Many hands at once around the stitching table: each line once, each step kept, one poem in the end (R8, R9)."""

import hashlib

import pytest
from django.utils.timezone import now

from checkins import stitching
from checkins.models import Draft, Harvest, Phrase
from checkins.phrases import catching
from checkins.poem import drafts, harvesting, stitched, versions
from checkins.poem.steps import Step, Verb, said
from checkins.refusals import LineIsGone
from checkins.tonight import rounds
from tests.at_once import at_once
from tests.making import make_host, make_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
HANDS = 10


def sha256(harvest):
    fresh = Harvest.objects.get(pk=harvest.pk)
    poem = stitching.render(stitched.as_core(list(fresh.stitches.select_related("phrase"))))
    return hashlib.sha256(poem.encode()).hexdigest()


def keep_seen(harvest):
    return Harvest.objects.get(pk=harvest.pk).draft_id


def test_thirty_check_ins_come_and_are_caught_while_two_stitch_and_each_line_stands_once(evening, catcher):
    """R9: 30 concurrent check-ins while stitching; then 100 re-stitches give one SHA-256."""
    anna = make_host(evening.circle, "Anna")
    people = [make_member(evening.circle, f"Member {number}") for number in range(30)]
    catching.catch(rounds.round_of(evening), lines=["begun", "before"], by=catcher, nonce="first", now=now())
    harvest = harvesting.begin(evening, catcher=catcher, now=now())

    def bring(members):
        for member in members:
            words = f"what {member.name} brought"
            checkin = rounds.bring(
                rounds.round_of(evening), membership=member, words=words, nonce=f"n{member.pk}", now=now()
            )
            for _again in range(2):  # the answer was lost, and it is sent once more (R8)
                catching.catch(
                    rounds.round_of(evening),
                    lines=[words],
                    by=catcher,
                    checkin=checkin,
                    nonce=f"c{member.pk}",
                    now=now(),
                )

    def stitch(hand):
        for _ in range(12):
            seen, caught = keep_seen(harvest), versions.phrases_of(evening)
            step = Step(verb=Verb.IN, what=said(caught[-1].pk), after=said(caught[0].pk))
            drafts.take(harvest, step, made_on=seen, by=hand, now=now())
            step = Step(verb=Verb.UP, what=said(caught[-1].pk))
            drafts.take(harvest, step, made_on=seen_or_later(seen, caught[-1]), by=hand, now=now())

    def seen_or_later(seen, phrase):
        """Return a draft in which the phrase stands, as somebody sees it who has just put it in."""
        now_seen = Draft.objects.get(pk=keep_seen(harvest))
        return now_seen.pk if any(place[2] == phrase.pk for place in now_seen.places) else seen

    shares = [people[start::8] for start in range(8)]
    outcomes = at_once(
        lambda: stitch(catcher), lambda: stitch(anna), *(lambda share=share: bring(share) for share in shares)
    )
    assert [each for each in outcomes if each and not isinstance(each, LineIsGone)] == []

    phrases = versions.phrases_of(evening)
    assert len(phrases) == 32
    assert sorted(harvest.stitches.values_list("position", flat=True)) == list(
        range(1, harvest.stitches.count() + 1)
    )
    for phrase in phrases:
        step = Step(verb=Verb.IN, what=said(phrase.pk))
        drafts.take(harvest, step, made_on=keep_seen(harvest), by=catcher, now=now())
    standing = list(harvest.stitches.values_list("phrase", flat=True))
    assert sorted(standing) == sorted(Phrase.objects.values_list("pk", flat=True))

    assert len({sha256(harvest) for _ in range(100)}) == 1
    poems = set()
    for _ in range(100):
        placed = harvesting.proposed(evening, phrases, stitching.Arrangement.RESONANCE)
        version = Harvest.objects.get().version
        harvesting.arrange(
            harvest, placed=placed, title="", thanks="", version=version, by=catcher, now=now()
        )
        poems.add(sha256(harvest))
    assert len(poems) == 1


def test_of_steps_made_at_once_none_is_lost(evening, catcher):
    lines = catching.catch(
        rounds.round_of(evening),
        lines=[f"Line {number}" for number in range(HANDS)],
        by=catcher,
        nonce="c",
        now=now(),
    )
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    seen, hands = harvest.draft_id, [make_host(evening.circle) for _ in range(HANDS)]
    seams = [stitching.Seam.DASH if number % 2 else stitching.Seam.STANZA for number in range(HANDS)]

    def join(number):
        step = Step(verb=Verb.SEAM, what=said(lines[number].pk), seam=seams[number])
        return drafts.take(harvest, step, made_on=seen, by=hands[number], now=now())

    def add(number):
        step = Step(verb=Verb.ADD, words=f"word {number}", mark=f"{number:032}", after=said(lines[0].pk))
        return drafts.take(harvest, step, made_on=seen, by=hands[number], now=now())

    doings = [lambda number=number: join(number) for number in range(HANDS)]
    doings += [lambda number=number: add(number) for number in range(HANDS)]
    outcomes = at_once(*doings)

    assert not [each for each in outcomes if isinstance(each, Exception)]
    added = set(harvest.stitches.exclude(added="").values_list("added", flat=True))
    assert added == {f"word {number}" for number in range(HANDS)}
    standing = dict(harvest.stitches.filter(kind="said").values_list("phrase", "seam"))
    for number, kept in enumerate(outcomes[:HANDS]):
        place = (
            next(place for place in kept.places if place[2] == lines[number].pk)
            if kept
            else [standing[lines[number].pk]]
        )
        assert place[0] == seams[number]


def test_a_line_taken_back_while_two_stitch_is_in_no_version(evening, catcher):
    lines = catching.catch(
        rounds.round_of(evening), lines=["stays", "goes", "stays too"], by=catcher, nonce="c", now=now()
    )
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    anna = make_host(evening.circle, "Anna")

    def move(hand):
        for verb in (Verb.UP, Verb.DOWN) * 6:
            try:
                step = Step(verb=verb, what=said(lines[1].pk))
                drafts.take(harvest, step, made_on=keep_seen(harvest), by=hand, now=now())
            except LineIsGone:
                return "gone"
        return "done"

    outcomes = at_once(
        lambda: move(catcher), lambda: move(anna), lambda: catching.undo(lines[1], by=catcher, now=now())
    )

    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert set(harvest.stitches.values_list("phrase__text", flat=True)) == {"stays", "stays too"}
