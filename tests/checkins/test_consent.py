"""Whose words may travel, and a poem beyond its circle."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Consent, Leave, Phrase
from checkins.poem import harvesting
from checkins.refusals import MayNotTravel, NotGivenYet, NotYours
from checkins.travelling import consent
from tests.checkins.speaking import address, catch, line, say_of_mine
from tests.making import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def poem(evening, catcher, ines, luc):
    """A given poem: a line of Ines, one of Luc, a silence, and a word the catcher added."""
    catch(evening, catcher, "the kettle, patient", nonce="a", speaker=ines)
    catch(evening, catcher, "snow on the steps", nonce="b", speaker=luc)
    catch(evening, catcher, "", nonce="c")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    return harvesting.give(harvest, by=catcher, version=1, now=now())


def all_may_travel(poem):
    for phrase in Phrase.objects.filter(is_silence=False, speaker__isnull=False):
        consent.say([phrase], leave=Leave.TRAVELS, by=phrase.speaker, now=now())


def test_a_line_nobody_spoke_about_stays(poem):
    assert [phrase.text for phrase in consent.held_back(poem)] == ["the kettle, patient", "snow on the steps"]


def test_only_its_speaker_says_of_a_line_that_it_may_travel(poem, ines, luc, catcher):
    for somebody in (luc, catcher):
        with pytest.raises(NotYours):
            consent.say([line("the kettle, patient")], leave=Leave.TRAVELS, by=somebody, now=now())

    consent.say([line("the kettle, patient")], leave=Leave.TRAVELS, by=ines, now=now())

    assert [phrase.text for phrase in consent.held_back(poem)] == ["snow on the steps"]


def test_saying_it_twice_is_one_consent_and_the_last_word_counts(poem, ines):
    for leave in (Leave.TRAVELS, Leave.TRAVELS, Leave.STAYS):
        consent.say([line("the kettle, patient")], leave=leave, by=ines, now=now())

    assert Consent.objects.get().leave == Leave.STAYS


def test_a_poem_is_shared_only_when_each_line_may_travel(poem, catcher):
    with pytest.raises(MayNotTravel):
        consent.share(poem, by=catcher, now=now())

    all_may_travel(poem)

    assert consent.share(poem, by=catcher, now=now()).shared_at


def test_a_draft_is_not_shared(evening, catcher):
    catch(evening, catcher, "a line")
    draft = harvesting.begin(evening, catcher=catcher, now=now())

    with pytest.raises(NotGivenYet):
        consent.share(draft, by=catcher, now=now())


@pytest.mark.parametrize("change", ["stays", "claimed", "given back"])
def test_a_poem_comes_back_the_moment_a_line_may_not_travel(
    client, evening, poem, catcher, ines, luc, change
):
    all_may_travel(poem)
    shared = consent.share(poem, by=catcher, now=now())
    public = reverse("shared_poem", args=[shared.public_slug])
    before = client.get(public)

    if change == "stays":
        consent.say([line("the kettle, patient")], leave=Leave.STAYS, by=ines, now=now())
    elif change == "given back":
        consent.give_back(line("the kettle, patient"), by=ines)
    else:
        Phrase.objects.filter(speaker=ines).update(speaker=None)  # as one who was erased would leave it
        consent.claim(line("the kettle, patient"), by=luc, now=now())

    assert before.status_code == 200
    assert client.get(public).status_code == 404


def test_a_line_left_out_leaves_the_shared_poem_and_the_others_stand_as_they_were(
    client, poem, catcher, ines
):
    all_may_travel(poem)
    public = reverse("shared_poem", args=[consent.share(poem, by=catcher, now=now()).public_slug])

    consent.leave_out(line("the kettle, patient"), by=ines, now=now())

    page = client.get(public).text
    assert "the kettle, patient" not in page
    assert "snow on the steps" in page


def test_shared_called_back_and_shared_again_it_has_the_same_address(poem, catcher):
    all_may_travel(poem)
    first = consent.share(poem, by=catcher, now=now()).public_slug
    consent.call_back(poem, by=catcher)

    assert consent.share(poem, by=catcher, now=now()).public_slug == first


def test_the_shared_page_names_nobody_and_needs_no_sign_in(client, poem, catcher):
    poem.title, poem.thanks = "First snow", "Ines, who listened"
    poem.save()
    all_may_travel(poem)
    shared = consent.share(poem, by=catcher, now=now())

    page = client.get(reverse("shared_poem", args=[shared.public_slug]))

    assert page.status_code == 200
    assert "First snow" in page.text
    for name in ("Ines", "Luc", "Noor"):
        assert name not in page.text


def test_the_list_of_poems_says_which_one_travels_and_that_the_others_stay(client, poem, catcher):
    client.force_login(catcher.person)
    path = reverse("poems", args=[catcher.circle.slug])
    assert "They stay in the circle.<" in client.get(path).text

    all_may_travel(poem)
    shared = consent.share(poem, by=catcher, now=now())
    page = client.get(path).text

    assert reverse("shared_poem", args=[shared.public_slug]) in page
    assert "They stay in the circle.<" not in page
    assert "They stay in the circle, but for those marked here" in page


def test_the_second_to_claim_a_line_is_told_that_it_is_somebody_elses(evening, poem, ines, luc):
    Phrase.objects.update(speaker=None)
    consent.claim(line("the kettle, patient"), by=ines, now=now())
    consent.claim(line("the kettle, patient"), by=ines, now=now())

    with pytest.raises(NotYours):
        consent.claim(line("the kettle, patient"), by=luc, now=now())
    assert line("the kettle, patient").speaker == ines


def test_nobody_of_another_circle_claims_or_shares(poem, ines):
    Phrase.objects.update(speaker=None)
    stranger = make_member()

    with pytest.raises(ValueError, match="another circle"):
        consent.claim(line("the kettle, patient"), by=stranger, now=now())
    with pytest.raises(ValueError, match="another circle"):
        consent.share(poem, by=stranger, now=now())


# --- on the page ----------------------------------------------------------------------------------


def test_i_am_asked_about_my_words_and_only_about_mine(client, evening, poem, ines):
    client.force_login(ines.person)

    page = client.get(address("poem", evening))

    assert [each.phrase.text for each in page.context["my_lines"]] == ["the kettle, patient"]
    assert "May travel" in page.text


def test_somebody_without_words_is_asked_nothing(client, evening, poem):
    client.force_login(make_member(evening.circle).person)

    assert "May travel" not in client.get(address("poem", evening)).text


def test_all_of_mine_may_travel_in_one_press_and_nobody_elses(client, evening, poem, ines, luc):
    client.force_login(ines.person)

    say_of_mine(client, evening, say="travels")

    assert [consent.phrase.text for consent in Consent.objects.all()] == ["the kettle, patient"]


def test_leaving_all_out_at_once_is_not_a_slip_of_the_finger_away(client, evening, poem, ines):
    client.force_login(ines.person)

    page = say_of_mine(client, evening, say="out")

    assert "Choose what becomes of your words." in page.text
    assert Phrase.objects.filter(speaker=ines).exists()


def test_a_line_left_out_twice_is_out_once(client, evening, poem, ines):
    client.force_login(ines.person)
    pk = line("the kettle, patient").pk

    first = say_of_mine(client, evening, say="out", line=pk)
    second = say_of_mine(client, evening, say="out", line=pk)

    assert "Your line is out of the poem." in first.text
    assert second.status_code == 200
    assert "the kettle" not in second.text


def test_saying_something_of_somebody_elses_line_is_refused_in_words(client, evening, poem, ines):
    client.force_login(ines.person)

    page = say_of_mine(client, evening, say="travels", line=line("snow on the steps").pk)

    assert "Only the one who said these words" in page.text
    assert not Consent.objects.exists()


def test_a_member_who_does_not_catch_does_not_share(client, evening, poem, ines):
    all_may_travel(poem)
    client.force_login(ines.person)

    assert client.post(address("share_poem", evening)).status_code == 403


def test_the_catcher_shares_and_calls_back(client, evening, poem, catcher):
    all_may_travel(poem)
    client.force_login(catcher.person)

    shared = client.post(address("share_poem", evening), {"share": "yes"}, follow=True)
    poem.refresh_from_db()
    public = reverse("shared_poem", args=[poem.public_slug])
    assert public in shared.text
    assert client.get(public).status_code == 200

    client.post(address("share_poem", evening), {"call_back": "yes"})
    assert client.get(public).status_code == 404


def test_a_stranger_cannot_say_or_share(client, evening, poem):
    client.force_login(make_member().person)

    assert say_of_mine(client, evening, say="travels").status_code == 404
    assert client.post(address("share_poem", evening)).status_code == 404


def test_the_front_page_asks_who_has_words_in_the_poem_until_they_have_said(
    client, evening, poem, ines, catcher
):
    front = evening.circle.get_absolute_url()
    client.force_login(ines.person)
    asked = client.get(front).text
    say_of_mine(client, evening, say="stays")
    answered = client.get(front).text
    client.force_login(catcher.person)

    assert "May they travel?" in asked
    assert "May they travel?" not in answered
    assert "May they travel?" not in client.get(front).text


def test_a_line_that_was_left_out_of_the_poem_is_nobodys_to_claim(client, evening, poem, luc):
    left_out = Phrase.objects.create(
        round=poem.gathering.rounds.get(), text="left out", nonce="z", position=9
    )
    client.force_login(luc.person)

    client.post(address("my_words", evening), {"line": left_out.pk, "say": "mine"})

    left_out.refresh_from_db()
    assert left_out.speaker is None


def test_who_has_no_line_is_not_asked_about_the_other_ones(client, evening, poem, ines):
    unsaid = Phrase.objects.filter(speaker=ines)
    asked_of_one_with_words = "Is one of the other lines yours?"
    Phrase.objects.exclude(pk__in=unsaid).update(speaker=None)
    client.force_login(ines.person)
    assert asked_of_one_with_words in client.get(address("poem", evening)).text

    unsaid.update(speaker=None)

    page = client.get(address("poem", evening)).text
    assert "Is one of these lines yours?" in page
    assert asked_of_one_with_words not in page
