"""A line said again, as the title or as added words, is still its speaker's."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.letting_go import KEPT_FOR, let_go
from checkins.models import Draft, Harvest, Leave, Phrase
from checkins.poem import drafts, harvesting, reading_back
from checkins.refusals import NotGivenYet, SaidAgain
from checkins.said_again import bare, hold
from checkins.travelling import aloud, consent
from circles.models import Membership
from tests.checkins.speaking import address, catch, line, say_of_mine
from tests.whole_circle import brought_in, empty_site, rows_in, taken_out

pytestmark = pytest.mark.django_db
HERS = "a CANARY on the steps"


@pytest.fixture
def draft(evening, catcher, ines, luc):
    """A first catch: a line of Ines, and one of Luc, which may travel."""
    catch(evening, catcher, HERS, nonce="a", speaker=ines)
    catch(evening, catcher, "the kettle, patient", nonce="b", speaker=luc)
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    consent.say([line("the kettle, patient")], leave=Leave.TRAVELS, by=luc, now=now())
    return reading_back.read_back(harvest, by=catcher, now=now())


def name(draft, catcher, title):
    drafts.name(draft, title=title, thanks="", made_on=draft.draft_id, by=catcher, now=now())


def given(draft, catcher):
    draft.refresh_from_db()
    return harvesting.give(draft, by=catcher, version=draft.version, now=now())


def at_the_table(client, catcher, *steps):
    client.force_login(catcher.person)
    for step in steps:
        draft = Harvest.objects.get()
        client.post(address("stitching", draft.gathering), {"draft": draft.draft_id, **step})
    client.logout()


@pytest.mark.parametrize(
    ("words", "line", "held"),
    [
        ("SECRET of Ines.", "secret of  ínes", True),
        ("and then: “Secret of Ines”!", "Secret of Ines", True),
        ("secret of iness", "secret of ines", False),
        ("thank you all", "Thank you", False),
        ("Thank you…", "thank you", True),
        ("sec\u200bret", "secret", True),
        ("…", "!", False),
        ("我今天很累。", "我今天很累", True),
    ],
)
def test_words_hold_a_line_whatever_stands_between_them(words, line, held):
    assert hold(bare(words), bare(line)) is held


@pytest.mark.parametrize("told", ["added", "as the title"])
@pytest.mark.parametrize("says", ["nothing", "stays"])
def test_a_line_left_out_holds_the_poem_back_while_its_words_stand_there_again(
    client, evening, draft, catcher, ines, told, says
):
    if says == "stays":
        consent.say([line(HERS)], leave=Leave.STAYS, by=ines, now=now())
    again = f"{HERS.upper()}!"
    out = {"step": "out", "what": f"said-{line(HERS).pk}"}
    put = {"step": "add", "words": again} if told == "added" else {"step": "name", "title": again}
    at_the_table(client, catcher, out, put)
    poem = given(draft, catcher)
    client.force_login(catcher.person)

    page = client.post(address("share_poem", evening), follow=True).text

    assert page.count(f"“{again}” stands in the title or was added, and is a line that was left out") == 2
    assert "Every line may travel" not in page
    assert not Harvest.objects.get().is_shared
    let_go(evening, now=now() + KEPT_FOR)  # and a month later
    with pytest.raises(SaidAgain):
        consent.share(poem, by=catcher, now=now())


def test_who_may_catch_takes_such_words_away_and_the_poem_can_be_shared(client, evening, draft, catcher):
    out = {"step": "out", "what": f"said-{line(HERS).pk}"}
    at_the_table(client, catcher, out, {"step": "name", "title": HERS}, {"step": "add", "words": f"{HERS}."})
    given(draft, catcher)
    client.force_login(catcher.person)
    assert "Take these words away" in client.get(address("poem", evening)).text

    page = client.post(address("share_poem", evening), {"unsay": "yes"}, follow=True).text

    assert "CANARY" not in page
    assert "Every line may travel" in page
    poem = Harvest.objects.get()
    assert (poem.title, poem.stitches.count()) == ("", 1)
    assert consent.share(poem, by=catcher, now=now()).is_shared


def test_before_it_is_given_such_words_are_taken_away_at_the_table(evening, draft, catcher):
    with pytest.raises(NotGivenYet):
        consent.unsay(draft, by=catcher, now=now())


def test_no_archive_frees_words_of_a_line_left_out(client, evening, draft, catcher, ines):
    at_the_table(
        client, catcher, {"step": "out", "what": f"said-{line(HERS).pk}"}, {"step": "name", "title": HERS}
    )
    given(draft, catcher)
    packed = taken_out(evening.circle)
    empty_site()

    again = taken_out(brought_in(packed).circle)

    with pytest.raises(SaidAgain):
        consent.share(Harvest.objects.get(), by=Membership.objects.get(name="Noor"), now=now())
    for part in ("phrases", "consents"):
        assert rows_in(again, part) == rows_in(packed, part)
        assert len(rows_in(packed, part)) == 2


def test_a_yes_kept_for_who_said_it_lets_such_words_travel(client, evening, draft, catcher, ines):
    at_the_table(client, catcher, {"step": "out", "what": f"said-{line(HERS).pk}"})
    draft.refresh_from_db()
    name(draft, catcher, HERS)
    poem = given(draft, catcher)
    aloud.keep(evening, membership=ines, by=catcher, now=now())

    assert consent.share(poem, by=catcher, now=now()).is_shared


def test_a_title_taken_from_a_line_that_may_travel_holds_nothing_back(evening, draft, catcher, ines):
    catch(evening, catcher, "The kettle: patient", nonce="c", speaker=ines)  # typed twice, and left out
    name(draft, catcher, "The kettle, patient")
    poem = given(draft, catcher)
    consent.say([line(HERS)], leave=Leave.TRAVELS, by=ines, now=now())

    shared = consent.share(poem, by=catcher, now=now())

    assert shared.public_slug.startswith("the-kettle-patient-")


def test_a_line_taken_out_goes_from_the_title_and_the_address_too(client, evening, draft, catcher, ines):
    name(draft, catcher, HERS)
    poem = given(draft, catcher)
    consent.say([line(HERS)], leave=Leave.TRAVELS, by=ines, now=now())
    old = consent.share(poem, by=catcher, now=now()).public_slug
    client.force_login(ines.person)

    say_of_mine(client, evening, say="out", line=line(HERS).pk)

    client.logout()
    poem = Harvest.objects.get()
    page = client.get(reverse("shared_poem", args=[poem.public_slug]))
    assert client.get(reverse("shared_poem", args=[old])).status_code == 404
    assert "the kettle, patient" in page.text
    assert "canary" not in (page.text + poem.public_slug + poem.title).lower()


def test_a_line_taken_out_goes_from_added_words_and_from_every_version(client, evening, draft, catcher, ines):
    at_the_table(
        client,
        catcher,
        {"step": "out", "what": f"said-{line(HERS).pk}"},
        {"step": "add", "words": f"and {HERS}"},
        {"step": "add", "words": "and so on"},
        {"step": "name", "title": HERS},
        {"step": "name", "title": "Still"},
    )
    before = Harvest.objects.get().version

    consent.leave_out(line(HERS), by=ines, now=now())

    poem = Harvest.objects.get()
    assert (poem.title, poem.version) == ("Still", before + 1)
    assert [each.added for each in poem.stitches.filter(phrase=None)] == ["and so on"]
    assert "CANARY" not in str(list(Draft.objects.values_list("title", "places")))


def test_words_that_somebody_else_has_said_too_stay_the_title(evening, draft, catcher, ines, luc):
    catch(evening, catcher, "A CANARY on the steps.", nonce="c", speaker=luc)
    name(draft, catcher, HERS)

    consent.leave_out(line(HERS), by=ines, now=now())

    assert Harvest.objects.get().title == HERS
    assert Phrase.objects.count() == 2
