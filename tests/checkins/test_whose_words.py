"""Words belong to their speaker: what a catcher, another member or an archive might do with them all the same."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins import erasing
from checkins.models import CheckIn, Draft, Flame, Harvest, Phrase, Print, SaidAloud
from checkins.phrases import catching
from checkins.poem import drafts, harvesting, putting_right, reading_back
from checkins.refusals import LineIsGone, NotYours, PoemIsGiven
from checkins.tonight import rounds
from checkins.travelling import aloud, consent
from circles.models import Circle
from tests.checkins.speaking import address, bring, catch, line
from tests.whole_circle import brought_in, empty_site, files_of, taken_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(evening, catcher, ines):
    """A first catch: a line of Ines, and one of nobody."""
    catch(evening, catcher, "hers", nonce="a", speaker=ines)
    catch(evening, catcher, "nobody's", nonce="b")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    return reading_back.read_back(harvest, by=catcher, now=now())


def say_right(ines):
    putting_right.is_right(line("hers"), by=ines, now=now())


def change_a_word(ines):
    putting_right.put_right(line("hers"), words="hers, still", by=ines, now=now())


def claim(ines):
    Phrase.objects.filter(text="hers").update(speaker=None)
    consent.claim(line("hers"), by=ines, now=now())


@pytest.mark.parametrize("speak", [say_right, change_a_word, claim])
@pytest.mark.parametrize("to", ["nobody", "the catcher"])
def test_no_catcher_takes_a_line_from_a_speaker_who_has_spoken_of_it(draft, catcher, ines, speak, to):
    speak(ines)
    hers = Phrase.objects.get(text__startswith="hers")

    with pytest.raises(NotYours):
        catching.put_name_right(hers, speaker=catcher if to == "the catcher" else None, by=catcher, now=now())

    hers.refresh_from_db()
    assert hers.speaker == ines


@pytest.mark.parametrize("to", ["nobody", "the catcher"])
@pytest.mark.parametrize("since", ["it was read back", "she took her yes back"])
def test_no_catcher_takes_her_line_from_who_says_nothing_of_it(
    client, evening, catcher, ines, draft, to, since
):
    if since != "it was read back":
        aloud.keep(evening, membership=ines, by=catcher, now=now())
        aloud.take_back(evening, by=ines, now=now())
        Harvest.objects.update(read_back_at=None)
    client.force_login(catcher.person)

    place = address("phrase_speaker", evening, line("hers").pk)
    page = client.post(place, {"speaker": catcher.pk if to == "the catcher" else ""})
    client.post(address("phrase_words", evening, line("hers").pk), {"words": "CANARY"})

    assert "Only the one who said these words" in page.text
    assert line("hers").speaker == ines


def test_a_line_of_nobodys_is_named_also_after_the_read_back_and_stays_so(evening, catcher, ines, luc, draft):
    catching.put_name_right(line("nobody's"), speaker=luc, by=catcher, now=now())
    catching.put_name_right(line("nobody's"), speaker=luc, by=catcher, now=now())
    with pytest.raises(NotYours):
        catching.put_name_right(line("nobody's"), speaker=ines, by=catcher, now=now())

    assert line("nobody's").speaker == luc


def test_a_line_claimed_a_moment_ago_is_not_undone_by_a_catcher_whose_page_is_behind(draft, catcher, ines):
    behind = line("nobody's")
    Phrase.objects.filter(pk=behind.pk).update(caught_by=None)
    behind.refresh_from_db()
    consent.claim(line("nobody's"), by=ines, now=now())

    with pytest.raises(NotYours):
        catching.undo(behind, by=catcher, now=now())

    assert line("nobody's").speaker == ines


def test_a_line_given_back_and_claimed_by_another_is_left_out_by_its_speaker_alone(draft, ines, luc):
    behind = line("hers")
    consent.give_back(line("hers"), by=ines)
    consent.claim(line("hers"), by=luc, now=now())

    with pytest.raises(NotYours):
        consent.leave_out(behind, by=ines, now=now())

    assert line("hers").speaker == luc


def test_a_line_that_has_just_gone_has_no_name_to_put_right(evening, catcher, ines):
    [gone] = catch(evening, catcher, "a slip", speaker=ines)
    Phrase.objects.all().delete()

    with pytest.raises(LineIsGone):
        catching.put_name_right(gone, speaker=None, by=catcher, now=now())


def test_what_was_misheard_is_put_right_until_it_is_read_back_and_while_it_is_nobodys(
    evening, catcher, ines, draft
):
    def mend(was, words):
        catching.put_words_right(line(was), words=words, by=catcher, now=now())

    with pytest.raises(NotYours):
        mend("hers", "CANARY")
    mend("nobody's", " nobody’s, still")
    Harvest.objects.update(read_back_at=None)
    before = Harvest.objects.get().version
    mend("hers", "hers, heard")
    mend("hers, heard", "hers, heard")

    assert list(Phrase.objects.values_list("text", flat=True)) == ["hers, heard", " nobody’s, still"]
    assert Harvest.objects.get().version == before + 1


@pytest.mark.parametrize("speak", [say_right, change_a_word, claim])
def test_no_catcher_changes_a_word_of_a_speaker_who_has_spoken_of_it(draft, catcher, ines, speak):
    speak(ines)
    hers = Phrase.objects.get(text__startswith="hers")

    with pytest.raises(NotYours):
        catching.put_words_right(hers, words="CANARY", by=catcher, now=now())

    assert "CANARY" not in Phrase.objects.values_list("text", flat=True)


def test_no_catcher_changes_a_word_of_what_was_brought_or_of_a_poem_that_is_given(
    evening, catcher, ines, draft
):
    [brought] = catch(evening, catcher, "words", nonce="c", checkin=bring(evening, ines, "words"))
    with pytest.raises(NotYours):
        catching.put_words_right(brought, words="CANARY", by=catcher, now=now())
    harvesting.give(draft, by=catcher, version=draft.version, now=now())
    with pytest.raises(PoemIsGiven):
        catching.put_words_right(line("nobody's"), words="CANARY", by=catcher, now=now())

    assert "CANARY" not in Phrase.objects.values_list("text", flat=True)


def test_a_line_that_has_just_gone_has_no_words_to_put_right(evening, catcher):
    [gone] = catch(evening, catcher, "a slip")
    Phrase.objects.all().delete()

    with pytest.raises(LineIsGone):
        catching.put_words_right(gone, words="CANARY", by=catcher, now=now())

    assert not Phrase.objects.exists()


@pytest.mark.parametrize("meanwhile", ["taken back", "said otherwise"])
def test_nothing_is_caught_from_words_that_their_speaker_has_just_taken_back_or_changed(
    evening, catcher, ines, meanwhile
):
    behind = bring(evening, ines, "CANARY words")
    if meanwhile == "taken back":
        rounds.take_back(CheckIn.objects.get(), by=ines, now=now())
    else:
        rounds.correct(CheckIn.objects.get(), words="other words", by=ines, now=now())

    with pytest.raises(LineIsGone):
        catch(evening, catcher, "CANARY words", checkin=behind)

    assert not Phrase.objects.exists()


def test_the_circles_yes_kept_anew_on_another_site_takes_in_no_line_of_the_silent(
    evening, catcher, ines, draft
):
    harvesting.give(draft, by=catcher, version=draft.version, now=now())

    packed = taken_out(evening.circle)
    empty_site()
    arrived = brought_in(packed).circle
    again = taken_out(arrived)
    gathering = Harvest.objects.get().gathering
    SaidAloud.objects.create(gathering=gathering, said_at=now())

    assert [phrase.text for phrase in consent.held_back(Harvest.objects.get())] == ["hers"]
    assert files_of(again)["data/consents.json"] == files_of(packed)["data/consents.json"]


@pytest.mark.parametrize("said", ["nothing", "aloud and taken back"])
def test_no_archive_turns_silence_into_the_circles_yes(evening, catcher, ines, draft, said):
    aloud.keep(evening, membership=None, by=catcher, now=now())
    if said != "nothing":
        aloud.keep(evening, membership=ines, by=catcher, now=now())
        aloud.take_back(evening, by=ines, now=now())
    harvesting.give(draft, by=catcher, version=draft.version, now=now())
    assert [phrase.text for phrase in consent.held_back(draft)] == ["hers"]

    packed = taken_out(evening.circle)
    empty_site()
    arrived = brought_in(packed).circle

    assert "hers" in [phrase.text for phrase in consent.held_back(Harvest.objects.get())]
    if said == "nothing":
        assert line("hers").speaker is None
    else:  # who has spoken of it may still change their mind there
        assert line("hers").speaker.name == "Ines"
    assert taken_out(arrived)
    assert not Flame.objects.exists()
    assert Circle.objects.count() == 1


def test_no_word_reaches_a_public_page_that_who_shared_it_has_not_read(
    client, evening, catcher, ines, luc, draft
):
    """Luc, whose words may travel, claims a line of nobody's in a public poem, and puts others in its place."""
    for member in (ines, luc, None):
        aloud.keep(evening, membership=member, by=catcher, now=now())
    harvest = harvesting.give(draft, by=catcher, version=draft.version, now=now())
    public = reverse("shared_poem", args=[consent.share(harvest, by=catcher, now=now()).public_slug])
    consent.claim(line("nobody's"), by=luc, now=now())
    assert client.get(public).status_code == 200
    client.force_login(luc.person)

    place = address("line_change", evening, line("nobody's").pk)
    same = client.post(place, {"words": "nobody's"}, follow=True)
    assert ("back into the circle" in same.text, client.get(public).status_code) == (False, 200)
    page = client.post(place, {"words": "CANARY, buy here"}, follow=True)

    assert "the poem came back into the circle, until it is shared again." in page.text
    assert client.get(public).status_code == 404
    consent.share(harvest, by=catcher, now=now())  # who shared it has read it again
    assert "CANARY" in client.get(public).text


def test_words_corrected_that_were_taken_back_a_moment_ago_are_refused(evening, ines):
    behind = bring(evening, ines)
    rounds.take_back(CheckIn.objects.get(), by=ines, now=now())

    with pytest.raises(LineIsGone):
        rounds.correct(behind, words="back again", by=ines, now=now())

    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("keep_words", [True, False])
def test_who_is_erased_is_in_no_book_and_thanked_in_no_poem(evening, catcher, ines, luc, draft, keep_words):
    thanks = "Ines, Inesita"
    drafts.name(draft, title="", thanks=thanks, made_on=draft.draft_id, by=catcher, now=now())
    Print.objects.create(kind="book", circle=evening.circle, year=2026, key="0", state="ready")

    erasing.erase(ines, keep_words=keep_words, now=now())

    assert not Print.objects.exists()
    assert Harvest.objects.get().thanks == "…, Inesita"
    assert set(Draft.objects.values_list("thanks", flat=True)) == {"", "…, Inesita"}


def test_the_circles_yes_goes_with_a_poem_in_which_nobody_is_silent(evening, catcher, ines):
    catch(evening, catcher, "nobody's")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    aloud.keep(evening, membership=None, by=catcher, now=now())

    packed = taken_out(evening.circle)
    empty_site()
    brought_in(packed)

    assert not consent.held_back(Harvest.objects.get()).exists()
