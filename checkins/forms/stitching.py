"""The draft as the stitching table posts it, and what one of its buttons does."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.harvesting import Placed
from checkins.models import PHRASE_LIMIT, Harvest, Phrase, SeamKind, StitchKind
from checkins.stitching import Arrangement
from circles.forms import NameField
from circles.forms.layout import helper


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
