"""My words on the poem's page: one thing asked at a time, and the poem is just a poem again."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins import letting_go
from checkins.models import Consent, Leave, Phrase, SaidAloud
from checkins.poem import harvesting, reading_back
from checkins.travelling import aloud, consent
from tests.checkins.speaking import address, catch, line, say_of_mine
from tests.making import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(evening, catcher, ines, luc):
    """A first catch: two lines of Ines, one of Luc, one of nobody known."""
    catch(evening, catcher, "the kettle, patient", "and warm", nonce="a", speaker=ines)
    catch(evening, catcher, "snow on the steps", nonce="b", speaker=luc)
    catch(evening, catcher, "half of me", nonce="c")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    return reading_back.read_back(harvest, by=catcher, now=now())


@pytest.fixture
def poem(draft, catcher):
    return harvesting.give(draft, by=catcher, version=draft.version, now=now())


def asked(page):
    return [each.phrase.text for each in page.context["page"].asked]


def test_of_a_first_catch_i_am_asked_line_by_line_whether_it_is_right(client, evening, draft, ines):
    client.force_login(ines.person)
    first = client.get(address("poem", evening))
    second = say_of_mine(client, evening, say="right", line=line("the kettle, patient").pk)
    last = say_of_mine(client, evening, say="right", line=line("and warm").pk)

    assert asked(first) == ["the kettle, patient", "and warm"]
    assert first.text.count("That’s right") == 1
    assert "Thank you." in second.text
    assert asked(second) == ["and warm"]
    assert "That’s right" not in last.text


@pytest.mark.parametrize("given", [False, True])
def test_what_i_can_do_with_the_line_i_am_asked_about_stands_there_once(
    client, evening, draft, catcher, ines, given
):
    if given:
        harvesting.give(draft, by=catcher, version=draft.version, now=now())
    Phrase.objects.filter(text="and warm").update(speaker=None)
    client.force_login(ines.person)

    page = client.get(address("poem", evening)).text

    asked = page.split('id="my-words"')[1].split("</aside>")[0]
    buttons = ["Change a word", "Leave mine out", "Not mine after all"]
    buttons += ["May travel", "Stays in the circle"] if given else ["That’s right"]
    for words in buttons:
        assert (asked.count(f">{words}<"), page.count(f">{words}<")) == (1, 1)
    assert ">Your words<" not in page


def test_only_its_speaker_says_that_a_line_is_right(client, evening, draft, luc):
    client.force_login(luc.person)

    page = say_of_mine(client, evening, say="right", line=line("and warm").pk)

    assert "Only the one who said these words" in page.text
    assert line("and warm").right_at is None


def test_given_it_asks_of_each_line_whether_it_may_travel_and_then_is_just_a_poem(
    client, evening, poem, ines
):
    client.force_login(ines.person)
    before = client.get(address("poem", evening))
    say_of_mine(client, evening, say="stays", line=line("the kettle, patient").pk)
    after = say_of_mine(client, evening, say="travels", line=line("and warm").pk)

    assert asked(before) == ["the kettle, patient", "and warm"]
    assert asked(after) == []
    assert "The lines with a thin rule beside them are yours." in after.text
    assert dict(Consent.objects.values_list("phrase__text", "leave")) == {
        "the kettle, patient": "stays",
        "and warm": "travels",
    }


def test_what_i_said_aloud_stands_there_with_its_day_and_is_taken_back_in_one_press(
    client, evening, poem, catcher, ines
):
    said = aloud.keep(evening, membership=ines, by=catcher, now=now())
    client.force_login(ines.person)
    before = client.get(address("poem", evening))
    after = say_of_mine(client, evening, say="not aloud")

    day = f"{said.said_at.astimezone(evening.circle.zone):%-d %B %Y}"
    assert f"You said aloud on {day} that your words may travel." in before.text
    assert asked(before) == []
    assert "You said aloud" not in after.text
    assert SaidAloud.objects.get().taken_back_at
    assert asked(after) == []  # who has spoken is not asked again


def test_nobody_takes_back_what_another_said(client, evening, poem, catcher, ines, luc):
    aloud.keep(evening, membership=ines, by=catcher, now=now())
    client.force_login(luc.person)

    page = say_of_mine(client, evening, say="not aloud")

    assert "You said aloud" not in page.text
    assert SaidAloud.objects.get().taken_back_at is None


def test_a_claimed_line_is_mine_until_i_say_it_is_not(client, evening, poem, luc):
    client.force_login(luc.person)
    say_of_mine(client, evening, say="mine", line=line("half of me").pk)
    assert line("half of me").speaker == luc

    page = say_of_mine(client, evening, say="not mine", line=line("half of me").pk)

    assert "That line is nobody’s again." in page.text
    assert line("half of me").speaker is None


def test_a_line_whose_name_was_let_go_of_can_be_claimed_on_the_page(client, evening, poem, ines):
    letting_go.let_go(evening, now=poem.given_at + letting_go.KEPT_FOR)
    client.force_login(ines.person)
    assert line("and warm").speaker is None

    page = say_of_mine(client, evening, say="mine", line=line("and warm").pk)

    assert line("and warm").speaker == ines
    assert asked(page) == ["and warm"]


def test_who_may_catch_sees_which_lines_are_waited_for_and_not_who_said_them(
    client, evening, poem, catcher, ines, luc
):
    consent.say([line("and warm")], leave=Leave.STAYS, by=ines, now=now())
    client.force_login(catcher.person)
    page = client.get(address("poem", evening)).text
    assert [name for name in ("Ines", "Luc") if name in page] == []
    for sentence in (
        "Its speaker has not said yet.",
        "Stays in the circle: its speaker has said so.",
        "Nobody has claimed it, and the circle has not said yes.",
    ):
        assert sentence in page

    client.force_login(luc.person)
    page = client.get(address("poem", evening)).text
    assert "4 lines of it may not travel yet." in page
    assert "has not said yet" not in page


def test_my_words_are_marked_for_me_alone(client, evening, poem, ines, luc):
    for member, own in ((ines, "and warm"), (luc, "snow on the steps")):
        client.force_login(member.person)
        page = client.get(address("poem", evening))
        assert page.text.count("piece mine") == Phrase.objects.filter(speaker=member).count()
        assert f'piece mine">{own}' in page.text


@pytest.mark.parametrize(
    "said", [{}, {"say": "shout", "line": "1"}, {"say": "right"}, {"say": "out"}, {"line": "x"}]
)
def test_what_no_page_of_ours_posts_changes_nothing(client, evening, draft, ines, said):
    client.force_login(ines.person)
    before = list(Phrase.objects.values()), list(Consent.objects.values())

    assert say_of_mine(client, evening, **said).status_code == 200
    assert (list(Phrase.objects.values()), list(Consent.objects.values())) == before


@pytest.mark.parametrize("lines", [1, 40])
def test_the_page_costs_the_same_however_many_lines_are_mine(
    client, evening, catcher, ines, lines, django_assert_num_queries
):
    for number in range(lines):
        catch(evening, catcher, f"line {number}", nonce=str(number), speaker=ines)
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    reading_back.read_back(harvest, by=catcher, now=now())
    client.force_login(ines.person)
    # session, person; membership with circle, gathering with poem, its lines, the next gathering
    with django_assert_num_queries(6):
        page = client.get(harvest.get_absolute_url())
    assert len(page.context["my_lines"]) == lines


def test_a_stranger_reaches_none_of_it(client, evening, poem):
    client.force_login(make_member().person)

    assert client.post(address("my_words", evening), {"say": "not aloud"}).status_code == 404
    assert client.get(reverse("line_change", args=[evening.circle.slug, 1, 1])).status_code == 404
