"""What a circle agreed, and who stands by it."""

from typing import Any

from crispy_forms.layout import Div, Row
from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from circles.forms.circle import day_input
from circles.forms.fields import WordsField
from circles.forms.layout import helper
from circles.models import Circle, Weight
from circles.starter_agreements import STARTER_AGREEMENTS


class AgreedOnForm(forms.Form):
    """When a circle agreed something: at the latest today, where the circle is."""

    agreed_on = forms.DateField(label=_("Agreed on"), widget=day_input())

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = localdate(timezone=circle.zone)
        self.fields["agreed_on"].initial = self.today

    def clean_agreed_on(self) -> Any:
        """Refuse a day to come."""
        day = self.cleaned_data["agreed_on"]
        if day > self.today:
            raise forms.ValidationError(_("That day is still to come. When did you agree it?"))
        return day


class AgreementForm(AgreedOnForm):
    """One agreement, or a new wording of one."""

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

    def clean(self) -> dict[str, Any]:
        """Refuse a look back before there is something to look back on."""
        given = super().clean() or {}
        agreed, review = given.get("agreed_on"), given.get("review_on")
        if agreed and review and review <= agreed:
            self.add_error("review_on", _("Choose a day after the one on which you agreed it."))
        return given


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
    """Whether one stands by the wording that the page showed."""

    wording = forms.IntegerField()
    stand = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )
