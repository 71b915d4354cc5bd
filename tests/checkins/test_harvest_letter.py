"""The letter with the poem: to everybody, there or not, once; the poem as it stands when the letter leaves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from checkins.letters import harvest_letters
from checkins.mail.poem import opening
from checkins.models import Harvest
from checkins.phrases import catching
from checkins.poem import harvesting
from checkins.tonight import rounds
from checkins.travelling import aloud, consent
from circles import letters
from circles.models import Letter, LetterKind, LetterState
from circles.post import letter_choices
from gatherings.answering import rsvps
from gatherings.models import LetterTimes, Presence, Rsvp
from tests.gatherings.letters_before import DAY, LONG_BEFORE, SITE, make_reader, whom
from tests.making import make_gathering, make_role
from tests.postbox import deliver_all, html_of, links_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters_from_here")]
EVENING = datetime(2025, 9, 25, 1, 0, tzinfo=UTC)  # 19:00 in Edmonton
LEAVES = datetime(2025, 9, 26, 14, 0, tzinfo=UTC)  # Friday, 8:00 there: two days after
LINES = ["the kettle, patient…  and warm", "and half of me. the other half", "oh! there’s cake"]


def give(gathering, noor, *lines, now=EVENING + timedelta(hours=1), title="", **speakers):
    catching.catch(
        rounds.round_of(gathering), lines=lines or LINES, by=noor, nonce="c", now=EVENING, **speakers
    )
    harvest = harvesting.begin(gathering, catcher=noor, now=EVENING)
    Harvest.objects.update(title=title, thanks="Ines")
    return harvesting.give(harvest, by=noor, version=harvest.version, now=now)


def leave(now=LEAVES):
    with time_machine.travel(now, tick=False):
        return deliver_all(now=now - letters.PATIENCE)


def test_it_goes_to_everybody_two_days_after_in_the_morning_where_they_live(gathering, noor, mailoutbox):
    anna, pema = make_reader(gathering.circle), make_reader(gathering.circle, timezone="Asia/Kathmandu")
    make_reader(gathering.circle, "Left")
    gathering.circle.memberships.filter(name="Left").update(left_at=LONG_BEFORE)
    letter_choices.do_without(make_reader(gathering.circle, "Luc"), kind=LetterKind.HARVEST)
    give(gathering, noor)

    kathmandu = datetime(2025, 9, 27, 2, 15, tzinfo=UTC)  # where it began at 5:45 on Thursday
    assert dict(Letter.objects.values_list("membership", "due")) == {
        noor.pk: LEAVES,
        anna.pk: LEAVES,
        pema.pk: kathmandu,
    }
    leave(LEAVES + timedelta(days=1))
    assert whom(mailoutbox) == sorted(each.person.email for each in (noor, anna, pema))


def test_given_late_it_goes_at_the_next_humane_hour(gathering, noor):
    give(gathering, noor, now=datetime(2025, 10, 2, 5, 0, tzinfo=UTC))  # 23:00 in Edmonton

    assert Letter.objects.get().due == datetime(2025, 10, 2, 14, 0, tzinfo=UTC)


def test_only_who_has_words_in_it_is_told_that_they_are_marked(gathering, noor, mailoutbox):
    anna = make_reader(gathering.circle, "Anna")
    catching.catch(rounds.round_of(gathering), lines=[""], by=noor, speaker=anna, nonce="still", now=EVENING)
    give(gathering, noor, speaker=noor)
    leave()

    hers = next(each for each in mailoutbox if "Dear Noor" in each.body)
    annas = next(each for each in mailoutbox if "Dear Anna" in each.body)
    for words in (hers.body, html_of(hers)):
        assert "with your own words marked for you alone" in words
    for words in (annas.body, html_of(annas)):
        assert "your own words" not in words
        assert "Read the poem" in words


def test_it_says_who_caught_it_whom_to_thank_and_what_comes_next_and_asks(gathering, noor, mailoutbox):
    make_reader(gathering.circle, "Anna", "yes")
    after = make_gathering(gathering.circle, DAY + timedelta(days=35), created_at=LONG_BEFORE)
    make_role(gathering.circle, "Host")
    make_role(gathering.circle, "Drum", only_at=after)
    give(gathering, noor, title="Half of me")
    leave()

    assert "This is what you caught:" in next(each for each in mailoutbox if "Dear Noor" in each.body).body
    sent = next(each for each in mailoutbox if "Anna" in each.body)
    assert sent.subject == "What we caught on Wednesday 24 September"
    assert "This is what Noor caught:" in sent.body
    assert "Half of me" in sent.body
    for line in LINES:
        assert line in sent.body
    assert "Caught by Noor, with thanks to Ines." in sent.body
    assert "please don’t forward it" in sent.body
    assert (
        "Next: Wednesday 29 October, 18:00–20:00, Edmonton time. Still looking for: Host, Drum." in sent.body
    )
    assert "Will you be there?" in sent.body
    assert sent.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert html_of(sent).count('class="main"') == 1


def test_who_said_yes_aloud_is_told_and_who_took_it_back_is_not(gathering, noor, mailoutbox):
    luc = make_reader(gathering.circle, "Luc")
    for member in (noor, luc):
        aloud.keep(gathering, membership=member, by=noor, now=EVENING)
    aloud.take_back(gathering, by=luc, now=EVENING)
    give(gathering, noor)
    leave()

    to_noor, to_luc = (
        next(each for each in mailoutbox if f"Dear {name}" in each.body) for name in ("Noor", "Luc")
    )
    said = "You said aloud on Wednesday 24 September that your words may travel. You can take it back there"
    assert said in to_noor.body
    assert said in html_of(to_noor)
    assert "said aloud" not in to_luc.body


def test_who_has_answered_the_next_one_is_not_asked_again(gathering, noor, mailoutbox):
    after = make_gathering(gathering.circle, DAY + timedelta(days=35), created_at=LONG_BEFORE)
    rsvps.answer(after, membership=noor, answer="yes", now=EVENING)
    give(gathering, noor)
    leave()

    assert "You said: I’ll be there." in mailoutbox[0].body
    assert "Will you be there?" not in mailoutbox[0].body


def test_a_line_taken_back_before_it_leaves_is_not_in_it(gathering, noor, mailoutbox):
    harvest = give(gathering, noor)
    phrase = harvest.stitches.get(phrase__text=LINES[2]).phrase
    consent.leave_out(consent.claim(phrase, by=noor, now=EVENING), by=noor, now=EVENING)
    leave()

    assert LINES[0] in mailoutbox[0].body
    assert "cake" not in mailoutbox[0].body + html_of(mailoutbox[0])


def test_it_is_let_go_when_nothing_is_left_or_the_poem_is_taken_back_or_the_circle_has_closed(
    gathering, noor, mailoutbox
):
    harvest = give(gathering, noor)
    for undone in (
        lambda: harvest.stitches.all().delete(),
        lambda: Harvest.objects.update(given_at=None),
        lambda: type(gathering.circle).objects.update(closed_on=DAY),
        lambda: LetterTimes.objects.create(circle=gathering.circle, harvest_days=None),
    ):
        Letter.objects.update(state=LetterState.WAITING)
        undone()
        [letter] = leave()
        assert letter.state == LetterState.LET_GO
    assert mailoutbox == []


def test_held_up_until_the_night_it_waits_for_the_morning(gathering, noor, mailoutbox):
    give(gathering, noor)
    leave(LEAVES + timedelta(hours=14))

    letter = Letter.objects.get()
    assert (letter.state, letter.due) == (LetterState.WAITING, LEAVES + timedelta(days=1))


def test_given_twice_there_is_one_letter_each(gathering, noor):
    harvest = give(gathering, noor)
    harvesting.give(harvest, by=noor, version=harvest.version, now=EVENING)

    assert Letter.objects.count() == 1


def test_it_says_how_many_sat_together_and_that_a_seat_was_kept(gathering, noor):
    there = [make_reader(gathering.circle, answer="yes") for _ in range(9)]
    away, silent = make_reader(gathering.circle, answer="no"), make_reader(gathering.circle)
    assert opening(gathering, there[0]) == "Nine of us sat together."
    assert opening(gathering, away) == "Nine of us sat together. We kept your seat."
    assert opening(gathering, silent) == "Nine of us sat together."

    Presence.objects.create(gathering=gathering, membership=there[0], there=False)
    for each in (*there[1:4], away):
        Presence.objects.create(gathering=gathering, membership=each)
    assert opening(gathering, there[0]) == "Four of us sat together. We kept your seat."
    assert opening(gathering, away) == "Four of us sat together."


def test_who_came_to_the_circle_later_is_told_of_no_seat(gathering, noor):
    newcomer = make_reader(gathering.circle, answer="no")
    newcomer.joined_at = EVENING + timedelta(days=1)

    assert opening(gathering, newcomer) == ""


@pytest.mark.parametrize(
    "words",
    [
        "https://evil.example/x",
        "www.evil.example",
        '<a href="https://evil.example">win</a>',
        "[x](//evil.example)",
        "<script>alert(1)</script>",
        "{{ button }}",
    ],
)
def test_what_somebody_says_cannot_shape_the_letter_and_reads_as_it_was_said(
    gathering, noor, mailoutbox, words
):
    give(gathering, noor, words)
    leave()

    [sent] = mailoutbox
    assert words in sent.body.replace("\N{ZERO WIDTH SPACE}", "")
    assert all(link.startswith(f"{SITE}/") for link in links_in(sent.body) + links_in(html_of(sent)))
    assert "<script" not in html_of(sent)
    assert words not in sent.subject


def test_a_poem_of_words_passes_character_for_character(gathering, noor, mailoutbox):
    lines = ["  two blanks before", "a word…and more", "stop. then go", "l’été — déjà", "and  two  within"]
    give(gathering, noor, *lines)
    leave()

    for line in lines:
        assert line in mailoutbox[0].body
        assert line in html_of(mailoutbox[0]).replace("&#x27;", "'")


@pytest.mark.parametrize("character", ["w", "<", "語"])
def test_the_longest_poem_goes_on_on_its_page_and_the_letter_stays_light(
    gathering, noor, mailoutbox, character
):
    for number in range(60):
        line = f"{number} " + character * 490
        catching.catch(rounds.round_of(gathering), lines=[line], by=noor, nonce=str(number), now=EVENING)
    give(gathering, noor, "a last one", title="t" * 120)
    leave()

    [sent] = mailoutbox
    assert "The poem goes on, on its page" in sent.body
    assert len(sent.body.encode()) + len(html_of(sent).encode()) < 30_000


def test_answers_of_the_evening_cost_the_same_however_many(gathering, noor, django_assert_num_queries):
    for number in range(5):
        make_reader(gathering.circle, f"Reader {number}", "yes")
    assert Rsvp.objects.count() == 5
    harvest = give(gathering, noor)
    Letter.objects.all().delete()
    # times, members; letters standing, letters written
    with django_assert_num_queries(4):
        harvest_letters.write(harvest, now=EVENING)
