"""Another rhythm for a circle that gathers already: from which gathering on, and what becomes of those that stand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crispy_forms.layout import Div, Row
from django import forms
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.forms.fields import NameField
from circles.forms.layout import helper
from circles.models import Circle
from gatherings import rhythm
from gatherings.forms.fields import hours_row
from gatherings.forms.rhythm import RhythmForm
from gatherings.moments import day_words
from gatherings.refusals import WordMissing
from gatherings.schedule.rhythm_plan import Choice, Plan, Step, first_at, to_come


class ChangeRhythmForm(RhythmForm):
    """The sentence, and from which gathering on it holds; a day, where none is to come."""

    since = forms.ChoiceField(
        label=gettext_lazy("From which gathering on"),
        required=False,
        help_text=gettext_lazy("What comes before it stays as it is."),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["ordinal", "day", "every", "unit", "starts", "ends", "since", "first"]

    def __init__(self, circle: Circle, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, zone=circle.zone, country=circle.country, **kwargs)
        self.now, self.today = now, localdate(now, circle.zone)
        self.to_come = to_come(circle, now=now)
        self.coming = {str(each.number): each for each in self.to_come if not each.is_called_off}
        unused = "first" if self.coming else "since"
        del self.fields[unused]
        if self.coming:
            at = [(number, day_words(each.day)) for number, each in self.coming.items()]
            now_on = ("", _("from today, on the next date that fits"))
            self.fields["since"].choices = [now_on, *at]  # type: ignore[attr-defined]
            self.fields["since"].initial = at[0][0]
        last = "since" if self.coming else "first"
        self.helper = helper(
            Row(Div("ordinal"), Div("day")), Row(Div("every"), Div("unit")), hours_row(), last
        )

    @property
    def since_day(self) -> date:
        """The date from which on gatherings change, once the form is valid."""
        if "first" in self.fields:
            return self.today
        chosen = self.coming.get(self.cleaned_data["since"])
        return (chosen.slot if chosen else None) or self.today

    def begins(self, rule: str, pattern: rhythm.Pattern) -> date:
        """Return the day nearest to the chosen gathering, or as a rhythm begins that takes over from none."""
        if "first" in self.fields:
            return super().begins(rule, pattern)
        if self.cleaned_data["since"]:
            return first_at(self.since_day, self.to_come, rule=rule, zone=self.zone, now=self.now)
        self.cleaned_data["first"] = self.today
        return super().begins(rule, pattern)

    def looks(self) -> list[tuple[rhythm.Occurrence, str]]:
        """The next twelve dates from today on, each with what is odd about it, and which are called off."""
        off = {each.slot for each in self.to_come if each.is_called_off}
        return [
            (each, _("; ").join(filter(None, [_("called off") if each.day in off else "", odd])))
            for each, odd in self.dates(after=self.today)
        ]

    def fingerprint(self, plan: Plan) -> str:
        """Return what was chosen and what it would do, in one line: the page that shows it carries it."""
        return " ".join(str(part) for part in (*self.chosen().values(), plan.fingerprint))


class BecomesForm(forms.Form):
    """What becomes of each gathering that somebody has touched, and in a word why.

    Bound only when it is to be kept (`asked`); else what was chosen before stays chosen where it still can be.
    """

    reason = NameField(
        label=gettext_lazy("A word why"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Everybody in the circle reads it."),
    )

    def __init__(self, plan: Plan, given: Mapping[str, Any], *, asked: bool) -> None:
        super().__init__(given if asked else None)
        self.plan = plan
        self.told = {step.gathering.number: step for step in plan.touched if step.choices}
        self.fields["reason"].initial = given.get("reason", "")
        for number, step in self.told.items():
            name = _name(number)
            offered = [(choice.value, _choice_words(step, choice)) for choice in step.choices]
            said = given.get(name, "")
            self.fields[name] = forms.ChoiceField(
                label=_("What becomes of %(day)s") % {"day": day_words(step.gathering.day)},
                choices=offered,
                initial=said if said in step.choices else step.choices[0],
            )
        self.helper = helper("reason")

    def clean(self) -> dict[str, Any]:
        """Ask for a word why where somebody's gathering is moved or called off."""
        given = super().clean() or {}
        if not self.errors and self.plan.disturbs(self.choices) and not given["reason"]:
            self.add_error("reason", str(WordMissing()))
        return given

    @property
    def choices(self) -> dict[int, Choice]:
        """What was chosen, by the gatherings' numbers."""
        return {number: Choice(self.cleaned_data[_name(number)]) for number in self.told}

    @cached_property
    def lines(self) -> list[tuple[Step, forms.BoundField | None, str]]:
        """Each gathering that somebody has touched, with what can be chosen for it, or else with what is said."""
        return [
            (step, self[_name(step.gathering.number)], "")
            if step.choices
            else (step, None, _("stays: it is less than a day away") if step.near else _("stays"))
            for step in self.plan.touched
        ]


def _name(number: int) -> str:
    return f"becomes_{number}"


def _choice_words(step: Step, choice: Choice) -> str:
    if choice is Choice.OFF:
        return _("is called off")
    if choice is Choice.LEAVE or step.to is None:
        return _("stays as it is")
    if step.to == step.gathering.day:
        return _("takes the new hour")
    return _("moves to %(day)s") % {"day": day_words(step.to)}
