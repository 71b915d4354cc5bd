"""What is typed on the pages of this app. Words are kept as they are: nothing is trimmed but line ends."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.harvesting import Placed
from checkins.models import CHECKIN_LIMIT, PHRASE_LIMIT, CheckIn, Harvest, Phrase, SeamKind, StitchKind
from checkins.stitching import Arrangement
from circles.forms import NameField, WordsField
from circles.forms.layout import helper
from circles.models import Membership


def new_nonce() -> str:
    """Return a mark drawn for one page: what it sends is kept once, however often it arrives (R8)."""
    return uuid4().hex


def _nonce() -> forms.CharField:
    return forms.CharField(max_length=32, initial=new_nonce, widget=forms.HiddenInput)


class WordsForm(forms.Form):
    """What a member brings to the round."""

    words = WordsField(
        label=gettext_lazy("Your words"),
        max_length=CHECKIN_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "class": "words", "autocomplete": "off"}),
    )
    nonce = _nonce()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Too long is said by us, with the words still there: a browser's own limit cuts them off in silence.
        self.fields["words"].widget.attrs.pop("maxlength", None)
        self.helper = helper("words", "nonce")


class Say(StrEnum):
    """What a member can say of a line in a poem."""

    TRAVELS = "travels"
    STAYS = "stays"
    OUT = "out"
    MINE = "mine"
    NOT_MINE = "not mine"


class SayingForm(forms.Form):
    """What becomes of a line; without one, of all that are mine, which only may travel or stay."""

    say = forms.ChoiceField(choices=[(each, each) for each in Say])
    line = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def clean(self) -> dict[str, Any]:
        """See that only what can be said of all my lines at once is said of them."""
        said = self.cleaned_data
        if not said.get("line") and said.get("say") not in {Say.TRAVELS, Say.STAYS}:
            self.add_error("line", _("Which line?"))
        return said


class OpeningForm(forms.Form):
    """The question the round opens with."""

    question = NameField(label=gettext_lazy("The question"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("question")


class CatchingForm(forms.Form):
    """What the catcher heard: a line, or many; who said it, when that is known."""

    heard = WordsField(
        label=gettext_lazy("What did you hear?"),
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "class": "words",
                "autocomplete": "off",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
    )
    speaker = forms.ModelChoiceField(
        label=gettext_lazy("Who said it"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody in particular"),
    )
    silence = forms.BooleanField(required=False, widget=forms.HiddenInput)
    nonce = _nonce()

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Membership]", self.fields["speaker"]).queryset = people
        self.helper = helper("heard", "speaker", "nonce")

    def clean(self) -> dict[str, Any]:
        """Refuse a phrase too long to be one, naming the line; say so when nothing was typed."""
        given = super().clean() or {}
        if given.get("silence") or "heard" not in given:
            return given
        lines = lines_of(given["heard"])
        if not lines:
            self.add_error("heard", _("Type what you heard, or catch a silence."))
        for number, line in enumerate(lines, start=1):
            if len(line) > PHRASE_LIMIT:
                self.add_error("heard", too_long(number, len(line)))
        return given

    @property
    def lines(self) -> list[str]:
        """The phrases, one a line, as typed; one empty string is a caught silence."""
        return [""] if self.cleaned_data["silence"] else lines_of(self.cleaned_data["heard"])


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


class TakingForm(forms.Form):
    """Words the catcher takes from what a member brought, as they stand there."""

    checkin = forms.ModelChoiceField(queryset=CheckIn.objects.none(), widget=forms.HiddenInput)
    taken = WordsField(
        label=gettext_lazy("Take these words"), widget=forms.Textarea(attrs={"rows": 2, "class": "words"})
    )
    nonce = _nonce()

    def __init__(self, *args: Any, checkins: QuerySet[CheckIn] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if checkins is not None:
            cast("forms.ModelChoiceField[CheckIn]", self.fields["checkin"]).queryset = checkins

    def clean(self) -> dict[str, Any]:
        """Refuse words that are not in the check-in as they stand: taking is not rewriting."""
        given = super().clean() or {}
        checkin = given.get("checkin")
        caught = {phrase.text for phrase in checkin.phrases.all()} if checkin else set()
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


@dataclass(frozen=True)
class Move:
    """What one button of the stitching table does, beside saving: its verb and the place it means (from 0)."""

    verb: str
    place: int = 0


class StitchingForm(forms.Form):
    """The whole draft as the stitching table posts it: places in order, each with its seam; title and thanks.

    A place is one field `place`, "said:12", "refrain:12" or "added", with a `seam` and the `added` words beside it, so
    that the table works as one plain form.
    """

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False, strip=False)
    thanks = NameField(label=gettext_lazy("With thanks to"), max_length=200, required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, harvest: Harvest, phrases: list[Phrase], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.harvest, self.known = harvest, {phrase.pk: phrase for phrase in phrases}
        self.helper = helper("title", "thanks", "version")

    def clean(self) -> dict[str, Any]:
        """Read the places; refuse what no table of ours posts."""
        given = super().clean() or {}
        try:
            given["placed"] = self._placed(cast("QueryDict", self.data))
            given["move"] = self._move(self.data.get("do", "save"))
        except (ValueError, KeyError):
            self.add_error(
                None, _("This page did not arrive whole. Load it again; your last saved draft is there.")
            )
        return given

    def _placed(self, data: QueryDict) -> list[Placed]:
        rows = zip(data.getlist("place"), data.getlist("seam"), data.getlist("added"), strict=True)
        placed = []
        for place, seam, added in rows:
            kind, _colon, key = place.partition(":")
            if "\0" in added:  # no keyboard types it, and PostgreSQL keeps no such text
                raise ValueError(added)
            if kind == "added":
                words = added.replace("\r\n", " ")[:PHRASE_LIMIT]
                if words.strip():
                    placed.append(Placed(seam=SeamKind(seam), kind=StitchKind.ADDED, added=words))
                continue
            phrase = self.known.get(int(key))
            if phrase:  # one taken back meanwhile is simply no longer there
                placed.append(Placed(seam=SeamKind(seam), kind=StitchKind(kind), phrase=phrase.pk))
        said = [each.phrase for each in placed if each.kind == StitchKind.SAID]
        if len(said) > len(set(said)):
            raise ValueError("the same words said twice")
        return placed

    def _move(self, word: str) -> Move:
        verb, _colon, place = word.partition(":")
        if verb not in _MOVES | {each.value for each in Arrangement}:
            raise ValueError(verb)
        move = Move(verb, int(place or 0))
        if (
            move.verb == "in" and move.place not in self.known
        ):  # taken back meanwhile: nothing is left to put in
            return Move("save")
        return move


_MOVES = {"save", "up", "down", "out", "in", "refrain", "add", "give"}


def moved(placed: list[Placed], move: Move) -> list[Placed]:
    """Return the places after one move; one that leads nowhere changes nothing."""
    rows, place = list(placed), move.place
    if move.verb == "in" and any(row.phrase == place and row.kind == StitchKind.SAID for row in rows):
        return rows
    if move.verb == "in":
        return [*rows, Placed(seam=SeamKind.LINE, phrase=place)]
    if move.verb == "add":
        return [*rows, Placed(seam=SeamKind.LINE, kind=StitchKind.ADDED, added="…")]
    if not 0 <= place < len(rows):
        return rows
    if move.verb == "out":
        key = rows[place].phrase if rows[place].kind == StitchKind.SAID else None
        return [row for at, row in enumerate(rows) if at != place and (key is None or row.phrase != key)]
    if move.verb == "refrain" and rows[place].phrase is None:
        return rows
    if move.verb == "refrain":
        return [*rows, Placed(seam=SeamKind.STANZA, kind=StitchKind.REFRAIN, phrase=rows[place].phrase)]
    other = place + {"up": -1, "down": 1}.get(move.verb, 0)
    if other != place and 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    return rows
