"""A line put right by who said it: character for character, before it is given and after, by nobody else."""

import pytest
from django.utils.timezone import now

from checkins.models import Harvest, Leave, Phrase, Print
from checkins.poem import harvesting, putting_right, reading_back
from checkins.refusals import NotYours
from checkins.travelling import aloud, consent
from tests.checkins.speaking import address, catch
from tests.making import make_member

pytestmark = pytest.mark.django_db
LONG = "w" * 500


@pytest.fixture
def draft(evening, catcher, ines):
    catch(evening, catcher, "the cattle, patient", nonce="a", speaker=ines)
    catch(evening, catcher, "snow on the steps", nonce="b")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    return reading_back.read_back(harvest, by=catcher, now=now())


def line(words="the cattle, patient"):
    return Phrase.objects.select_related("round__gathering").get(text=words)


@pytest.mark.parametrize("given", [False, True])
def test_it_stands_in_the_poem_at_once_and_its_version_rises(evening, draft, catcher, ines, given):
    if given:
        harvesting.give(draft, by=catcher, version=draft.version, now=now())
    Print.objects.create(kind="pdf", circle=evening.circle, harvest=draft, key="0", state="ready")

    putting_right.put_right(line(), words="  the kettle,  patient…", by=ines, now=now())

    assert [each.phrase.text for each in draft.stitches.select_related("phrase")] == [
        "  the kettle,  patient…",
        "snow on the steps",
    ]
    assert Harvest.objects.get().version == draft.version + 1
    assert not Print.objects.exists()


def test_the_same_words_again_are_right_and_change_nothing(draft, ines):
    putting_right.put_right(line(), words="the cattle, patient", by=ines, now=now())

    assert Harvest.objects.get().version == draft.version
    assert line().right_at


def test_nobody_else_puts_it_right_be_it_who_caught_it(draft, catcher, ines):
    for phrase, by in ((line(), catcher), (line("snow on the steps"), ines)):
        for verb, words in ((putting_right.put_right, {"words": "mine"}), (putting_right.is_right, {})):
            with pytest.raises(NotYours):
                verb(phrase, by=by, now=now(), **words)
    with pytest.raises(ValueError, match="another circle"):
        putting_right.put_right(line(), words="x", by=make_member(), now=now())
    assert set(Phrase.objects.values_list("text", flat=True)) == {"the cattle, patient", "snow on the steps"}


@pytest.mark.parametrize("words", ["", "   ", "two\nlines", LONG + "w"])
def test_what_is_no_line_is_refused_and_typed_words_stay_on_the_page(client, evening, draft, ines, words):
    with pytest.raises(ValueError, match="not a line"):
        putting_right.put_right(line(), words=words, by=ines, now=now())
    client.force_login(ines.person)

    page = client.post(address("line_change", evening, line().pk), {"words": words})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert words.strip() in page.text
    assert line().text == "the cattle, patient"


def test_a_line_left_out_of_the_poem_is_not_on_its_page_to_change(client, evening, draft, ines):
    draft.stitches.filter(phrase=line()).delete()
    with pytest.raises(NotYours):
        putting_right.put_right(line(), words="x", by=ines, now=now())
    client.force_login(ines.person)

    assert client.get(address("line_change", evening, line().pk)).status_code == 404


def test_i_change_a_word_on_its_page_and_what_i_said_of_it_holds(client, evening, draft, ines):
    consent.say([line()], leave=Leave.TRAVELS, by=ines, now=now())
    client.force_login(ines.person)
    shown = client.get(address("line_change", evening, line().pk))
    page = client.post(address("line_change", evening, line().pk), {"words": LONG}, follow=True)

    assert "the cattle, patient" in shown.text
    assert "Your line stands as you put it." in page.text
    assert (line(LONG).consent.leave, page.context["page"].asked) == ("travels", [])


@pytest.fixture
def shared(evening, draft, catcher, ines):
    """The poem, open to everybody: Ines’s line by her yes, the other by the circle’s."""
    harvesting.give(draft, by=catcher, version=draft.version, now=now())
    consent.say([line()], leave=Leave.TRAVELS, by=ines, now=now())
    aloud.keep(evening, membership=None, by=catcher, now=now())
    return consent.share(draft, by=catcher, now=now())


COMES_BACK = "Changed, it comes back into the circle until it is shared again."
CAME_HOME = "A line was put right, so the poem came home. Look at it and share it again."


def test_before_a_word_of_a_public_poem_is_changed_the_page_says_that_it_comes_home(
    client, evening, shared, catcher, ines
):
    client.force_login(ines.person)
    open_to_all = client.get(address("line_change", evening, line().pk)).text
    consent.call_back(shared, by=catcher)
    at_home = client.get(address("line_change", evening, line().pk)).text

    assert (COMES_BACK in open_to_all, COMES_BACK in at_home) == (True, False)


def test_who_looks_after_it_is_told_that_it_came_home_and_nobody_is_named(
    client, evening, shared, catcher, ines, luc
):
    client.force_login(ines.person)
    page = client.post(address("line_change", evening, line().pk), {"words": "the kettle"}, follow=True).text
    assert "the poem came back into the circle, until it is shared again." in page
    assert CAME_HOME not in page

    for member, told in ((catcher, True), (luc, False)):
        client.force_login(member.person)
        assert (CAME_HOME in client.get(address("poem", evening)).text) is told
        assert (CAME_HOME in client.get(evening.circle.get_absolute_url()).text) is told
    client.force_login(catcher.person)
    assert "Ines" not in client.get(address("poem", evening)).text
    # it goes out again as it is now, without asking anybody anew: the words are still their speaker’s own
    client.post(address("share_poem", evening), {"share": "yes"})
    assert Harvest.objects.get().is_shared
    assert CAME_HOME not in client.get(address("poem", evening)).text


def test_who_looks_after_it_may_let_it_stay_home(client, evening, shared, catcher, ines):
    putting_right.put_right(line(), words="the kettle", by=ines, now=now())
    client.force_login(catcher.person)

    page = client.post(address("share_poem", evening), {"call_back": "yes"}, follow=True).text

    assert CAME_HOME not in page
    assert not Harvest.objects.get().is_shared


def test_a_poem_that_was_at_home_does_not_come_home(client, evening, shared, catcher, ines):
    consent.call_back(shared, by=catcher)
    putting_right.put_right(line(), words="the kettle", by=ines, now=now())
    client.force_login(catcher.person)

    assert CAME_HOME not in client.get(address("poem", evening)).text


def test_it_is_changed_by_nobody_else_on_the_page(client, evening, draft, catcher):
    client.force_login(catcher.person)

    assert client.post(address("line_change", evening, line().pk), {"words": "x"}).status_code == 404
    assert line()
