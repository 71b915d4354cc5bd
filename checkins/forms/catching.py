"""What the catcher heard, typed live or from notes, or takes from what was brought."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.forms.fields import choose_from, nonce_field
from checkins.forms.names import NamesForm
from checkins.forms.words import LineForm
from checkins.models import PHRASE_LIMIT, CheckIn
from checkins.phrases import line_names
from circles.forms import WordsField
from circles.forms.layout import helper
from circles.models import Membership


class PartForm(forms.Form):
    """How it was sent: `part` says that a script of ours asks, which wants the new lines alone and no page."""

    part = forms.BooleanField(required=False, widget=forms.HiddenInput)


class HeardForm(PartForm):
    """Words of the evening, a phrase a line."""

    heard = WordsField(label=gettext_lazy("What did you hear?"), required=False)
    nonce = nonce_field()

    def clean_heard(self) -> str:
        """Refuse a line too long to be a phrase, naming it."""
        heard: str = self.cleaned_data["heard"]
        for number, line in enumerate(lines_of(heard), start=1):
            if len(line) > PHRASE_LIMIT:
                self.add_error("heard", too_long(number, len(line)))
        return heard

    @property
    def lines(self) -> list[str]:
        """The phrases, one a line, as typed."""
        return lines_of(self.cleaned_data["heard"])


class CatchingForm(NamesForm, HeardForm):
    """What the catcher heard just now; who said it, when that is known."""

    speaker = forms.ModelChoiceField(
        label=gettext_lazy("Who said it"), queryset=Membership.objects.none(), required=False
    )
    silence = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: QuerySet[Membership], names: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "speaker", people)
        self.names = line_names.names_to_find(names)

    def clean(self) -> dict[str, Any]:
        """Say so when nothing was typed."""
        given = super().clean() or {}
        if "heard" in given and not given.get("silence") and not lines_of(given["heard"]):
            self.add_error("heard", _("Type what you heard, or catch a silence."))
        return given

    @property
    def lines(self) -> list[str]:
        """The phrases; one empty string is a caught silence."""
        if self.cleaned_data["silence"]:
            return [""]
        return [kept if (kept := self.as_kept(line)).strip() else line for line in super().lines]

    @property
    def carrying(self) -> list[tuple[str, str]]:
        """The lines that are asked about (`NamesForm`); a name alone may be called out, and is a line here."""
        return [(typed, left) for typed, left in self.asking(self.lines) if left.strip()]


class NotesForm(NamesForm, HeardForm):
    """Notes typed up afterwards; with `count` they are only counted."""

    heard = WordsField(label=gettext_lazy("Your notes, a line each"))
    count = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = line_names.names_to_find(names)

    @property
    def carrying(self) -> list[tuple[str, str]]:
        """The lines that are asked about (`NamesForm`)."""
        return [] if self.cleaned_data["count"] else self.asking(self.lines)

    @property
    def lines(self) -> list[str]:
        """The phrases, one a line, as they are kept."""
        return [kept for line in super().lines if (kept := self.as_kept(line)).strip()]


class WhoseForm(forms.Form):
    """Who said a line, or nobody in particular."""

    speaker = forms.ModelChoiceField(
        label=gettext_lazy("Who said it"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody in particular"),
    )

    def __init__(self, *args: Any, people: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "speaker", people)
        self.helper = helper("speaker")


class MisheardForm(LineForm):
    """A line as it was said, where it was misheard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What did you hear?")


class NamingForm(forms.Form):
    """Who catches tonight beside those who may anyway."""

    member = forms.ModelChoiceField(
        label=gettext_lazy("Who catches with you tonight?"),
        queryset=Membership.objects.none(),
        empty_label=gettext_lazy("choose somebody"),
    )

    def __init__(self, *args: Any, people: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "member", people)


class TakingForm(PartForm):
    """Words the catcher takes from what a member brought, as they stand there."""

    checkin = forms.ModelChoiceField(queryset=CheckIn.objects.none(), widget=forms.HiddenInput)
    taken = WordsField(
        label=gettext_lazy("Take these words"), widget=forms.Textarea(attrs={"rows": 2, "class": "words"})
    )
    nonce = nonce_field()

    def __init__(self, *args: Any, checkins: QuerySet[CheckIn] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if checkins is not None:
            choose_from(self, "checkin", checkins)

    def clean(self) -> dict[str, Any]:
        """Refuse words that are not in the check-in as they stand: taking is not rewriting."""
        given = super().clean() or {}
        checkin, mark = given.get("checkin"), f"{given.get('nonce')}-"
        # What this very page sent before is no repetition: its answer was lost (R8).
        others = (
            [each for each in checkin.phrases.all() if not each.nonce.startswith(mark)] if checkin else []
        )
        caught = {phrase.text for phrase in others}
        for number, line in enumerate(lines_of(given.get("taken", "")), start=1):
            if checkin and line not in checkin.words:
                self.add_error(
                    "taken",
                    _("“%(line)s” is not in what was brought. Take the words as they stand.")
                    % {"line": line},
                )
            if line in caught:
                self.add_error("taken", _("“%(line)s” is caught already.") % {"line": line})
            if len(line) > PHRASE_LIMIT:
                self.add_error("taken", too_long(number, len(line)))
        return given


def lines_of(text: str) -> list[str]:
    """Return the lines that hold something, each character for character."""
    return [line for line in text.split("\n") if line.strip()]


def too_long(number: int, length: int) -> str:
    """Return the sentence for a line longer than a phrase can be."""
    return ngettext(
        "Line %(number)d has %(length)d characters; a phrase has at most %(limit)d. Break it where the breath was.",
        "Line %(number)d has %(length)d characters; a phrase has at most %(limit)d. Break it where the breath was.",
        length,
    ) % {"number": number, "length": length, "limit": PHRASE_LIMIT}
