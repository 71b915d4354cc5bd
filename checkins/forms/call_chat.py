"""A call's chat: pasted, then picked from. What was pasted is kept nowhere in between: the page carries it."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.forms.fields import SaidField, nonce_field
from checkins.forms.names import NamesForm
from checkins.models import PHRASE_LIMIT
from checkins.phrases import call_chat, line_names
from circles.models import Membership

CHAT_LIMIT = 100_000
MOST_NAMES = 60  # that are asked about, each with everybody to choose from; of any more nobody is known
MOST_LINES = 600  # offered at once: a tick each, and a thousand fields are taken


class ChatForm(forms.Form):
    """What was pasted."""

    pasted = SaidField(label=gettext_lazy("The chat, as you copied it"), max_length=CHAT_LIMIT)
    nonce = nonce_field()

    def clean_pasted(self) -> str:
        """Read it; say so where there is nothing to pick from, or more than a page can show."""
        pasted: str = self.cleaned_data["pasted"]
        self.chat = call_chat.read(pasted, longest=PHRASE_LIMIT)
        if not any(line.may_be_caught for line in self.chat):
            self.add_error("pasted", _("There are no words to pick from in this."))
        if len(self.chat) > MOST_LINES:
            self.add_error(
                "pasted",
                _("This chat has %(count)d lines; %(most)d can be picked from at once. Paste it in parts.")
                % {"count": len(self.chat), "most": MOST_LINES},
            )
        return pasted


class PickingForm(NamesForm, ChatForm):
    """What of it is kept, by the lines' numbers from 0, and who each name in the chat is."""

    pick = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(
        self, *args: Any, people: list[Membership], names: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = line_names.names_to_find(names)
        self.people = {member.pk: member for member in people}
        # The names stand in the chat, so it is read before the rest is.
        self.chat = call_chat.read(str(self.data.get("pasted", ""))[:CHAT_LIMIT], longest=PHRASE_LIMIT)
        self.senders = call_chat.names_in(self.chat)[:MOST_NAMES]
        cast("forms.TypedMultipleChoiceField", self.fields["pick"]).choices = [
            (at, line.text) for at, line in enumerate(self.chat) if line.may_be_caught
        ]
        everybody = [("", _("nobody in particular")), *((member.pk, member.name) for member in people)]
        known = {member.pk: member.name for member in people}
        for number, name in enumerate(self.senders):
            self.fields[f"whose_{number}"] = forms.TypedChoiceField(
                label=name,
                choices=everybody,
                coerce=int,
                empty_value=None,
                required=False,
            )
        if not self.is_picked:  # what the page opens with
            guessed = {
                f"whose_{at}": str(call_chat.whose(name, known) or "") for at, name in enumerate(self.senders)
            }
            self.data = cast("QueryDict", self.data).copy()
            self.data.update(guessed)

    @property
    def whose(self) -> list[forms.BoundField]:
        """The fields that say who a name is."""
        return [self[f"whose_{number}"] for number in range(len(self.senders))]

    @property
    def offered(self) -> list[tuple[int, call_chat.Line, bool]]:
        """Each line with its number and whether it is ticked: at first all that nothing is said against."""
        ticked = set(cast("QueryDict", self.data).getlist("pick")) if self.is_picked else None
        return [
            (at, line, line.aside is None if ticked is None else str(at) in ticked)
            for at, line in enumerate(self.chat)
        ]

    @property
    def left_aside(self) -> list[tuple[int, call_chat.Line, bool]]:
        """Those of them that are laid aside."""
        return [each for each in self.offered if each[1].aside]

    @property
    def only_aside(self) -> bool:
        """Whether there is nothing else to pick from."""
        return all(line.aside for line in self.chat)

    @property
    def is_picked(self) -> bool:
        """Whether somebody has picked already, and not only pasted."""
        return "picked" in self.data

    def clean(self) -> dict[str, Any]:
        """Say so when nothing was picked."""
        given = super().clean() or {}
        if not given.get("pick") and "pick" not in self.errors:
            self.add_error("pick", _("Pick at least one line."))
        return given

    @property
    def carrying(self) -> list[tuple[str, str]]:
        """Those that are asked about (`NamesForm`): names the chat’s own form did not tell from the words."""
        return self.asking(self.lines)

    @property
    def lines(self) -> list[str]:
        """The picked phrases in the order of the chat, as they are kept."""
        return [text for text, _name in self._picked]

    @property
    def speakers(self) -> list[Membership | None]:
        """Who said each of them, where that is known."""
        keys = {name: self.cleaned_data.get(f"whose_{number}") for number, name in enumerate(self.senders)}
        return [self.people.get(keys.get(name) or 0) for _text, name in self._picked]

    @property
    def _picked(self) -> list[tuple[str, str]]:
        picked = [self.chat[at] for at in sorted(set(self.cleaned_data["pick"]))]
        return [(kept, line.name) for line in picked if (kept := self.as_kept(line.text)).strip()]
