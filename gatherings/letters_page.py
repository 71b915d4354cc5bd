"""What became of the letters about a gathering, as its hosts see it: how many went, wait, or may never have arrived.

Nothing tells who opened one: nothing is kept of that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from circles.counting import in_words
from circles.letters import PATIENCE
from circles.models import Letter, LetterState
from gatherings import change_letters, undoing
from gatherings.letter_hours import ASKED, CHANGED, EVE, HARVEST
from gatherings.models import Gathering
from gatherings.moments import moment_words

# What each kind is called, in the order in which they go.
KINDS: Final = {
    ASKED: gettext_lazy("“Will you be there?”"),
    "role_asked": gettext_lazy("A request made by name"),
    "role_answered": gettext_lazy("An answer to a request"),
    "turns_told": gettext_lazy("Who holds what"),
    "gathering_seat": gettext_lazy("A seat came free"),
    CHANGED: gettext_lazy("What has changed"),
    EVE: gettext_lazy("“We’re expecting you”"),
    HARVEST: gettext_lazy("The poem"),
}
_NOT_GONE = {LetterState.WAITING, LetterState.SENDING}
_LATELY = timedelta(
    days=90
)  # letters of a change are about several gatherings: the older ones are not looked through


@dataclass(frozen=True)
class Sort:
    """The letters of one kind."""

    name: str
    letters: Sequence[Letter]
    now: datetime

    def _in(self, *states: LetterState) -> list[Letter]:
        return [letter for letter in self.letters if letter.state in states]

    @property
    def sent(self) -> int:
        """How many the mail server took."""
        return len(self._in(LetterState.SENT))

    @property
    def on_the_way(self) -> int:
        """How many go at any moment: what is due at once stands as due a little later (letters.PATIENCE)."""
        return len(self._in(*_NOT_GONE)) - self.waiting

    @property
    def waiting(self) -> int:
        """How many go at an hour still to come."""
        return len(self._later)

    @property
    def leaves(self) -> str:
        """When the first of them goes, on the clock of whoever looks."""
        return moment_words(min(letter.due for letter in self._later))

    @property
    def _later(self) -> list[Letter]:
        return [letter for letter in self._in(LetterState.WAITING) if letter.due > self.now + PATIENCE]

    @property
    def unknown(self) -> list[Letter]:
        """Those of which nobody knows whether they were delivered."""
        return self._in(LetterState.UNKNOWN)

    @property
    def failed(self) -> list[Letter]:
        """Those that could not be sent."""
        return self._in(LetterState.FAILED)


@dataclass(frozen=True)
class LettersPage:
    """The letters of one gathering, kind by kind, and whether a change of it can still be undone."""

    gathering: Gathering
    sorts: list[Sort]
    leaving: str  # who is about to be told of a change, in a sentence; empty for nobody
    can_undo: bool


def letters_page(gathering: Gathering, *, now: datetime) -> LettersPage:
    """Return it at `now` (aware): two queries, however many letters."""
    found = letters_of(gathering, now=now)
    kinds = {**KINDS, **{letter.kind: _("Another letter") for letter in found if letter.kind not in KINDS}}
    waiting = change_letters.about_to_leave(gathering)
    known = undoing.last_known(gathering, waiting)
    return LettersPage(
        gathering=gathering,
        sorts=[
            Sort(str(name), mine, now)
            for kind, name in kinds.items()
            if (mine := [letter for letter in found if letter.kind == kind])
        ],
        leaving=_leaving(waiting),
        can_undo=known is not None and undoing.can_be_undone(gathering, known),
    )


def letters_of(gathering: Gathering, *, now: datetime) -> list[Letter]:
    """Return the letters about a gathering, with their members; those let go are not shown. One query."""
    about = Q(params__gathering=gathering.pk) | Q(kind=CHANGED, written_at__gte=now - _LATELY)
    found = Letter.objects.filter(about, circle=gathering.circle_id, membership__isnull=False)
    shown = (
        found.exclude(state=LetterState.LET_GO)
        .select_related("membership")
        .order_by("membership__name", "pk")
    )
    return [
        letter
        for letter in shown
        if letter.kind != CHANGED
        or gathering.pk in {known.gathering for known in change_letters.holds(letter)}
    ]


def leaving_words(gathering: Gathering, *, page: str) -> str:
    """Return who is about to be told of a change, with a link to where it can be undone; empty for nobody."""
    said = _leaving(change_letters.about_to_leave(gathering))
    return format_html('{} <a href="{}">{}</a>', said, page, _("Undo it")) if said else ""


def _leaving(waiting: Sequence[Letter]) -> str:
    if not waiting:
        return ""
    count = len(waiting)
    return ngettext(
        "A letter goes to one person, not before %(at)s, unless you undo it.",
        "Letters go to %(count)s people, not before %(at)s, unless you undo it.",
        count,
    ) % {"count": in_words(count), "at": moment_words(waiting[0].due)}
