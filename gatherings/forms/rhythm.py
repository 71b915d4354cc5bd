"""A rhythm, chosen as a sentence."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Row
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.forms.layout import helper
from gatherings import rhythm
from gatherings.forms.fields import HoursForm, day_field, hours_row
from gatherings.wording import ORDINALS, odd_words, refusal_words

UNITS = {"month": gettext_lazy("months"), "week": gettext_lazy("weeks")}
SHOWN = 12


def _numbered(day: int) -> str:
    return _("day %(day)s") % {"day": day}


_DAYS = [
    (gettext_lazy("A weekday"), [(f"w{number}", name) for number, name in WEEKDAYS.items()]),
    (gettext_lazy("A day by its number"), [(f"d{day}", lazy(_numbered, str)(day)) for day in range(1, 32)]),
]


class RhythmForm(HoursForm):
    """The last · Wednesday · of every · 1 · months, from 18:00 to 20:00, not before 25 November.

    With weeks, or a day by its number, "the last" says nothing. Without a zone (a circle being founded), the
    rhythm is tried in UTC.
    """

    ordinal = forms.TypedChoiceField(
        label=gettext_lazy("On"), choices=list(ORDINALS.items()), coerce=int, initial=-1
    )
    day = forms.ChoiceField(label=gettext_lazy("Day"), choices=_DAYS, initial="w2")
    every = forms.IntegerField(label=gettext_lazy("Of every"), min_value=1, max_value=52, initial=1)
    unit = forms.ChoiceField(
        label=gettext_lazy("Months or weeks"), choices=list(UNITS.items()), initial="month"
    )
    first = day_field(
        label=gettext_lazy("Not before"),
        help_text=gettext_lazy("The first gathering is on this day or the next that fits."),
    )

    field_order = ["ordinal", "day", "every", "unit", "starts", "ends", "first"]

    def __init__(self, *args: Any, zone: ZoneInfo | None = None, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.country = zone or ZoneInfo("UTC"), country
        self.fields["starts"].initial, self.fields["ends"].initial = time(18), time(20)
        self.helper = helper(
            Row(Div("ordinal"), Div("day")), Row(Div("every"), Div("unit")), hours_row(), "first"
        )

    def clean(self) -> dict[str, Any]:
        """Make the rule of the sentence; refuse one that cannot be kept, with a sentence."""
        given = super().clean()
        if self.errors:
            return given
        kind, number = given["day"][0], int(given["day"][1:])
        if kind == "d" and given["unit"] == "week":
            self.add_error("day", _("Weeks have weekdays. Choose one, or choose months."))
            return given
        if kind == "d":
            pattern = rhythm.Pattern(every=given["every"], monthday=number)
        elif given["unit"] == "week":
            pattern = rhythm.Pattern(every=given["every"], unit="week", weekday=number)
        else:
            pattern = rhythm.Pattern(every=given["every"], ordinal=given["ordinal"], weekday=number)
        given["rule"] = pattern.rule()
        given["first"] = self.begins(given["rule"], pattern)
        try:
            self.core(given)
        except rhythm.RhythmRefused as refused:
            self.add_error("day", refusal_words(refused))
        return given

    def begins(self, rule: str, pattern: rhythm.Pattern) -> date:
        """Return the first day of the rule; weeks are counted from its weekday, whenever "not before" is."""
        first: date = self.cleaned_data["first"]
        return first + timedelta(
            days=((pattern.weekday or 0) - first.weekday()) % 7 if pattern.unit == "week" else 0
        )

    def clean_first(self) -> date:
        """Refuse a day so late that Python's calendar ends within a week of it."""
        first: date = self.cleaned_data["first"]
        if first > date.max - timedelta(weeks=1):
            raise forms.ValidationError(
                refusal_words(rhythm.RhythmRefused(rhythm.Refusal.FIRST, "The last days of the year 9999."))
            )
        return first

    def core(self, given: dict[str, Any] | None = None, *, zone: ZoneInfo | None = None) -> rhythm.Rhythm:
        """Return the rhythm that was chosen, in `zone` or the form's own. Raises rhythm.RhythmRefused."""
        chosen = self.chosen() if given is None else {name: given[name] for name in _PARTS}
        return rhythm.Rhythm(**chosen, timezone=zone or self.zone)

    def chosen(self) -> dict[str, Any]:
        """Return rule, first, starts and lasts as rhythms.set_rhythm takes them, once the form is valid."""
        return {name: self.cleaned_data[name] for name in _PARTS}

    def dates(
        self, *, after: date, zone: ZoneInfo | None = None, country: str | None = None
    ) -> Iterator[tuple[rhythm.Occurrence, str]]:
        """The next twelve dates from the day `after` on, each with what is odd about it, once the form is valid.

        In `zone` and `country`, or the form's own.
        """
        core = self.core(zone=zone)
        country = self.country if country is None else country
        begin = max(after, core.first)
        for occurrence in islice(core.occurrences(begin, begin + timedelta(days=366 * 60)), SHOWN):
            yield occurrence, odd_words(occurrence.day, core.starts, core.timezone, country)


_PARTS = ("rule", "first", "starts", "lasts")


def as_chosen(*, rule: str, starts: time, ends: time) -> dict[str, Any]:
    """Return what the form begins with so that it says `rule`; without the day where no sentence says it."""
    begins: dict[str, Any] = {"starts": starts, "ends": ends}
    pattern = rhythm.describe(rule)
    if pattern is None:
        return begins
    begins |= {"every": pattern.every, "unit": pattern.unit}
    if pattern.ordinal is not None:
        begins["ordinal"] = pattern.ordinal
    begins["day"] = f"w{pattern.weekday}" if pattern.weekday is not None else f"d{pattern.monthday}"
    return begins
