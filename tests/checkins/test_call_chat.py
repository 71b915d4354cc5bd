"""A pasted chat is read as what each program writes; no word of a message is changed or lost."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.phrases.call_chat import Aside, Line, names_in, read, whose

ANNA_AND_LUC = [
    ("Anna Berg", "the kettle, patient"),
    ("Luc Roy", "half of me\non the bus"),
    ("Anna Berg", "yes"),
]

# How each program writes a message of that name, a minute after six; the first line stands where the words begin.
PROGRAMS = {
    "Zoom": lambda name, words: f"18:04:22\t From  {name} : {words}",
    "Zoom, newer": lambda name, words: f"18:04:22 From {name} to Everyone:\n\t" + words.replace("\n", "\n\t"),
    "Zoom, in French": lambda name, words: (
        f"18:04:22 De {name} à tout le monde:\n\t" + words.replace("\n", "\n\t")
    ),
    "Zoom, with the day": lambda name, words: f"2024-09-25 18:04:22 From {name} to Everyone: {words}",
    "Zoom, copied": lambda name, words: f"{name} 18:04\n{words}\n",
    "Zoom, copied, to all": lambda name, words: f"{name} to Everyone 6:04 PM\n{words}\n",
    "Meet": lambda name, words: f"{name}\n6:04\u202fPM\n{words}",
    "Meet, in French": lambda name, words: f"{name}\n18 h 04\n{words}",
    "Teams": lambda name, words: f"[18:04] {name}: {words}",
    "Teams, newer": lambda name, words: f"[9/25 6:04 PM] {name}\n{words}",
    "Teams, copied": lambda name, words: f"{name}\n  Wednesday 6:04 PM\n{words}\n",
    "BigBlueButton": lambda name, words: f"[18:04] {name} : {words}",
    "Jitsi": lambda name, words: f"{name}\n{words}\n18:04",
    "a messenger": lambda name, words: f"25/09/2024, 18:04 - {name}: {words}",
    "by hand": lambda name, words: f"{name}: {words}",
}


def kept(pasted: str) -> list[tuple[str, str]]:
    return [(line.name, line.text) for line in read(pasted, longest=500) if line.aside is None]


def line_by_line(messages: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, line) for name, words in messages for line in words.split("\n")]


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_program_is_read(program):
    pasted = "\n".join(PROGRAMS[program](name, words) for name, words in ANNA_AND_LUC)

    assert kept(pasted) == line_by_line(ANNA_AND_LUC)
    assert kept(pasted.replace("\n", "\r\n")) == line_by_line(ANNA_AND_LUC)


NAMES = st.sampled_from(
    ["Anna", "Luc Roy", "Noor el-Amin", "iPad de Claire", "María José de la Cruz", "安娜", "Ines (she/her)"]
)
WORDS = st.lists(
    st.sampled_from(["the", "kettle", "é", "of", "me", "—", "door,", "and?", "it", "“yes”", "🕊", "coat"]),
    min_size=2,
    max_size=7,
).map(lambda words: " ".join(["so", *words]))
MESSAGES = st.lists(
    st.tuples(NAMES, st.lists(WORDS, min_size=1, max_size=3).map("\n".join)), min_size=1, max_size=8
)


@given(st.sampled_from(sorted(PROGRAMS)), MESSAGES)
def test_what_a_program_wrote_comes_back_with_its_names(program, messages):
    if program == "by hand":  # each line of it has its name, or it would be no chat
        messages = line_by_line(messages)

    assert kept("\n".join(PROGRAMS[program](name, words) for name, words in messages)) == line_by_line(
        messages
    )


@given(st.text())
def test_anything_is_read_and_each_line_stands_in_what_was_pasted(pasted):
    there = iter(pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    for line in read(pasted, longest=500):
        assert line.text.strip()
        assert any(line.text in each for each in there)  # in its order, each line once


@given(st.lists(WORDS, min_size=1))
def test_words_that_are_no_chat_are_lines_of_nobody(lines):
    assert read("\n\n".join(lines), longest=500) == [Line(line) for line in lines]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://circle.example/a?b=c", Aside.LINK),
        ("www.circle.example  https://circle.example", Aside.LINK),
        ("+1", Aside.REACTION),
        ("+ 1 👍🏽", Aside.REACTION),
        ("❤️❤️", Aside.REACTION),
        ("Luc Roy joined the call", Aside.NOTICE),
        ("Luc a quitté la réunion.", Aside.NOTICE),
        ("Recording has started", Aside.NOTICE),
        ('Reacted to "the kettle" with 👍', Aside.NOTICE),
        ("Luc reacted to the kettle with 👍", Aside.NOTICE),
        ("00:04:22.000,00:04:25.000", Aside.NOTICE),
        ("x" * 501, Aside.TOO_LONG),
        ("x" * 500, None),
        ("grief left the room", None),
        ("we +1 the silence", None),
        ("read https://circle.example with me", None),
        ("42", None),
        ("One thing: the kettle", None),
        ("the bus at 18:04", None),
        ("I was early, 18:04", None),
    ],
)
def test_only_what_is_no_words_of_the_circle_is_laid_aside(text, why):
    assert read(f"[18:04] Anna Berg: so\n{text}", longest=500)[1:] == [Line(text, "Anna Berg", why)]


def test_what_was_said_to_one_person_is_not_for_the_poem():
    pasted = (
        "18:04:22 From Anna Berg to Luc Roy(Direct Message):\n\tI am not well\n"
        "18:05:00 De Anna Berg à Luc Roy (message direct) : ni demain\n"
        "18:06:10 From Anna Berg to Everyone:\n\tthe kettle"
    )

    lines = read(pasted, longest=500)

    assert [(line.text, line.aside) for line in lines] == [
        ("I am not well", Aside.PRIVATE),
        ("ni demain", Aside.PRIVATE),
        ("the kettle", None),
    ]
    assert [line.may_be_caught for line in lines] == [False, False, True]


def test_a_name_is_listed_once_in_the_order_they_spoke():
    pasted = "Luc: one\nAnna: two\nLuc: three\nNobody Heard: " + "x" * 501

    assert names_in(read(pasted, longest=500)) == ["Luc", "Anna"]


def test_a_very_long_line_takes_no_time():
    for begin in ("A to ", "18:04 From A to ", "[18:04] ", "A ", "A reacted to "):
        assert len(read(begin + " " * 60_000 + "y", longest=500)) == 1


def test_nor_do_brackets_that_never_close_above_an_hour():
    """Where each opening one looked for its end, a paste of 60,000 held a worker for a minute."""
    began = process_time()

    assert read("(" * 60_000 + "\n10:30\nyes", longest=60_000)[-1].text == "yes"
    assert process_time() - began < 10


MEMBERS = {1: "Anna Berg", 2: "Anna Roy", 3: "Luc", 4: "Noor el-Amin"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Anna Berg", 1),
        ("anna roy", 2),
        ("Anna", None),
        ("Anna Blanc", None),
        ("Luc", 3),
        ("Luc Tremblay", 3),
        ("LUC (he/him)", 3),
        ("Luc | Old Library", 3),
        ("Noor", 4),
        ("Noor Haddad", None),
        ("Ines", None),
        ("(she/her)", None),
        ("", None),
    ],
)
def test_a_name_means_a_member_only_where_it_is_clear(name, key):
    assert whose(name, MEMBERS) == key
