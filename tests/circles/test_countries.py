"""Countries: what they are called, which one a zone lies in, their public holidays."""

import subprocess
import sys
from datetime import date

import pytest
from django.utils.translation import override

from circles.words import countries
from circles.words.zones import zone_names


def test_countries_are_called_in_the_readers_language_and_stand_by_name():
    english = countries.countries()
    with override("fr"):
        french = countries.countries()

    assert ("CA", "Canada") in english
    assert ("DE", "Germany") in english
    assert ("DE", "Allemagne") in french
    assert len(english) == len(french) > 200
    names = [name for _code, name in french]
    assert names.index("Espagne") < names.index("États-Unis") < names.index("Finlande")


def test_parts_are_those_with_holidays_of_their_own():
    assert ("CA-AB", "Alberta") in countries.parts("CA")
    assert ("DE-BY", "Bavaria") in countries.parts("DE")
    assert all(len(code) <= 6 for code, _name in countries.parts("FR"))
    assert countries.parts("IS") == []
    assert countries.parts("XX") == []


@pytest.mark.parametrize(
    ("code", "words"),
    [("", ""), ("FR", "France"), ("CA-AB", "Canada, Alberta"), ("CA-XX", "Canada"), ("XX", "XX")],
)
def test_a_country_and_its_part_are_said_together(code, words):
    assert countries.country_words(code) == words


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("America/Edmonton", "CA"),
        ("Europe/Zurich", "CH"),
        ("Asia/Kathmandu", "NP"),
        ("Asia/Calcutta", "IN"),
        ("US/Mountain", "US"),
        ("UTC", ""),
        ("Nowhere/Land", ""),
    ],
)
def test_the_country_is_guessed_from_the_zone(zone, country):
    assert countries.country_of(zone) == country


def test_nearly_every_zone_lies_in_a_country_we_know():
    lost = [zone for zone in zone_names() if not countries.country_of(zone)]

    assert [zone for zone in lost if not zone.startswith(("Antarctica/", "Arctic/"))] == ["UTC"]


@pytest.mark.parametrize(
    ("code", "day", "english", "french"),
    [
        ("CA", date(2026, 7, 1), "Canada Day", "Fête du Canada"),
        ("CA-AB", date(2026, 2, 16), "Family Day", "Fête de la famille"),
        ("CA", date(2026, 2, 16), "", ""),
        ("FR", date(2026, 7, 14), "National Day", "Fête nationale"),
        ("DE", date(2026, 12, 25), "Christmas Day", "Erster Weihnachtstag"),
        ("CA", date(2026, 7, 2), "", ""),
        ("", date(2026, 7, 1), "", ""),
        ("XX", date(2026, 7, 1), "", ""),
        ("CA", date(2999, 7, 1), "", ""),
        ("GB", date(2026, 12, 28), "Boxing Day (observed)", "Boxing Day (observed)"),
    ],
)
def test_a_public_holiday_has_its_name_in_the_readers_language_or_the_countrys(code, day, english, french):
    with override("en"):
        assert countries.holiday(code, day) == english
    with override("fr"):
        assert countries.holiday(code, day) == french


@pytest.mark.thorough
def test_every_country_we_offer_can_be_asked_in_both_languages():
    for language in ("en", "fr"):
        with override(language):
            for code, _name in countries.countries():
                assert isinstance(countries.holiday(code, date(2027, 1, 1)), str)


@pytest.mark.thorough
def test_the_site_starts_without_loading_any_holidays():
    starts = "import sys, django; django.setup(); from cop_site import urls; print('holidays' in sys.modules)"
    env = {"DEBUG": "yes", "DJANGO_SETTINGS_MODULE": "cop_site.settings", "SECRET_KEY": "x" * 50}

    said = subprocess.run([sys.executable, "-c", starts], env=env, capture_output=True, text=True)

    assert said.stdout.strip() == "False", said.stderr
