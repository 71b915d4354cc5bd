"""What is said here stays here: what a poem no longer needs is let go thirty days after it is given."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from checkins import erasing, letting_go
from checkins.chapter import CheckinsChapter
from checkins.models import CheckIn, Consent, Draft, Flame, Harvest, Leave, Phrase, Round, SaidAloud, Voice
from checkins.poem import harvesting
from checkins.refusals import IsLetGo, NotYours
from checkins.tonight import rounds
from checkins.travelling import aloud, consent
from tests.checkins.speaking import bring, catch, line
from tests.making import make_gathering, make_member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def people(evening):
    return {name: make_member(evening.circle, name) for name in ("Quiet", "Page", "Aloud", "Back")}


@pytest.fixture
def poem(evening, catcher, people):
    """A given poem with a line of each, one of nobody, one that was left out; flames, words brought, a draft."""
    for name, member in people.items():
        catch(evening, catcher, f"a line of {name}", nonce=name, speaker=member)
    catch(evening, catcher, "nobody's", nonce="n")
    catch(evening, catcher, "CANARY left out", nonce="o", speaker=people["Quiet"])
    bring(evening, people["Page"], "CANARY brought")
    Flame.objects.get_or_create(
        round=rounds.round_of(evening), membership=people["Quiet"], defaults={"state": "lit"}
    )
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvest.stitches.filter(phrase__text="CANARY left out").delete()
    Draft.objects.create(harvest=harvest, title="CANARY title")
    harvest = harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    consent.say([line("a line of Page")], leave=Leave.TRAVELS, by=people["Page"], now=now())
    for name in ("Aloud", "Back"):
        aloud.keep(evening, membership=people[name], by=catcher, now=now())
    aloud.take_back(evening, by=people["Back"], now=now())
    return harvest


def heartbeat(poem, after=letting_go.KEPT_FOR):
    return CheckinsChapter().due(now=poem.given_at + after)


def test_nothing_is_let_go_before_its_day(evening, poem):
    before = Phrase.objects.count(), CheckIn.objects.count(), Flame.objects.count()

    assert heartbeat(poem, letting_go.KEPT_FOR - timedelta(seconds=1)) == 0
    assert (Phrase.objects.count(), CheckIn.objects.count(), Flame.objects.count()) == before


def test_raw_words_left_out_lines_flames_and_drafts_go_and_the_poem_stays(evening, poem):
    texts = [stitch.phrase.text for stitch in poem.stitches.select_related("phrase")]

    assert heartbeat(poem) == 1

    assert not CheckIn.objects.exists()
    assert not Flame.objects.exists()
    assert not Draft.objects.exists()
    assert not Phrase.objects.filter(text__startswith="CANARY").exists()
    assert [stitch.phrase.text for stitch in poem.stitches.select_related("phrase")] == texts
    assert Round.objects.filter(let_go_at=poem.given_at + letting_go.KEPT_FOR).count() == 1
    assert heartbeat(poem) == 0  # done once


def test_a_line_keeps_its_speaker_only_where_they_said_something_of_it(evening, poem, people):
    heartbeat(poem)

    assert dict(Phrase.objects.values_list("text", "speaker__name")) == {
        "a line of Page": "Page",
        "a line of Aloud": "Aloud",
        "a line of Quiet": None,
        "a line of Back": "Back",  # taken back, it was spoken of: nobody else claims it and lets it travel
        "nobody's": None,
    }
    assert set(Phrase.objects.values_list("caught_by", flat=True)) == {None}
    quiet = Consent.objects.get(phrase__text="a line of Quiet")
    assert (quiet.leave, quiet.voice, quiet.by) == (Leave.STAYS, Voice.QUIET, None)


def test_a_silent_line_stays_even_where_the_circle_said_yes_and_can_still_be_claimed(
    evening, poem, catcher, people
):
    aloud.keep(evening, membership=None, by=catcher, now=now())
    heartbeat(poem)
    assert [each.text for each in consent.held_back(poem)] == ["a line of Quiet", "a line of Back"]

    consent.claim(line("a line of Quiet"), by=people["Quiet"], now=now())

    assert line("a line of Quiet").speaker == people["Quiet"]
    assert not Consent.objects.filter(phrase__text="a line of Quiet").exists()
    consent.say([line("a line of Quiet")], leave=Leave.TRAVELS, by=people["Quiet"], now=now())
    assert [each.text for each in consent.held_back(poem)] == ["a line of Back"]


@pytest.mark.parametrize("meanwhile", ["nothing", "may travel"])
def test_a_silent_line_that_somebody_else_claimed_and_gave_back_stays_again(
    evening, poem, catcher, people, meanwhile
):
    aloud.keep(evening, membership=None, by=catcher, now=now())
    heartbeat(poem)
    since = Consent.objects.get(phrase__text="a line of Quiet").given_at
    consent.claim(line("a line of Quiet"), by=people["Page"], now=now())
    if meanwhile != "nothing":
        consent.say([line("a line of Quiet")], leave=Leave.TRAVELS, by=people["Page"], now=now())

    consent.give_back(line("a line of Quiet"), by=people["Page"])

    assert [each.text for each in consent.held_back(poem)] == ["a line of Quiet", "a line of Back"]
    said = Consent.objects.get(phrase__text="a line of Quiet")
    assert (said.leave, said.voice, said.by, said.given_at) == (Leave.STAYS, Voice.QUIET, None, since)
    consent.claim(line("a line of Quiet"), by=people["Quiet"], now=now())  # who did say it still can


def test_who_spoke_may_change_their_mind_for_good_after_that(evening, poem, people):
    heartbeat(poem)

    consent.say([line("a line of Page")], leave=Leave.STAYS, by=people["Page"], now=now())
    aloud.take_back(evening, by=people["Aloud"], now=now())
    consent.leave_out(line("a line of Aloud"), by=people["Aloud"], now=now())

    assert not Phrase.objects.filter(text="a line of Aloud").exists()
    assert SaidAloud.objects.filter(taken_back_at=None).count() == 0


def test_a_line_held_for_somebody_erased_is_still_nobodys_to_claim(evening, poem, people):
    erasing.erase(people["Page"], keep_words=True, now=now())
    heartbeat(poem)

    with pytest.raises(NotYours):
        consent.claim(line("a line of Page"), by=people["Quiet"], now=now())


def test_an_evening_without_a_poem_is_let_go_of_whole_four_months_after_its_last_words(
    evening, catcher, ines
):
    catch(evening, catcher, "CANARY caught")
    bring(evening, ines, "CANARY brought")
    harvesting.begin(evening, catcher=catcher, now=now())
    limit = now() + letting_go.WITHOUT_A_POEM + DAY
    chapter = CheckinsChapter()

    assert chapter.due(now=limit - 2 * DAY) == 0
    assert chapter.due(now=limit) == 1

    assert not Phrase.objects.exists()
    assert not CheckIn.objects.exists()
    assert not Harvest.objects.exists()
    with pytest.raises(IsLetGo):
        catch(evening, catcher, "too late", nonce="z")


def test_notes_of_an_evening_long_ago_are_kept_as_long_as_those_of_a_new_one(evening, catcher):
    long_ago = make_gathering(evening.circle, (now() - timedelta(days=400)).date())
    catch(long_ago, catcher, "from an old notebook")

    assert CheckinsChapter().due(now=now() + DAY) == 0
    assert Phrase.objects.exists()
