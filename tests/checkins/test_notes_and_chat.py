"""Two of the four roads to the board: notes typed up afterwards, and lines picked from the chat of a call."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from checkins.models import Flame
from gatherings.models import Guest
from tests.checkins.speaking import address, heard
from tests.making import make_member

pytestmark = pytest.mark.django_db

CHAT = "18:04 From Ines to Everyone: the kettle\n18:05 From Luc to Everyone: half of me\n18:06 From Luc to Everyone: +1"


def test_forty_lines_of_notes_are_counted_and_kept_weeks_later(at_the_board, evening, time_machine):
    time_machine.move_to(now() + timedelta(days=40))
    notes = "\r\n".join(f" line {number}" + ("\r\n" if number % 4 == 0 else "") for number in range(1, 41))

    counted = at_the_board.post(
        address("catch_notes", evening), {"heard": notes, "nonce": "n", "count": "yes"}
    )
    assert "<b data-lines>40</b>" in counted.text
    assert " line 40" in counted.text
    assert heard() == []
    at_the_board.post(address("catch_notes", evening), {"heard": notes, "nonce": "n"})

    assert heard() == [(f" line {number}", "") for number in range(1, 41)]


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        ("one\n\n" + "x" * 501 + "\nthree", "Line 2 has 501 characters; a phrase has at most 500."),
        ("\n".join(["line"] * 301), "A round holds 300 lines at most."),
    ],
)
def test_notes_that_cannot_be_kept_come_back_whole(at_the_board, evening, notes, sentence):
    page = at_the_board.post(address("catch_notes", evening), {"heard": notes, "nonce": "n"})

    assert sentence in page.text
    assert f">\n{notes}</textarea>" in page.text
    assert heard() == []


def test_a_chat_is_picked_from_and_nothing_of_it_stored_before(at_the_board, evening, ines):
    luc = make_member(evening.circle, "Luc")
    pasted = at_the_board.post(address("catch_chat", evening), {"pasted": CHAT, "nonce": "n"})
    assert heard() == []
    form = pasted.context["form"]
    assert [(field.label, field.value()) for field in form.whose] == [
        ("Ines", str(ines.pk)),
        ("Luc", str(luc.pk)),
    ]
    assert [ticked for _at, _line, ticked in form.offered] == [True, True, False]

    post = {"pasted": CHAT, "picked": "yes", "nonce": "n", "pick": [1, 2], "whose_0": ines.pk, "whose_1": ""}
    at_the_board.post(address("catch_chat_keep", evening), post)

    assert heard() == [("half of me", ""), ("+1", "")]


def test_who_spoke_in_the_chat_lights_a_flame(at_the_board, evening, ines):
    post = {"pasted": CHAT, "picked": "yes", "nonce": "n", "pick": [0, 1], "whose_0": ines.pk}
    at_the_board.post(address("catch_chat_keep", evening), post)

    assert heard() == [("the kettle", "Ines"), ("half of me", "")]
    assert [flame.membership for flame in Flame.objects.all()] == [ines]


@pytest.mark.parametrize(
    ("post", "sentence"),
    [
        ({"pasted": CHAT}, "Pick at least one line."),
        ({"pasted": CHAT, "pick": ["9"]}, "9 is not one of the available choices."),
        ({"pasted": CHAT, "pick": ["0"], "whose_0": "10000"}, "10000 is not one of the available choices."),
        ({"pasted": " "}, "This field is required."),
        ({"pasted": "+1", "pick": ["1"]}, "is not one of the available choices"),
        ({"pasted": "so\n" * 601, "pick": ["0"]}, "This chat has 601 lines; 600 can be picked from at once."),
    ],
)
def test_a_chat_that_cannot_be_kept_comes_back_whole(at_the_board, evening, post, sentence):
    page = at_the_board.post(address("catch_chat_keep", evening), {"picked": "yes", "nonce": "n"} | post)

    assert page.status_code == 200
    assert sentence in page.text
    assert post["pasted"].strip() in page.text
    assert heard() == []


def test_words_to_one_person_cannot_be_picked(at_the_board, evening):
    chat = "18:04 From Ines to Luc(Direct Message): CANARY\n18:05 From Ines to Everyone: ours"
    page = at_the_board.post(address("catch_chat", evening), {"pasted": chat, "nonce": "n"})
    at_the_board.post(
        address("catch_chat_keep", evening), {"pasted": chat, "picked": "y", "nonce": "n", "pick": [0, 1]}
    )

    assert page.text.count("CANARY") == 1  # in what is carried, not in what is offered
    assert heard() == []


NAMED = (
    "Mireille: the light on the snow\nsnow on the steps\n“we kept…” (Odile)\nTariq - nothing but my hunger"
)


@pytest.fixture
def named(at_the_board, evening):
    """Answers to notes in which names stand, of two members and a guest."""
    make_member(evening.circle, "Mireille Roy")
    make_member(evening.circle, "Odile")
    Guest.objects.create(gathering=evening, name="Tariq")
    return lambda **more: at_the_board.post(
        address("catch_notes", evening), {"heard": NAMED, "nonce": "n"} | more
    )


def test_names_that_stand_at_lines_of_notes_are_asked_about_and_nothing_is_kept_before(named):
    page = named()

    assert heard() == []
    assert "3 lines seem to carry a name. Nothing is kept yet." in page.text
    assert '<span class="caught">nothing but my hunger</span>' in page.text
    assert f">\n{NAMED}</textarea>" in page.text  # all of it is still there
    assert "seem to carry a name" not in named(count="yes").text


def test_names_taken_off_the_notes_are_kept_nowhere(named):
    assert named(named="off").status_code == 302

    lines = ["the light on the snow", "snow on the steps", "“we kept…”", "nothing but my hunger"]
    assert heard() == [(line, "") for line in lines]
    assert not Flame.objects.exists()


def test_names_that_belong_to_the_lines_of_notes_stay(named):
    named(named="stay")

    assert heard() == [(line, "") for line in NAMED.split("\n")]


def test_a_device_that_sends_notes_by_itself_is_told_that_there_is_a_question(at_the_board, evening, named):
    post = {"heard": NAMED, "nonce": "n"}
    asked = at_the_board.post(address("catch_notes", evening), post, headers={"X-Keeping": "yes"})

    assert asked.status_code == 200  # no 204: it shows the page, and sends nothing more by itself
    assert named(named="off").status_code == 302
    assert named(named="off").status_code == 302
    assert len(heard()) == 4  # once


def test_names_that_a_chat_did_not_tell_from_the_words_are_asked_about_too(at_the_board, evening, ines):
    chat = "Ines: the kettle\nhalf of me\nsnow on the steps\nInes"
    post = {"pasted": chat, "picked": "yes", "nonce": "n", "pick": [0, 1, 3]}
    asked = at_the_board.post(address("catch_chat_keep", evening), post)
    assert "2 lines seem to carry a name. Nothing is kept yet." in asked.text
    assert heard() == []

    at_the_board.post(address("catch_chat_keep", evening), post | {"named": "off"})

    assert heard() == [("the kettle", ""), ("half of me", "")]


def test_names_at_lines_heard_live_are_asked_about_too_and_a_name_called_out_is_a_line(
    at_the_board, evening, ines
):
    post = {"heard": "Ines: the kettle\nhalf of me", "nonce": "n", "speaker": ines.pk}
    asked = at_the_board.post(address("catch", evening), post)
    told = at_the_board.post(address("catch", evening), post | {"part": "yes"})
    assert "One line seems to carry a name. Nothing is kept yet." in asked.text
    assert told.headers["X-Refused"] == "names"
    assert told.text == "This seems to carry a name. Without it: the kettle"
    assert heard() == []

    at_the_board.post(address("catch", evening), post | {"named": "off"})
    at_the_board.post(address("catch", evening), {"heard": "Ines", "nonce": "m"})

    assert heard() == [("the kettle", "Ines"), ("half of me", "Ines"), ("Ines", "")]
