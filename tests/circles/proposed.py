"""A Sunday in Edmonton on which something is proposed, and the midnight a week on when its time is over."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from circles.models import Membership, Proposal, Weight
from circles.promises import proposals

EDMONTON = ZoneInfo("America/Edmonton")
NOW = datetime(2026, 11, 22, 12, tzinfo=EDMONTON)
OVER = datetime(2026, 11, 30, tzinfo=EDMONTON)
GIVEN = {
    "text": " We begin\r\n  on time. ",
    "weight": "lightly",
    "why": "The bus.",
    "days": "7",
}  # on the page


def propose(
    by: Membership, text: str = "We begin on time.", *, now: datetime = NOW, **fields: Any
) -> Proposal:
    """Let a member propose something, to be lightly held."""
    return proposals.propose(by.circle, text=text, weight=Weight.LIGHTLY, by=by, now=now, **fields)


def fresh(proposal: Proposal) -> Proposal:
    """Return a proposal as it stands now."""
    return Proposal.objects.get(pk=proposal.pk)
