"""Whom a host might ask to hold a role: whom a letter reaches, in the order of the ledger, each with the reason."""

from dataclasses import dataclass
from datetime import datetime

from circles.models import Membership
from gatherings.hosting.ledger import ledger_of
from gatherings.models import Gathering, HostingRole, Said, Turn, TurnRequest
from gatherings.pages.asked import can_be_asked

_AHEAD = 60  # gatherings the ledger looks at: more than a year of any rhythm of months


@dataclass(frozen=True)
class Candidate:
    """Somebody who might be asked."""

    pk: int
    words: str  # their name, and when they last held it
    request: TurnRequest | None  # that stands, or was answered

    @property
    def can_be_asked(self) -> bool:
        """Whether a letter can go."""
        return self.request is None or self.request.said == Said.TAKEN_BACK


@dataclass(frozen=True)
class AskPage:
    """The page on which a host asks."""

    gathering: Gathering
    role: HostingRole
    candidates: list[Candidate]
    holders: list[Turn]
    last: Turn | None  # who held it last and could sit beside
    by: Membership

    @property
    def is_open(self) -> bool:
        """Whether a seat is open, or theirs to pass on."""
        return len(self.holders) < self.role.seats or self.passes_on

    @property
    def passes_on(self) -> bool:
        """Whether whoever asks holds a seat of it."""
        return any(turn.holder_id == self.by.pk for turn in self.holders)


def ask_page(gathering: Gathering, role: HostingRole, *, by: Membership, now: datetime) -> AskPage:
    """Return the page for whoever asks, at `now` (aware)."""
    requests = {
        request.asked_id: request
        for request in gathering.requests.filter(role=role)
        .select_related("asked_by")
        .order_by("asked_at", "pk")
    }
    holders = list(gathering.turns.filter(role=role).select_related("holder"))
    not_to_ask = {by.pk, *(turn.holder_id for turn in holders)}
    reached = set(can_be_asked(gathering).values_list("pk", flat=True)) - not_to_ask
    ledger = ledger_of(gathering.circle, ahead=_AHEAD, now=now)
    if gathering in ledger.gatherings and role in ledger.roles:
        suggested = ledger.suggestions(gathering, role)
    else:  # at a lab, or years ahead: no turn comes round there
        suggested = [(person.pk, person.name) for person in ledger.people]
    return AskPage(
        gathering,
        role,
        [Candidate(pk, words, requests.get(pk)) for pk, words in suggested if pk in reached],
        holders,
        ledger.last_turn(gathering, role),
        by,
    )
