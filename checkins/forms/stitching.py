"""The draft as the stitching table posts it whole, and what one of its buttons does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.forms.steps import TitleField, one_line
from checkins.models import PHRASE_LIMIT, THANKS_LIMIT, Harvest, Phrase
from checkins.poem.steps import Astray, Placed, Step, Verb, said, taken
from checkins.stitching import Arrangement, Kind, Seam
from circles.forms import NameField
from circles.forms.layout import helper


@dataclass(frozen=True)
class Move:
    """What one button of the stitching table does, beside saving: its verb and the place it means (from 0)."""

    verb: str
    place: int = 0


class StitchingForm(forms.Form):
    """The whole draft as the stitching table posts it: places in order, each with its seam; title and thanks.

    A place is one field `place`, "said:12", "refrain:12:mark" or "added::mark", with a `seam` and the `added` words
    beside it, so that the table works as one plain form. Where `rows` says that they are not there (the page sends each
    step by itself), the places are None.
    """

    title = TitleField(label=gettext_lazy("Title"))
    thanks = NameField(label=gettext_lazy("With thanks to"), max_length=THANKS_LIMIT, required=False)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    draft = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def __init__(self, harvest: Harvest, phrases: list[Phrase], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.harvest, self.known = harvest, {phrase.pk: phrase for phrase in phrases}
        self.helper = helper("title", "thanks", "version", "draft")

    def clean(self) -> dict[str, Any]:
        """Read the places; refuse what no table of ours posts."""
        given = super().clean() or {}
        data = cast("QueryDict", self.data)
        try:
            given["placed"] = None if data.get("rows") == "none" else self._placed(data)
            given["move"] = self._move(data.get("do", "save"))
        except (ValueError, KeyError):
            self.add_error(
                None, _("This page did not arrive whole. Load it again; your last saved draft is there.")
            )
        return given

    def _placed(self, data: QueryDict) -> list[Placed]:
        rows = zip(data.getlist("place"), data.getlist("seam"), data.getlist("added"), strict=True)
        placed = []
        for place, seam, added in rows:
            kind, _colon, rest = place.partition(":")
            key, _colon, mark = rest.partition(":")
            mark = UUID(mark).hex if mark else "" if kind == Kind.SAID else uuid4().hex
            if "\0" in added:  # no keyboard types it, and PostgreSQL keeps no such text
                raise ValueError(added)
            if kind == "added":
                words = one_line(added)[:PHRASE_LIMIT]
                if words.strip():
                    placed.append(Placed(Seam(seam), Kind.ADDED, added=words, mark=mark))
                continue
            phrase = self.known.get(int(key))
            if phrase:  # one taken back meanwhile is simply no longer there
                placed.append(Placed(Seam(seam), Kind(kind), phrase=phrase.pk, mark=mark))
        keys = [each.key for each in placed if each.key]
        if len(keys) > len(set(keys)):
            raise ValueError("the same words said twice")
        return placed

    def _move(self, word: str) -> Move:
        verb, _colon, place = word.partition(":")
        if verb not in _MOVES | {each.value for each in Arrangement}:
            raise ValueError(verb)
        if verb == "look":
            return Move(f"look:{Arrangement(place).value}")
        move = Move(verb, int(place or 0))
        if (
            move.verb == "in" and move.place not in self.known
        ):  # taken back meanwhile: nothing is left to put in
            return Move("save")
        return move


_MOVES = {"save", "up", "down", "out", "in", "refrain", "add", "give", "undo", "redo", "look", "read"}


class OrderForm(forms.Form):
    """Which other order is looked at, in the query string; of a shuffled one, which."""

    order = forms.ChoiceField(choices=[(each, each) for each in Arrangement])
    seed = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class OlderForm(forms.Form):
    """Before which version the list of them goes on, in the query string."""

    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


def moved(placed: list[Placed], move: Move, phrases: Iterable[Phrase]) -> list[Placed]:
    """Return the places after one move; `phrases` are those of the evening. One that leads nowhere changes nothing."""
    if move.verb == "add":
        step = Step(verb=Verb.ADD, words="…", mark=uuid4().hex)
    elif move.verb == "in":
        step = Step(verb=Verb.IN, what=said(move.place))
    elif move.verb in _AT_A_PLACE and 0 <= move.place < len(placed):
        step = Step(verb=_AT_A_PLACE[move.verb], what=placed[move.place].key, mark=uuid4().hex)
    else:
        return placed
    try:
        return taken(placed, step, {phrase.pk: phrase.is_silence for phrase in phrases})
    except Astray:
        return placed


_AT_A_PLACE = {"up": Verb.UP, "down": Verb.DOWN, "out": Verb.OUT, "refrain": Verb.REFRAIN}
