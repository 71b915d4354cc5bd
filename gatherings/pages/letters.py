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

from circles.letters import PATIENCE
from circles.models import Letter, LetterState
from circles.words.counting import in_words
from gatherings.hosting.asking import ROLE_ANSWERED, ROLE_ASKED
from gatherings.hosting.turns_told import TURNS_TOLD
from gatherings.letters import change_letters
from gatherings.letters.letter_hours import ASKED, CHANGED, EVE, HARVEST
from gatherings.models import Gathering
from gatherings.moments import moment_words
from gatherings.schedule import undoing

# What each kind is called, in the order in which they go.
KINDS: Final = {
    ASKED: gettext_lazy("“Will you be there?”"),
    ROLE_ASKED: gettext_lazy("A request made by name"),
    ROLE_ANSWERED: gettext_lazy("An answer to a request"),
    TURNS_TOLD: gettext_lazy("Who holds what"),
    "gathering_seat": gettext_lazy("A seat came free"),
    CHANGED: gettext_lazy("What has changed"),
    EVE: gettext_lazy("“We’re expecting you”"),
    "first_catch": gettext_lazy("A first catch of the poem"),
    HARVEST: gettext_lazy("The poem"),
}
_NOT_GONE = {LetterState.WAITING, LetterState.SENDING}
_LATELY = timedelta(
    days=90
)  # some letters name their gatherings only by what they tell: the older of these are not looked through


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
    """Return it at `now` (aware): four queries, however many letters."""
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
    """Return the letters about a gathering, with their members; those let go are not shown. Three queries."""
    by_what_they_tell = Q(kind__in=[CHANGED, ROLE_ASKED, ROLE_ANSWERED, TURNS_TOLD])
    about = Q(params__gathering=gathering.pk) | by_what_they_tell & Q(written_at__gte=now - _LATELY)
    found = Letter.objects.filter(about, circle=gathering.circle_id, membership__isnull=False)
    shown = (
        found.exclude(state=LetterState.LET_GO)
        .select_related("membership")
        .order_by("membership__name", "pk")
    )
    requests = set(gathering.requests.values_list("pk", flat=True))
    told = set(gathering.told.values_list("pk", flat=True))

    def tells_of_it(letter: Letter) -> bool:
        if letter.kind == CHANGED:
            return gathering.pk in {known.gathering for known in change_letters.holds(letter)}
        if letter.kind == TURNS_TOLD:
            return not told.isdisjoint(letter.params["told"])
        return letter.kind not in {ROLE_ASKED, ROLE_ANSWERED} or letter.params["request"] in requests

    return [letter for letter in shown if tells_of_it(letter)]


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
