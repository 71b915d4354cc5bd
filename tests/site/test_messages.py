"""The French catalogue: whole, compiled, with every placeholder, and set as French is."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, override

from cop_site import borrowed

ROOT = Path(__file__).parents[2]
FRENCH = ROOT / "locale/fr/LC_MESSAGES"
SOURCES = ("circles", "gatherings", "checkins", "cop_site", "templates")
COLLECT = ("manage.py", "makemessages", "--locale", "fr", "--no-location", "--no-wrap")


def catalogue():
    return polib.pofile(str(FRENCH / "django.po"))


def keys(entries):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}


def said(entry):
    """Return what an entry says in French: one sentence, or its plural forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_string_is_translated_and_none_is_a_guess():
    po = catalogue()

    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []
    assert [entry.msgid for entry in po.obsolete_entries()] == []
    assert len(po) > 800


def test_the_compiled_catalogue_is_the_one_that_can_be_read():
    compiled = polib.mofile(str(FRENCH / "django.mo"))
    here = {(e.msgctxt, e.msgid): said(e) for e in catalogue()}

    assert {(e.msgctxt, e.msgid): said(e) for e in compiled} == here, "run: make messages"
    assert compiled.metadata["Plural-Forms"] == "nplurals=2; plural=(n > 1);"


def test_every_placeholder_is_kept():
    named = re.compile(r"%(?:\(\w+\))?[ds]|<\w+|</\w+>|\{\w*\}")
    for entry in catalogue():
        wanted = sorted(named.findall(entry.msgid_plural or entry.msgid))
        *may_say_one, last = said(entry)
        assert sorted(named.findall(last)) == wanted, entry.msgid
        for form in may_say_one:  # "une personne" needs no number
            assert set(named.findall(form)) <= set(wanted), entry.msgid


def test_french_is_set_as_french_is():
    for entry in catalogue():
        for form in said(entry):
            assert "'" not in form, f"’ is the apostrophe: {form}"
            assert not re.search(r"[^\u202f][;?!]", form), f"a narrow no-break space: {form}"
            assert not re.search(r"(?<![\u00a0\d]):(?!//)", form), f"a no-break space: {form}"
            assert not re.search(r"«(?!\u00a0)|(?<!\u00a0)»", form), f"no-break spaces inside quotes: {form}"
            assert not re.search(r"[\u00a0\u202f ]{2}", form), f"one space: {form}"
            assert form[:1].isspace() == entry.msgid[:1].isspace() or form[0] == "\u202f"
            assert form[-1:].isspace() == entry.msgid[-1:].isspace()


def test_french_keeps_to_the_words_of_a_circle():
    avoided = re.compile(
        r"événement|participant|utilisat|soumett|soumis|contenu|Veuillez|\(e\)", re.IGNORECASE
    )

    assert [form for entry in catalogue() for form in said(entry) if avoided.search(form)] == []


def test_nothing_that_people_read_is_missing_from_the_catalogue(tmp_path):
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not here, so nobody can look for new strings: apt install gettext")
    for source in SOURCES:
        shutil.copytree(ROOT / source, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "locale").mkdir()
    alone = {"DEBUG": "yes", "DJANGO_SETTINGS_MODULE": "cop_site.settings", "PYTHONPATH": str(tmp_path)}
    subprocess.run(
        [sys.executable, *COLLECT], cwd=tmp_path, env=os.environ | alone, check=True, capture_output=True
    )
    found = keys(polib.pofile(str(tmp_path / "locale/fr/LC_MESSAGES/django.po")))

    here = keys(catalogue())
    assert found - here == set(), "new; run: make messages, then translate what is empty"
    assert here - found == set(), "no longer said; run: make messages"


def test_our_words_are_taken_before_those_of_the_packages():
    ours = {entry.msgid: entry.msgstr for entry in catalogue()}
    sentences = [
        sentence
        for sentence in (*borrowed.FORMS, *borrowed.SIGNING_IN, *borrowed.SECOND_FACTOR)
        if isinstance(sentence, str)
    ]

    with override("fr"):
        assert {sentence: gettext(sentence) for sentence in sentences} == {
            sentence: ours[sentence] for sentence in sentences
        }
    assert len(sentences) > 25
