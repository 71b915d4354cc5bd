"""The letter of the morning after: to whom the first catch concerns, and never a line of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from checkins.models import Harvest, Phrase
from checkins.phrases import catching
from checkins.poem import harvesting, reading_back
from checkins.tonight import rounds
from checkins.travelling import aloud, consent
from circles import letters
from circles.models import Letter, LetterKind, LetterState
from circles.post import letter_choices
from tests.gatherings.letters_before import DAY, SITE, make_reader, whom
from tests.postbox import deliver_all, html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters_from_here")]
EVENING = datetime(2025, 9, 25, 1, 0, tzinfo=UTC)  # 19:00 in Edmonton
MORNING = datetime(2025, 9, 25, 14, 0, tzinfo=UTC)  # 8:00 there
LINE = "the kettle, patient"


@pytest.fixture
def ines(gathering):
    return make_reader(gathering.circle, "Ines")


@pytest.fixture
def draft(gathering, noor, ines):
    """A first draft with a line of Ines in it and one of nobody known."""
    round_ = rounds.round_of(gathering)
    catching.catch(round_, lines=[LINE], by=noor, nonce="a", now=EVENING, speaker=ines)
    catching.catch(round_, lines=["snow on the steps"], by=noor, nonce="b", now=EVENING)
    return harvesting.begin(gathering, catcher=noor, now=EVENING)


def leave(now=MORNING):
    with time_machine.travel(now, tick=False):
        return deliver_all(now=now - letters.PATIENCE)


def test_it_goes_the_next_morning_to_who_has_a_line_or_said_yes_aloud_and_to_nobody_else(
    gathering, noor, ines, draft, mailoutbox
):
    pema = make_reader(gathering.circle, "Pema", timezone="Asia/Kathmandu")
    make_reader(gathering.circle, "Silent")
    reading_back.read_back(draft, by=noor, now=EVENING)
    aloud.keep(gathering, membership=pema, by=noor, now=EVENING + timedelta(minutes=30))  # at check-out

    kathmandu = datetime(2025, 9, 26, 2, 15, tzinfo=UTC)
    assert dict(Letter.objects.values_list("membership", "due")) == {ines.pk: MORNING, pema.pk: kathmandu}
    leave()
    leave(kathmandu)
    assert whom(mailoutbox) == sorted(each.person.email for each in (ines, pema))


def test_it_asks_about_a_line_and_shows_none(gathering, noor, ines, draft, mailoutbox):
    aloud.keep(gathering, membership=ines, by=noor, now=EVENING)
    reading_back.read_back(draft, by=noor, now=EVENING)
    leave()

    [sent] = mailoutbox
    assert sent.subject == "The poem of Wednesday 24 September: is your line right?"
    for words in (sent.body, html_of(sent)):
        assert "One line in it is yours. Is it right?" in words
        assert "You said aloud last night that your words may travel." in words
        assert f"{SITE}{draft.get_absolute_url()}" in words
        for line in (LINE, "snow on the steps"):
            assert line not in words
    assert sent.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_only_said_yes_is_told_so_and_who_said_nothing_aloud_is_not(
    gathering, noor, ines, draft, mailoutbox
):
    pema = make_reader(gathering.circle, "Pema")
    aloud.keep(gathering, membership=pema, by=noor, now=EVENING)
    reading_back.read_back(draft, by=noor, now=EVENING)
    leave()

    to_pema, to_ines = (
        next(each for each in mailoutbox if f"Dear {name}" in each.body) for name in ("Pema", "Ines")
    )
    assert to_pema.subject == "The poem of Wednesday 24 September, a first catch"
    assert "None of its lines is marked as yours" in to_pema.body
    assert "You said aloud" not in to_ines.body


def test_read_back_days_later_it_goes_at_the_next_humane_hour(gathering, noor, ines, draft, mailoutbox):
    night = datetime(2025, 9, 30, 5, 0, tzinfo=UTC)  # 23:00 in Edmonton
    aloud.keep(gathering, membership=ines, by=noor, now=EVENING)
    reading_back.read_back(draft, by=noor, now=night)

    assert Letter.objects.get().due == datetime(2025, 9, 30, 14, 0, tzinfo=UTC)
    leave(datetime(2025, 9, 30, 14, 0, tzinfo=UTC))
    assert "You said aloud on Wednesday 24 September that your words may travel." in mailoutbox[0].body


def test_it_does_not_leave_where_it_is_true_no_more(gathering, noor, ines, draft, mailoutbox):
    reading_back.read_back(draft, by=noor, now=EVENING)
    for undone, redone in (
        ({"given_at": EVENING}, {"given_at": None}),
        ({"read_back_at": None}, {"read_back_at": EVENING}),
    ):
        Harvest.objects.update(**undone)
        [letter] = leave()
        assert letter.state == LetterState.LET_GO
        Harvest.objects.update(**redone)
        Letter.objects.update(state=LetterState.WAITING)
    consent.leave_out(Phrase.objects.select_related("round").get(text=LINE), by=ines, now=MORNING)
    [letter] = leave()
    assert letter.state == LetterState.LET_GO
    Letter.objects.update(state=LetterState.WAITING)
    type(gathering.circle).objects.update(closed_on=DAY)
    [letter] = leave()
    assert letter.state == LetterState.LET_GO
    assert mailoutbox == []


def test_who_left_or_does_without_letters_about_poems_gets_none(gathering, noor, ines, draft, mailoutbox):
    pema = make_reader(gathering.circle, "Pema")
    letter_choices.do_without(pema, kind=LetterKind.HARVEST)
    aloud.keep(gathering, membership=pema, by=noor, now=EVENING)
    reading_back.read_back(draft, by=noor, now=EVENING)
    assert [letter.membership for letter in Letter.objects.all()] == [ines]
    gathering.circle.memberships.filter(pk=ines.pk).update(left_at=EVENING)

    [letter] = leave()
    assert letter.state == LetterState.LET_GO
    assert mailoutbox == []


def test_held_up_until_the_night_it_waits_for_the_morning(gathering, noor, ines, draft):
    reading_back.read_back(draft, by=noor, now=EVENING)
    leave(MORNING + timedelta(hours=14))

    letter = Letter.objects.get()
    assert (letter.state, letter.due) == (LetterState.WAITING, MORNING + timedelta(days=1))


def test_a_yes_taken_back_before_the_morning_is_not_told_of(gathering, noor, ines, draft, mailoutbox):
    aloud.keep(gathering, membership=ines, by=noor, now=EVENING)
    reading_back.read_back(draft, by=noor, now=EVENING)
    aloud.take_back(gathering, by=ines, now=EVENING)
    leave()

    assert "You said aloud" not in mailoutbox[0].body
