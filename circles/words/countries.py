"""Countries and their parts: what they are called, which one a time zone lies in, and their public holidays.

1. A country is its ISO 3166 code; a part of it has the country's before its own: "CA", "CA-AB".
2. Known are those whose public holidays are known, with those of their parts that ISO 3166-2 has too.
3. They are called what they are called in the language in force; a holiday goes by the country's own name for it
   where that language has none.
4. A zone lies in the one country that tzdata gives it, an older name of a zone in that of the newer.
5. Holidays take a fifth of a second to load: they are, when first asked for, not when the site starts.
"""

import gettext
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

import pycountry
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _


def countries() -> list[tuple[str, str]]:
    """Return the countries we know, code and name, by name."""
    return list(_countries(_language()))


def parts(country: str) -> list[tuple[str, str]]:
    """Return the parts of a country that have holidays of their own, code and name, by name."""
    return list(_parts(country, _language()))


def country_words(code: str) -> str:
    """Return what a country, or a part of one, is called: "Canada, Alberta"; of none, nothing."""
    if not code:
        return ""
    country = dict(countries()).get(code[:2], code[:2])
    part = dict(parts(code[:2])).get(code)
    return _("%(country)s, %(part)s") % {"country": country, "part": part} if part else country


def country_of(zone: str) -> str:
    """Return the country a time zone lies in, "" where it lies in none that we know."""
    by_zone, renamed = _zones()
    country = by_zone.get(zone) or by_zone.get(renamed.get(zone, ""), "")
    return country if country in _known() else ""


def holiday(code: str, day: date) -> str:
    """Return the name of the public holiday there on that day, "" on any other day and where `code` is empty."""
    if code[:2] not in _known():
        return ""
    return _holidays(code, day.year, _language()).get(day, "")


@cache
def _known() -> frozenset[str]:
    """Return the codes of the countries whose holidays are known, and that have a name."""
    from holidays.registry import EntityLoader

    codes = EntityLoader.get_country_codes(include_aliases=False)
    return frozenset(code for code in codes if pycountry.countries.get(alpha_2=code))


@cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[locale], fallback=True)
    found = (pycountry.countries.get(alpha_2=code) for code in _known())
    return _by_name(
        (each.alpha_2, names.gettext(getattr(each, "common_name", each.name))) for each in found if each
    )


@lru_cache(maxsize=512)
def _parts(country: str, locale: str) -> tuple[tuple[str, str], ...]:
    if country not in _known():
        return ()
    from holidays import country_holidays

    names = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[locale], fallback=True)
    codes = (f"{country}-{part}" for part in country_holidays(country).subdivisions)
    found = (pycountry.subdivisions.get(code=code) for code in codes)  # type: ignore[no-untyped-call]
    return _by_name((each.code, names.gettext(each.name)) for each in found if each)


@lru_cache(maxsize=1024)
def _holidays(code: str, year: int, locale: str) -> dict[date, str]:
    from holidays import country_holidays

    country, _dash, part = code.partition("-")
    spoken = country_holidays(country).supported_languages
    language = locale.partition("_")[0]
    wanted = (locale, f"{language}_{country}", f"{language}_US", *spoken)
    chosen = next((each for each in wanted if each in spoken and each.startswith(language)), None)
    found = country_holidays(
        country,
        subdiv=part if code in dict(_parts(country, locale)) else None,
        years=year,
        expand=False,
        language=chosen,
    )
    return dict(found)


@cache
def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """Return the country of each zone, and the newer name of each zone that had another."""
    tables = files("tzdata") / "zoneinfo"
    rows = [line.split("\t") for line in (tables / "zone.tab").read_text().splitlines() if line[:1] != "#"]
    lines = [
        line.split() for line in (tables / "tzdata.zi").read_text().splitlines() if line.startswith("L ")
    ]
    return {row[2]: row[0] for row in rows}, {older: newer for _link, newer, older in lines}


def _language() -> str:
    return to_locale(get_language() or "en")


def _by_name(named: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(named, key=lambda each: (_plain(each[1]), each[0])))


def _plain(name: str) -> str:
    """Return a name as it is sorted: É with E."""
    return "".join(
        each for each in unicodedata.normalize("NFKD", name) if each.isalpha() or each == " "
    ).casefold()
