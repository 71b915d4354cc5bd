"""What is said of tonight: whose flame, where the Centre is, what the host lets it do, the code of a screen."""

from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from checkins.models import FlameState, Scene
from checkins.tonight.pairing import LENGTH, plain
from checkins.tonight.scenes import Step
from circles.forms import NameField
from circles.forms.layout import helper


class FlameForm(forms.Form):
    """What a flame is to be, and whose: "lit" for my own, "lit:m12" or "lit:g3" for a member's or a guest's."""

    touch = forms.RegexField(r"\A(?:lit|passed|out)(?::[mg][1-9][0-9]{0,17})?\Z")

    @property
    def state(self) -> FlameState | None:
        """What it is to be; None for out, as if the round had not come to them."""
        said = self.cleaned_data["touch"].partition(":")[0]
        return None if said == "out" else FlameState(said)

    @property
    def seat(self) -> str:
        """Whose it is, by the key of their seat; empty for my own."""
        key: str = self.cleaned_data["touch"].partition(":")[2]
        return key


class StepForm(forms.Form):
    """The step of the Centre somebody saw, and which way it moves from there."""

    scene = forms.ChoiceField(choices=Scene.choices)
    stanza = forms.IntegerField(min_value=0, max_value=32_767)
    way = forms.ChoiceField(choices=[("on", "on"), ("back", "back")])

    @property
    def seen(self) -> Step:
        """The step it was said on."""
        return (self.cleaned_data["scene"], self.cleaned_data["stanza"])

    @property
    def goes_on(self) -> bool:
        """Whether it goes on from there, not back."""
        return bool(self.cleaned_data["way"] == "on")


class Do(StrEnum):
    """What a host does with tonight."""

    BEGIN = "begin"
    CODE = "code"
    PHONES = "phones"
    NO_PHONES = "no phones"
    ASK = "ask"
    CLOSE = "close"


class TonightForm(forms.Form):
    """What a host does with tonight; the question to close with, where they ask one."""

    do = forms.ChoiceField(choices=[(each, each) for each in Do])
    question = NameField(
        label=gettext_lazy("The question to close with"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "grows"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("question")


class CodeForm(forms.Form):
    """The code of a Centre, as it was read off the host's page."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("code")

    def clean_code(self) -> str:
        """Return the code as it is stored; one of another length is no code, and is looked for all the same."""
        return plain(self.cleaned_data["code"])[: LENGTH + 1]
