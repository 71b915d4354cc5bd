"""What a circle agreed, who stands by it, and what it says when it looks at it again."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Row
from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from circles.forms.circle import day_input
from circles.forms.fields import WordsField
from circles.forms.layout import helper
from circles.models import Circle, Stand, Verdict, Weight, Wording
from circles.promises.starter_agreements import STARTER_AGREEMENTS


def days_out_of_order(agreed: date | None, review: date | None, *, today: date) -> dict[str, str]:
    """Return what is wrong with the days of a wording, by field: it was agreed by `today`, its review comes after.

    `today` is the circle's own day. A day that was not given is not wrong.
    """
    wrong = {}
    if agreed and agreed > today:
        wrong["agreed_on"] = gettext("That day is still to come. When did you agree it?")
    if agreed and review and review <= agreed:
        wrong["review_on"] = gettext("Choose a day after the one on which you agreed it.")
    return wrong


class AgreedOnForm(forms.Form):
    """When a circle agreed something: at the latest today, where the circle is."""

    agreed_on = forms.DateField(label=_("Agreed on"), widget=day_input())

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = localdate(timezone=circle.zone)
        self.fields["agreed_on"].initial = self.today

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come, and a look back before there is something to look back on."""
        given = super().clean() or {}
        wrong = days_out_of_order(given.get("agreed_on"), given.get("review_on"), today=self.today)
        for field, words in wrong.items():
            self.add_error(field, words)
        return given


class WordedForm(forms.Form):
    """The words of an agreement, and how it is held."""

    text = WordsField(
        label=_("In your own words"),
        max_length=1000,
        help_text=_("Everybody in the circle reads it, and whoever you invite."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
    )
    weight = forms.TypedChoiceField(
        label=_("How do you hold it?"),
        choices=[
            (Weight.LIGHTLY, _("Lightly: it is there, and read aloud when you open")),
            (Weight.FIRMLY, _("Firmly: each of you says by name that you stand by it")),
        ],
        coerce=Weight,
        initial=Weight.LIGHTLY,
        widget=forms.RadioSelect,
    )


class AgreementForm(WordedForm, AgreedOnForm):
    """One agreement, or a new wording of one."""

    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("If you have set a day for it."),
        widget=day_input(),
    )

    field_order = ["text", "weight", "agreed_on", "review_on"]

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(circle, *args, **kwargs)
        self.helper = helper("text", "weight", Row(Div("agreed_on"), Div("review_on")))


class StartingForm(AgreedOnForm):
    """Suggestions for a circle that has no agreements yet, in its language, none of them ticked."""

    texts = forms.MultipleChoiceField(
        label=_("Which of these did you agree?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick those you agreed in the circle.")},
    )

    field_order = ["texts", "agreed_on"]

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(circle, *args, **kwargs)
        with override(circle.language):
            words = [str(starter.wording) for starter in STARTER_AGREEMENTS if starter.suggested]
        self.fields["texts"].choices = [(text, text) for text in words]  # type: ignore[attr-defined]
        self.helper = helper("texts", "agreed_on")


class AffirmForm(forms.Form):
    """What one says to the wording that the page showed: by it, not yet (and what one would talk about), or nothing."""

    NOTHING = ""

    wording = forms.IntegerField()
    stand = forms.TypedChoiceField(
        choices=[*Stand.choices, (NOTHING, NOTHING)], coerce=Stand, empty_value=None, required=False
    )
    words = WordsField(label=_("What I would talk about"), max_length=500, required=False)
    here = forms.CharField(required=False)  # "agreement" where it was said on its own page


class ReviewForm(forms.Form):
    """What the circle said when it looked at a wording again: the three questions, and what it decided."""

    helped = WordsField(label=_("How has it helped us?"), max_length=1000, required=False)
    better = WordsField(label=_("How could it be better?"), max_length=1000, required=False)
    against = WordsField(label=_("Is there a reason not to go on with it?"), max_length=1000, required=False)
    verdict = forms.TypedChoiceField(
        label=_("What did you decide?"),
        choices=[
            (Verdict.GOES_ON, _("It goes on as it is")),
            (Verdict.CHANGES, _("Its words are to change")),
            (Verdict.LET_GO, _("We let it go")),
        ],
        coerce=Verdict,
        widget=forms.RadioSelect,
    )
    reviewed_on = forms.DateField(label=_("You looked at it on"), widget=day_input())
    next_on = forms.DateField(label=_("Look at it again on"), required=False, widget=day_input())

    def __init__(self, wording: Wording, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wording, self.today = wording, localdate(timezone=circle.zone)
        self.fields["reviewed_on"].initial = self.today
        if wording.review_on and wording.review_on > self.today:
            self.initial["next_on"] = wording.review_on  # a day that was set stands, unless it is taken out
        for name in ("helped", "better", "against"):
            self.fields[name].widget.attrs = {"rows": 3, "class": "words"}
        self.helper = helper(
            "helped", "better", "against", "verdict", Row(Div("reviewed_on"), Div("next_on"))
        )

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order: agreed, looked at (at the latest today), to be looked at again."""
        given = super().clean() or {}
        day, again = given.get("reviewed_on"), given.get("next_on")
        if day and day > self.today:
            self.add_error("reviewed_on", _("That day is still to come. When did you look at it?"))
        elif day and day < self.wording.agreed_on:
            self.add_error("reviewed_on", _("You agreed it only after that day."))
        if day and again and again <= day:
            self.add_error("next_on", _("Choose a day after the one on which you looked at it."))
        if given.get("verdict") == Verdict.LET_GO:
            given["next_on"] = None  # what is let go is not looked at again
        return given
