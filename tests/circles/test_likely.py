"""What was probably meant by a misspelt address; and what is left alone."""

import pytest

from circles.arriving.likely import _SERVERS, meant


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.cm", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("yahooo.com", "yahoo.com"),
        ("yhaoo.fr", "yahoo.fr"),
        ("iclod.com", "icloud.com"),
        ("orang.fr", "orange.fr"),
        ("videotrn.ca", "videotron.ca"),
    ],
)
def test_one_slip_in_a_server_many_people_write_to(typed, instead):
    assert meant(f"anna@{typed}") == f"anna@{instead}"


@pytest.mark.parametrize(
    "typed",
    ["circle.example", "mail.com", "ymail.com", "gmail.ca", "gmx.at", "me.co", "a.b", "yahoo.de", "x.com"],
)
def test_another_server_is_left_alone(typed):
    assert meant(f"anna@{typed}") is None


def test_none_of_the_known_ones_is_taken_for_another():
    assert [server for server in _SERVERS if meant(f"anna@{server}")] == []
