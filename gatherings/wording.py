"""What the plain modules mean, in the words of whoever reads: rhythms, refusals, odd dates, reasons."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from circles.words import countries
from gatherings import rhythm
from gatherings.moments import day_words
from gatherings.rotation.reasons import Lack, Reason, Vacancy, Why
from gatherings.rotation.values import Suggestion

ORDINALS = {
    1: gettext_lazy("the first"),
    2: gettext_lazy("the second"),
    3: gettext_lazy("the third"),
    4: gettext_lazy("the fourth"),
    -1: gettext_lazy("the last"),
}
_REFUSALS = {
    rhythm.Refusal.UNREADABLE: gettext_lazy(
        "This rhythm cannot be read as one. Choose it again, word by word."
    ),
    rhythm.Refusal.TOO_OFTEN: gettext_lazy("A circle gathers once a day at most."),
    rhythm.Refusal.HOUR: gettext_lazy("A rhythm names days only; the hour is chosen beside it."),
    rhythm.Refusal.END: gettext_lazy("A rhythm has no end of its own: a circle rests or closes instead."),
    rhythm.Refusal.NEVER: gettext_lazy(
        "There is no such day in the next ten years, so the circle would never gather. Choose another day."
    ),
    rhythm.Refusal.FIRST: gettext_lazy("Begin on a day between the years 1900 and 3000."),
    rhythm.Refusal.STARTS: gettext_lazy("Give the hour as hours and minutes, such as 18:00."),
    rhythm.Refusal.LASTS: gettext_lazy("A gathering lasts some time, and two weeks at most."),
}
_OPENINGS = {
    Why.KEPT: gettext_lazy("kept as it was"),
    Why.STANDS: gettext_lazy("stands as before"),
    Why.ONLY_ONE: gettext_lazy("nobody else could"),
    Why.EASES_IN: gettext_lazy("is new and begins with a lighter role"),
}
_BESIDES = {  # what is said of the others where somebody has held the role before
    Why.LONGEST_AGO: gettext_lazy("last held this role %(when)s, longer ago than anybody else who is free"),
    Why.NOBODY_FREE: gettext_lazy(
        "last held this role %(when)s, and everybody else who could has a role that day"
    ),
    Why.EVENLY: gettext_lazy(
        "last held this role %(when)s; those who waited longer have as many turns at these gatherings, or more"
    ),
}
_LACKS = {
    Lack.NOBODY_YET: gettext_lazy("nobody has joined yet"),
    Lack.EVERYBODY_AWAY: gettext_lazy("everybody is away"),
    Lack.NOBODY_WILLING: gettext_lazy("nobody is willing to hold it"),
    Lack.WILLING_AWAY: gettext_lazy("everybody willing to hold it is away"),
    Lack.TOO_FEW: gettext_lazy("there are fewer people than seats"),
}


def refusal_words(refused: rhythm.RhythmRefused) -> str:
    """Return why a rhythm is refused, and what to do."""
    return str(_REFUSALS[refused.code])


def rhythm_words(rule: str) -> str:
    """Return a rule as a sentence has it: "the last Wednesday of every month"; the rule itself where none does."""
    pattern = rhythm.describe(rule)
    if pattern is None:
        return rule
    weekday = str(WEEKDAYS[pattern.weekday]) if pattern.weekday is not None else ""
    words = {"weekday": weekday, "every": pattern.every}
    if pattern.unit == "week":
        return ngettext("%(weekday)s every week", "%(weekday)s every %(every)s weeks", pattern.every) % words
    if pattern.monthday is not None:
        words["day"] = pattern.monthday
        return (
            ngettext("day %(day)s of every month", "day %(day)s of every %(every)s months", pattern.every)
            % words
        )
    words["ordinal"] = str(ORDINALS[pattern.ordinal or -1])
    sentence = ngettext(
        "%(ordinal)s %(weekday)s of every month",
        "%(ordinal)s %(weekday)s, every %(every)s months",
        pattern.every,
    )
    return sentence % words


def odd_words(day: date, starts: time, zone: ZoneInfo, country: str = "") -> str:
    """Return what is odd about gathering then: a holiday, the days between the years, a clock that changes (R85).

    `country` is the one (or the part of one) whose holidays count; with none, none does.
    """
    holiday = countries.holiday(country, day)
    said = [holiday] if holiday else []
    if (day.month, day.day) >= (12, 25):
        said.append(_("between Christmas and New Year"))
    shown = {"hour": time_format(starts, "H:i")}
    match rhythm.oddity(day, starts, zone):
        case "gap":
            begins = rhythm.instant(day, starts, zone).astimezone(zone)
            shown["begins"] = time_format(begins.time(), "H:i")
            said.append(_("the clocks skip %(hour)s that day, so you begin at %(begins)s") % shown)
        case "twice":
            said.append(_("the clocks show %(hour)s twice that day; the first is meant") % shown)
    return _("; ").join(said)


def span_words(first: date, last: date) -> str:
    """Return the days from `first` to `last`, both included."""
    if first == last:
        return day_words(first)
    return _("%(first)s to %(last)s") % {"first": day_words(first), "last": day_words(last)}


def ends(starts: time, lasts: timedelta) -> time:
    """Return the hour on the clock at which what starts then and lasts so long is over."""
    minutes = starts.hour * 60 + starts.minute + int(lasts.total_seconds() // 60)
    return time(minutes // 60 % 24, minutes % 60)


def lasts(starts: time, ends: time) -> timedelta:
    """Return the time from one hour on the clock to another; past midnight where the second is not later."""
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return timedelta(minutes=minutes % (24 * 60))


def reason_words(why: Reason) -> str:
    """Return why the rota proposes somebody: "has not held this role yet; last held a role in June"."""
    said = [str(_OPENINGS[why.kind])] if why.kind in _OPENINGS else []
    if why.last_held_this is None:
        said.append(_("has not held this role yet"))
    else:
        held = _BESIDES.get(why.kind) or _("last held this role %(when)s")
        said.append(held % {"when": _month(why.last_held_this, why.day)})
    if why.last_held_any is None:
        said.append(_("has not held a role yet"))
    elif why.last_held_any != why.last_held_this:
        said.append(_("last held a role %(when)s") % {"when": _month(why.last_held_any, why.day)})
    if why.second_role:
        said.append(_("holds two roles, as there are more roles than people"))
    return _("; ").join(said)


def suggestion_words(suggestion: Suggestion[int], *, gladly: bool = False) -> str:
    """Return in short when somebody last held the role, and what speaks for or against asking them.

    Such as "in June, is away", or "not yet, would gladly".
    """
    last = suggestion.why.last_held_this
    besides = (
        (gladly, _("would gladly")),
        (suggestion.away, _("is away")),
        (suggestion.unwilling, _("would rather not")),
        (suggestion.busy, _("has a role already")),
        (suggestion.new, _("has just joined")),
    )
    when = _month(last, suggestion.why.day) if last else _("not yet")
    return _(", ").join([when, *(words for true, words in besides if true)])


def vacancy_words(vacancy: Vacancy) -> str:
    """Return why a seat stays empty."""
    return str(_LACKS[vacancy.kind])


def _month(day: date, seen_from: date) -> str:
    """Return when something was: "in June", with its year when that is another than the gathering's."""
    return _("in %(month)s") % {"month": date_format(day, "F" if day.year == seen_from.year else "F Y")}
