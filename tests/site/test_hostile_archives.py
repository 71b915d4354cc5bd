"""Archives somebody spoilt: each is refused in one line, and nothing of it is stored."""

import io
import zipfile
from functools import cache
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles.archiving import NotAnArchive
from circles.models import Circle
from cop_site.archive import bringing_in, parts, zips
from tests.whole_circle import (
    brought_in,
    changed,
    counts,
    empty_site,
    files_of,
    make_whole_circle,
    taken_out,
    with_files,
)

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def first(**values):
    return lambda rows: rows[0].update(values)


FAULTS = {
    "a field too many": ({"gatherings": first(starts_at="2026-01-01T00:00:00Z")}, "starts_at is unknown"),
    "an account": ({"memberships": first(person=1)}, "person is unknown"),
    "a field too few": ({"gatherings": lambda rows: rows[0].__delitem__("day")}, "day is missing"),
    "a row of another circle": (
        {"answers": first(membership="11111111-1111-4111-8111-111111111111")},
        "membership points to what is not in this archive",
    ),
    "a key in place of a uid": ({"answers": first(membership=1)}, "membership points"),
    "a missing reference": ({"answers": first(membership=None)}, "membership is missing"),
    "a uid in another shape": ({"answers": first(uid="{12345678123456781234567812345678}")}, "uid is not"),
    "a number for a text": ({"circle": first(name=7)}, "name is not"),
    "a text for a number": ({"memberships": first(standing="3")}, "standing is not"),
    "a truth for a number": ({"memberships": first(standing=True)}, "standing is not"),
    "a standing nobody has": ({"memberships": first(standing=9)}, "standing is not"),
    "a number too great": ({"stitches": first(position=10**30)}, "position is not"),
    "a text too long": ({"circle": first(name="x" * 81)}, "name is not"),
    "words too long for a form": ({"circle": first(purpose="x" * 2001)}, "purpose is not"),
    "notes without an end": ({"gatherings": first(notes="http://x" + ")" * 5000)}, "notes is not"),
    "a flow without an end": (
        {"flow": lambda rows: [{**rows[0], "uid": str(uuid4())} for _ in range(31)]},
        "more than 30 rows of one gathering",
    ),
    "a NUL": ({"circle": first(purpose="a\0b")}, "purpose is not"),
    "half a character": ({"circle": first(purpose="\ud800")}, "no JSON|purpose is not"),
    "a zone nobody lives in": ({"circle": first(timezone="Mars/Crater")}, "timezone is not"),
    "a link that runs code": ({"circle": first(call_link="javascript:alert(1)")}, "call_link is not"),
    "a moment without a zone": ({"circle": first(founded_at="2026-01-01T00:00:00")}, "founded_at is not"),
    "a day that never was": ({"gatherings": first(day="2026-02-30")}, "day is not"),
    "a length beyond all calendars": ({"gatherings": first(lasts="P999999999DT0S")}, "do not fit"),
    "a rhythm of every second": ({"rhythms": first(rule="FREQ=SECONDLY")}, "do not fit"),
    "a gathering that ends before it begins": ({"gatherings": first(lasts="-P1DT0S")}, "do not fit"),
    "one uid twice": ({"affirmations": lambda rows: rows + rows}, "do not fit"),
    "two circles": ({"circle": lambda rows: rows + rows}, "circle"),
    "no circle": ({"circle": lambda rows: []}, "one circle"),
    "no list": ({"turns": lambda rows: {"a": 1}}, "no list of rows"),
    "rows that are none": ({"turns": lambda rows: [1, 2]}, "no list of rows"),
    "a picture that is not there": ({"faces": first(picture="faces/../x.webp")}, "its file is missing"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_one_line_and_nothing_is_stored(packed, fault):
    changes, told = FAULTS[fault]
    if fault == "half a character":
        files = files_of(packed)
        files["data/circle.json"] = files["data/circle.json"].replace(b'"purpose": "', b'"purpose": "\\ud800')
        spoilt = zips.pack(files)
    else:
        spoilt = changed(packed, **changes)
    before = counts()

    with pytest.raises(NotAnArchive, match=told) as refused:
        brought_in(spoilt)

    assert "\n" not in str(refused.value)
    assert counts() == before


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("manifest.json", None, "manifest.json is missing"),
        ("manifest.json", b"{}", "does not say"),
        ("manifest.json", b"[]", "does not say"),
        ("manifest.json", b'{"format": "last-wednesday-circle", "version": 2}', "another version"),
        ("data/turns.json", None, "data/turns.json is missing"),
        ("data/secrets.json", b"[]", "data/secrets.json is unknown"),
        ("data/turns.json", b"[NaN]", "no JSON"),
        ("data/turns.json", b"\xff\xfe", "no JSON"),
        ("data/turns.json", b"[" * 200_000, "no JSON"),
        ("data/people.json", b'[{"membership": "x"}]', "people.json, row 1"),
        ("../../etc/passwd", b"x", "leads out"),
        ("/etc/passwd", b"x", "leads out"),
        ("data\\..\\x.json", b"x", "leads out"),
    ],
)
def test_a_file_that_should_not_be_there_or_should_is_told_of(packed, name, body, told):
    with pytest.raises(NotAnArchive, match=told):
        brought_in(with_files(packed, **{name: body}))

    assert not Circle.objects.exists()


def test_a_picture_that_is_none_is_refused(packed):
    [face] = [name for name in files_of(packed) if name.startswith("faces/")]

    with pytest.raises(NotAnArchive, match="faces"):
        brought_in(with_files(packed, **{face: b"<svg onload=alert(1)>"}))


def test_what_is_no_zip_or_locked_or_broken_is_refused(packed):
    locked = bytearray(packed)
    at = locked.index(b"PK\x01\x02")
    while at > 0:  # each entry of the zip's table says that it is
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 1)
    for spoilt in (b"", b"no zip", packed[:-30], packed[: len(packed) // 2], bytes(locked)):
        with pytest.raises(NotAnArchive):
            brought_in(spoilt)
    broken = bytearray(packed)
    broken[len(broken) // 3] ^= 0xFF
    try:
        brought_in(bytes(broken))
    except NotAnArchive:
        assert not Circle.objects.exists()


def test_a_zip_bomb_is_not_unpacked(packed, monkeypatch):
    monkeypatch.setattr(zips, "LARGEST", 100_000)
    with pytest.raises(NotAnArchive, match="too large"):
        brought_in(with_files(packed, **{"data/turns.json": b" " * 10_000_000}))

    monkeypatch.setattr(zips, "MOST_FILES", 10)
    with pytest.raises(NotAnArchive, match="more than 10 files"):
        brought_in(packed)

    monkeypatch.setattr(zips, "MOST_FILES", 1000)
    monkeypatch.setattr(bringing_in, "MOST_ROWS", 5)
    with pytest.raises(NotAnArchive, match="more than 5 rows"):
        brought_in(packed)


def test_a_zip_that_lies_about_its_sizes_is_counted_while_it_is_read(packed, monkeypatch):
    monkeypatch.setattr(zips, "LARGEST", 100_000)
    bomb = bytearray(with_files(packed, **{"data/turns.json": b" " * 10_000_000}))
    size = (10_000_000).to_bytes(4, "little")
    while size in bomb:
        at = bomb.index(size)
        bomb[at : at + 4] = (10).to_bytes(4, "little")

    with pytest.raises(NotAnArchive):
        brought_in(bytes(bomb))


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_cannot_be_counted_while_it_is_read_is_refused(packing):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", packing) as archive:
        archive.writestr("manifest.json", b"{}" + b" " * 1000)

    with pytest.raises(NotAnArchive, match="nobody here can read"):
        brought_in(bomb.getvalue())


def test_two_files_of_one_name_are_refused(packed):
    twice = io.BytesIO(packed)
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("data/turns.json", "[]")

    with pytest.raises(NotAnArchive, match="same name"):
        brought_in(twice.getvalue())


@cache
def a_packed_circle() -> bytes:
    """Return a circle taken out once for many examples."""
    return taken_out(make_whole_circle())


@pytest.mark.thorough
@given(
    part=st.sampled_from([part.name for part in parts.TRAVELS]),
    place=st.integers(0, 30),
    value=st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.just([]), st.just({"a": 1})
    ),
)
@pytest.mark.django_db
def test_any_value_in_any_field_is_taken_or_refused_and_never_a_fault(part, place, value):
    packed = a_packed_circle()
    empty_site()
    fields = next(each.fields for each in parts.TRAVELS if each.name == part)

    try:
        circle = brought_in(changed(packed, **{part: first(**{fields[place % len(fields)]: value})})).circle
    except NotAnArchive:
        assert not Circle.objects.exists()
    else:
        assert taken_out(circle)
