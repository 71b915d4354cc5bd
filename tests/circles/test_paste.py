"""A pasted list is read as a person would read it, and says which lines it cannot read."""

import string
import time

import pytest
from django.core.validators import validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from circles.arriving.paste import Entry, Fault, Repeated, Wrong, fault_of, read

ANNA = Entry("anna@circle.example", "Anna Berg")
LUC = Entry("luc@circle.example", "Luc Moreau")


@pytest.mark.parametrize(
    "line",
    [
        "Anna Berg <anna@circle.example>",
        "Anna Berg <ANNA@Circle.Example>",
        '"Anna Berg" <anna@circle.example>',
        '"Berg, Anna" <anna@circle.example>',
        "Berg, Anna <anna@circle.example>",
        "Anna Berg (anna@circle.example)",
        "Anna Berg anna@circle.example",
        "anna@circle.example Anna Berg",
        "Anna Berg,anna@circle.example",
        "Anna,Berg,anna@circle.example",
        "Anna Berg;anna@circle.example;Edmonton",
        "Anna\tBerg\tanna@circle.example\t+1 780 555 0100",
        "anna@circle.example, Anna Berg",
        "+1 780 555 0100;Anna;Berg;anna@circle.example;www.circle.example",
        "- Anna Berg <anna@circle.example>",
        "12. Anna Berg <mailto:anna@circle.example>,",
        "  Anna\u00a0Berg\u200b <anna@circle.example>\x07 ",
    ],
)
def test_one_person_on_a_line_however_it_is_written(line):
    assert read(line).entries == (ANNA,)
    assert read(line).wrong == ()


@pytest.mark.parametrize(
    "line",
    [
        "Anna Berg <anna@circle.example>, Luc Moreau <luc@circle.example>",
        "Anna Berg <anna@circle.example>; Luc Moreau <luc@circle.example>;",
        '"Berg, Anna" <anna@circle.example>; "Moreau, Luc" <luc@circle.example>',
        "Berg, Anna <anna@circle.example>; Moreau, Luc <luc@circle.example>",
        "Berg, Anna <anna@circle.example>, Moreau, Luc <luc@circle.example>",
        "Anna Berg, anna@circle.example, Luc Moreau, luc@circle.example",
    ],
)
def test_several_people_on_a_line_as_mail_programs_write_them(line):
    assert read(line).entries == (ANNA, LUC)
    assert read(line).wrong == ()


def test_addresses_alone_parted_by_anything():
    text = "a@circle.example b@circle.example\nc@circle.example,d@circle.example; e@circle.example\r\nf@circle.example"

    assert [entry.address[0] for entry in read(text).entries] == list("abcdef")


def test_a_heading_says_what_the_columns_are():
    text = (
        "Organisation,Last name,First name,Phone,E-mail\n"
        "Harbour House,Berg,Anna,555 0100,anna@circle.example\n"
        '"Library, Old",Moreau,Luc,,luc@circle.example\n'
        "Nobody here,,,,\n"
    )

    assert read(text).entries == (ANNA, LUC)
    assert read(text).wrong == (Wrong(4, "Nobody here,,,,", Fault.NO_ADDRESS),)


def test_an_address_given_twice_is_one_person_with_the_first_name_given():
    read_back = read("anna@circle.example\n\nAnna Berg <Anna@circle.example>\nA. <anna@circle.example>")

    assert read_back.entries == (ANNA,)
    assert read_back.repeated == (Repeated("anna@circle.example", (1, 3, 4)),)


def test_a_name_that_is_the_address_is_no_name():
    assert read("'anna@circle.example' <anna@circle.example>").entries == (Entry("anna@circle.example"),)


@pytest.mark.parametrize(
    ("piece", "fault"),
    [
        ("luc.circle.example", Fault.NO_AT),
        ("luc(at)circle.example", Fault.NO_AT),
        ("luc@@circle.example", Fault.TWO_ATS),
        ("@circle.example", Fault.NOTHING_BEFORE),
        ("luc @circle.example", Fault.NOTHING_BEFORE),
        ("luc@circle", Fault.NO_SERVER),
        ("luc@", Fault.NO_SERVER),
        ("luc@circle..example", Fault.NO_SERVER),
        ("luc@-circle.example", Fault.NO_SERVER),
        ("luc@circle.e xample", Fault.NO_SERVER),
        ("Luc <luc at circle.example>", Fault.NO_AT),
        ("luç@circle.example", Fault.STRAY),
        ("luc@circle_house.example", Fault.STRAY),
        ("luc.@circle.example", Fault.STRAY),
        (f"{'l' * 65}@circle.example", Fault.TOO_LONG),
        (f"{'Luc ' * 30}<luc@circle.example>", Fault.TOO_LONG),
        ("Those who came to the lab", Fault.NO_ADDRESS),
        ("Luc Moreau <>", Fault.NO_ADDRESS),
    ],
)
def test_what_is_wrong_is_named_with_its_line(piece, fault):
    read_back = read(f"Anna Berg <anna@circle.example>\n\n{piece}")

    assert read_back.entries == (ANNA,)
    assert read_back.wrong == (Wrong(3, piece, fault),)


def test_a_wrong_address_among_right_ones_is_not_taken_for_a_name():
    read_back = read("anna@circle.example, luccircle.example, noor@circle.example")

    assert [entry.name for entry in read_back.entries] == ["", ""]
    assert read_back.wrong == (Wrong(1, "luccircle.example", Fault.NO_AT),)


def test_a_website_without_a_heading_is_passed_over():
    assert read("Anna Berg;www.circle.example;anna@circle.example").entries == (ANNA,)


NASTY = st.text(
    st.sampled_from(string.ascii_letters + string.digits + "@@@...,;\t\n\r\"'<>()-_ \x00\x0b\u200b\u202eéß")
    | st.characters()
)


@given(NASTY)
@example('"')
@example(",;\t")
def test_whatever_is_pasted_is_read_and_only_real_addresses_come_out(text):
    read_back = read(text)

    for entry in read_back.entries:
        validate_email(entry.address)
        assert entry.address == entry.address.lower()
        assert len(entry.name) <= 80
        assert entry.name.isprintable()
    assert len({entry.address for entry in read_back.entries}) == len(read_back.entries)
    assert all(1 <= wrong.line <= len(text) + 1 and wrong.text for wrong in read_back.wrong)


@given(NASTY.filter(lambda text: any(char.isalnum() for char in text)))
def test_nothing_said_is_passed_over_in_silence(text):
    alone = read("anna@circle.example")

    assert read("anna@circle.example\n" + text) != alone


@given(st.emails())
def test_an_address_django_would_refuse_is_a_fault(address):
    fault = fault_of(address.lower())

    if fault is None:
        validate_email(address.lower())


@pytest.mark.parametrize("mark", ["@", "(", "(@", "@(", "<", "<@", '"', "a.", "a@b,", ", ;", "((@@"])
def test_the_longest_list_is_read_at_once_whatever_it_is_made_of(mark):
    began = time.process_time()

    read("(" + mark * (19_990 // len(mark)))

    assert time.process_time() - began < 2
