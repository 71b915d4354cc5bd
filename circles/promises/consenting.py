"""By consent: what becomes of a proposal when its time is over and no concern stands (`circles.promises.proposals`)."""

from datetime import date, datetime, timedelta
from typing import Any

from circles.models import Ending, Origin, Proposal, Weight, Wording
from circles.promises import agreements


def settle(proposal: Proposal, *, now: datetime) -> Wording | None:
    """Adopt an open proposal if it is ripe, and return what it became; its circle is locked by the caller.

    Where the circle decided otherwise meanwhile it is taken back, and nothing is overwritten.
    """
    if now < proposal.concerns_until or proposal.concerns.standing().exists():
        return None
    if _is_overtaken(proposal):
        end(proposal, Ending.WITHDRAWN, now=now)
        return None
    wording = _put_in_force(proposal, now=now)
    end(proposal, Ending.ADOPTED, wording=wording, now=now)
    return wording


def _is_overtaken(proposal: Proposal) -> bool:
    """Tell whether the circle decided in the room since: about this agreement, or in these very words."""
    agreement = proposal.agreement
    if agreement is None:
        return proposal.circle.agreements.standing_now().saying(proposal.text).exists()
    later = agreement.wordings.filter(recorded_at__gt=proposal.proposed_at)
    return agreement.retired_at is not None or later.exists()


def _put_in_force(proposal: Proposal, *, now: datetime) -> Wording:
    """Make a proposal an agreement, or its agreement's new wording, agreed today where the circle is."""
    today = now.astimezone(proposal.circle.zone).date()
    words: dict[str, Any] = {
        "text": proposal.text,
        "weight": Weight(proposal.weight),
        "agreed_on": today,
        "review_on": _review_day(proposal, today),
        "origin": Origin.BY_CONSENT,
        "by": proposal.proposed_by,
    }
    if proposal.agreement:
        return agreements.reword(proposal.agreement, **words, now=now)
    return agreements.agree(proposal.circle, **words, now=now).wordings.get()


def _review_day(proposal: Proposal, today: date) -> date | None:
    """Return the day meant for the review; where hearing concerns took longer, as long after today as was meant."""
    if proposal.review_on is None or proposal.review_on > today:
        return proposal.review_on
    begun = proposal.proposed_at.astimezone(proposal.circle.zone).date()
    return today + max(proposal.review_on - begun, timedelta(days=1))


def end(proposal: Proposal, ending: Ending, *, wording: Wording | None = None, now: datetime) -> Proposal:
    """End a proposal, as what it became or as taken back, and return it."""
    proposal.ending, proposal.ended_at, proposal.wording = ending, now, wording
    proposal.save(update_fields=["ending", "ended_at", "wording"])
    return proposal
