"""What somebody proposes to the circle, and what others ask it to hear first."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div, Row
from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from circles.forms.agreements import WordedForm
from circles.forms.circle import day_input
from circles.forms.fields import WordsField
from circles.forms.layout import helper
from circles.models import Circle

DAYS = (
    (1, _("A day")),
    (3, _("Three days")),
    (7, _("A week")),
    (14, _("Two weeks")),
    (30, _("Thirty days")),
    (60, _("Sixty days")),
)


class WordsOfProposalForm(WordedForm):
    """A wording one proposes, or proposes instead of what one proposed: the time for concerns stays."""

    why = WordsField(
        label=_("Why?"),
        max_length=1000,
        required=False,
        help_text=_("What made you think of it; a sentence helps the others."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("If you have a day in mind."),
        widget=day_input(),
    )

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = localdate(timezone=circle.zone)
        self.fields["text"].help_text = _("The circle reads it, weighs it, and can ask you to change it.")
        self.fields["weight"].label = _("How would we hold it?")
        self.helper = helper("text", "why", "weight", "review_on")

    def clean(self) -> dict[str, Any]:
        """Refuse a look back before there is something to look back on."""
        given = super().clean() or {}
        review, days = given.get("review_on"), given.get("days") or 0
        if review and review <= self.today + timedelta(days=days):
            self.add_error("review_on", _("Choose a day after the time for concerns."))
        return given


class ProposalForm(WordsOfProposalForm):
    """A wording one proposes, and how long there is time for concerns."""

    days = forms.TypedChoiceField(
        label=_("Time for concerns"),
        choices=DAYS,
        coerce=int,
        initial=7,
        help_text=_("Until the end of that day. It is adopted then, if no concern is left."),
    )

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(circle, *args, **kwargs)
        self.helper = helper("text", "why", "weight", Row(Div("days"), Div("review_on")))


class ConcernForm(forms.Form):
    """What one asks the circle to hear before it goes on."""

    words = WordsField(
        label=_("My concern"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("words")


class HeardForm(forms.Form):
    """Which words one has read when saying that one's concern was heard: when they were last changed, if ever."""

    read = forms.DateTimeField(required=False)
