"""The poem's verbs: a draft as spoken, saved whole, given once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from checkins import stitching
from checkins.models import Harvest, Phrase, SeamKind, Stitch, StitchKind
from checkins.phrases import catching
from checkins.poem import harvesting, stitched, versions
from checkins.poem.steps import Placed
from checkins.refusals import MeanwhileChanged, NoWordsYet, PoemIsGiven
from checkins.tonight import rounds
from tests.making import make_gathering_now, make_host

pytestmark = pytest.mark.django_db

LINES = ["the kettle, patient", "and half of me", "on the bus", "oh! there’s cake"]


@pytest.fixture
def harvest(evening, catcher):
    catching.catch(rounds.round_of(evening), lines=LINES, by=catcher, nonce="c", now=now())
    return harvesting.begin(evening, catcher=catcher, now=now())


def words(harvest):
    return [stitch.phrase.text if stitch.phrase else stitch.added for stitch in harvest.stitches.all()]


def test_the_first_draft_is_as_spoken(harvest):
    assert words(harvest) == LINES


def test_begun_twice_it_is_one_poem(harvest, evening, catcher):
    assert harvesting.begin(evening, catcher=catcher, now=now()) == harvest
    assert Harvest.objects.count() == 1


def test_without_words_there_is_nothing_to_stitch(evening, catcher):
    with pytest.raises(NoWordsYet):
        harvesting.begin(evening, catcher=catcher, now=now())


@pytest.mark.parametrize("arrangement", list(stitching.Arrangement))
def test_every_order_holds_every_phrase_once(harvest, evening, arrangement):
    phrases = versions.phrases_of(evening)

    placed = harvesting.proposed(evening, phrases, arrangement, seed=7)

    assert sorted(each.phrase for each in placed) == sorted(phrase.pk for phrase in phrases)


def test_a_draft_is_saved_whole_and_its_words_stay_the_phrases(harvest, evening, catcher):
    first, *_others, last = versions.phrases_of(evening)
    placed = [
        Placed(SeamKind.LINE, phrase=last.pk),
        Placed(SeamKind.DASH, StitchKind.ADDED, added="but"),
        Placed(SeamKind.STANZA, phrase=first.pk),
        Placed(SeamKind.STANZA, StitchKind.REFRAIN, phrase=last.pk),
    ]
    kept_uid = Stitch.objects.get(phrase=first).uid

    saved = harvesting.arrange(
        harvest, placed=placed, title=" Cake ", thanks="Ines", version=1, by=catcher, now=now()
    )

    core = stitched.as_core(list(saved.stitches.select_related("phrase")))
    assert stitching.render(core) == "oh! there’s cake – but\n\nthe kettle, patient\n\noh! there’s cake"
    assert (saved.title, saved.thanks, saved.version) == (" Cake ", "Ines", 2)
    assert Stitch.objects.get(phrase=first).uid == kept_uid
    assert not Stitch.objects.exclude(added="").filter(phrase__isnull=False).exists()


def test_two_catchers_at_once_overwrite_nothing(harvest, catcher):
    keep = [Placed(SeamKind.LINE, phrase=stitch.phrase_id) for stitch in harvest.stitches.all()]
    harvesting.arrange(harvest, placed=keep[:2], title="first", thanks="", version=1, by=catcher, now=now())

    with pytest.raises(MeanwhileChanged):
        harvesting.arrange(
            harvest, placed=keep[2:], title="second", thanks="", version=1, by=catcher, now=now()
        )

    assert Harvest.objects.get().title == "first"
    assert words(Harvest.objects.get()) == LINES[:2]


def test_a_phrase_of_another_evening_cannot_be_stitched_in(harvest, catcher):
    other = make_gathering_now()
    foreign = catching.catch(
        rounds.round_of(other), lines=["CANARY"], by=make_host(other.circle), nonce="c", now=now()
    )[0]

    placed = [Placed(SeamKind.LINE, phrase=foreign.pk)]
    with pytest.raises(ValueError, match="this gathering"):
        harvesting.arrange(harvest, placed=placed, title="", thanks="", version=1, by=catcher, now=now())


def test_once_given_it_stays_as_given(harvest, catcher):
    given = harvesting.give(harvest, by=catcher, version=1, now=now())
    again = harvesting.give(harvest, by=catcher, version=1, now=now())

    assert given.given_at == again.given_at
    with pytest.raises(PoemIsGiven):
        harvesting.arrange(harvest, placed=[], title="", thanks="", version=1, by=catcher, now=now())


def test_an_empty_poem_is_not_given(harvest, catcher):
    harvesting.arrange(harvest, placed=[], title="", thanks="", version=1, by=catcher, now=now())

    with pytest.raises(NoWordsYet):
        harvesting.give(harvest, by=catcher, version=2, now=now())


def test_the_database_itself_holds_a_stitch_to_its_phrase(harvest):
    phrase = Phrase.objects.first()
    for wrong in (
        {"kind": StitchKind.SAID, "added": "a copy", "phrase": phrase},
        {"kind": StitchKind.ADDED, "added": ""},
        {"kind": StitchKind.SAID, "phrase": phrase},  # said twice
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stitch.objects.create(harvest=harvest, position=99, seam=SeamKind.LINE, **wrong)
