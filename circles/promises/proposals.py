"""Proposals: what a circle decides online, by consent.

1. Any member proposes a wording, or a change of one; a change of the same agreement only one at a time.
2. While the time for concerns lasts, and until it is adopted, any member may raise a concern: one at a time each.
3. A concern stands until the one who raised it says it was heard, or leaves the circle. Nobody else lets it go.
4. The proposer may put it into other words. That gives the circle at least until the end of the next day; concerns
   stay, and what was said to the words before counts for those alone.
5. It is adopted when its time is over and no concern stands: by the heartbeat, or with the last concern.
6. What the circle decides in the room goes before: a change of the agreement, or its end, ends the proposal.
7. All of it happens with the circle locked, and not in a circle that has closed (CircleHasClosed).
"""

import logging
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from circles import letters
from circles.locking import open_circle
from circles.models import (
    Agreement,
    Circle,
    Concern,
    Ending,
    LetterKind,
    Membership,
    Proposal,
    Weight,
    Wording,
)
from circles.post.humane import next_morning
from circles.post.letter_choices import members_who_want
from circles.promises.consenting import end, settle
from circles.refusals import (
    HeldAlready,
    NotTheirs,
    ProposalIsOver,
    ProposedAlready,
    Refused,
    Reworded,
    TimeIsOver,
    WordsChanged,
)

MOST_DAYS: Final = 60  # of time for concerns; the least is one
BATCH: Final = 100  # proposals adopted in one round; whatever is left is due the next time

logger = logging.getLogger(__name__)


@transaction.atomic
def propose(
    circle: Circle,
    *,
    agreement: Agreement | None = None,
    text: str,
    weight: Weight,
    why: str = "",
    review_on: date | None = None,
    days: int = 7,
    by: Membership,
    now: datetime,
) -> Proposal:
    """Put a wording before the circle, new or instead of an agreement's, tell the members, and return it.

    There is time for concerns until the end of the day, in the circle's zone, that is `days` (1 to 60) from today.
    The same proposed twice is proposed once (R5). Raises HeldAlready, ProposedAlready, and Reworded where the
    agreement was let go.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(days)
    circle = open_circle(circle.pk)
    lying = circle.proposals.open_now().filter(agreement=agreement)
    same = lying.filter(text=text, weight=weight).first()
    if same:
        return same
    if agreement:
        if circle.agreements.standing_now().filter(pk=agreement.pk).first() is None:
            raise Reworded
        if lying.exists():
            raise ProposedAlready
    _refuse_what_is_held(circle, agreement, text, weight)
    proposal = circle.proposals.create(
        agreement=agreement,
        text=text,
        weight=weight,
        why=why,
        review_on=review_on,
        proposed_by=by,
        proposed_at=now,
        concerns_until=_end_of_day(circle, now, days),
    )
    _tell(proposal, besides=by, now=now)
    return proposal


@transaction.atomic
def reword(
    proposal: Proposal,
    *,
    text: str,
    weight: Weight,
    why: str = "",
    review_on: date | None = None,
    by: Membership,
    now: datetime,
) -> Proposal:
    """Put a proposal into other words and return it (rule 4); who raised a concern is told.

    The same words are no other words. Raises NotTheirs, ProposalIsOver, HeldAlready.
    """
    proposal = _open(proposal)
    if proposal.proposed_by_id != by.pk:
        raise NotTheirs
    changed = (proposal.text, proposal.weight) != (text, weight)
    proposal.text, proposal.weight, proposal.why, proposal.review_on = text, weight, why, review_on
    if changed:
        _refuse_what_is_held(proposal.circle, proposal.agreement, text, weight)
        proposal.reworded_at = now
        proposal.concerns_until = max(proposal.concerns_until, _end_of_day(proposal.circle, now, 1))
        _tell(proposal, besides=by, now=now)
    proposal.save(update_fields=["text", "weight", "why", "review_on", "reworded_at", "concerns_until"])
    return proposal


@transaction.atomic
def take_back(proposal: Proposal, *, by: Membership, now: datetime) -> Proposal:
    """Take a proposal back, and return it so: the one who made it, or a steward where they have left.

    Twice is once. Raises NotTheirs, and ProposalIsOver once it was adopted.
    """
    proposal = _locked(proposal)
    if proposal.ending == Ending.WITHDRAWN:
        return proposal
    if not may_take_back(proposal, by):
        raise NotTheirs
    if not proposal.is_open:
        raise ProposalIsOver
    return end(proposal, Ending.WITHDRAWN, now=now)


def may_take_back(proposal: Proposal, member: Membership) -> bool:
    """Tell whether a member may take the proposal back: its proposer, or a steward where that one has left."""
    proposer = proposal.proposed_by
    if proposer and proposer.left_at is None:
        return proposer == member
    return member.is_steward


@transaction.atomic
def raise_concern(proposal: Proposal, *, words: str, membership: Membership, now: datetime) -> Concern:
    """Ask the circle to hear something before it goes on, and return the concern.

    Who has one that stands says it in other words. Raises ProposalIsOver, and TimeIsOver where no concern stood
    when the time ended.
    """
    proposal = _open(proposal)
    concern, new = proposal.concerns.get_or_create(
        membership=membership, met_at=None, defaults={"words": words, "raised_at": now}
    )
    others = proposal.concerns.standing().exclude(pk=concern.pk)
    if new and proposal.concerns_until <= now and not others.exists():
        raise TimeIsOver
    if not new and concern.words != words:
        concern.words, concern.raised_at = words, now
        concern.save(update_fields=["words", "raised_at"])
    return concern


@transaction.atomic
def meet(proposal: Proposal, *, membership: Membership, read: datetime | None, now: datetime) -> Proposal:
    """Say that one's concern was heard, and return the proposal: adopted, where that was the last and time is over.

    `read` is the `reworded_at` of the words one has read. Twice is once. Raises WordsChanged, ProposalIsOver.
    """
    proposal = _locked(proposal)
    mine = proposal.concerns.filter(membership=membership, met_at=None)
    if not mine.exists():
        return proposal
    if not proposal.is_open:
        raise ProposalIsOver
    if proposal.reworded_at != read:
        raise WordsChanged
    mine.update(met_at=now)
    settle(proposal, now=now)
    return proposal


@transaction.atomic
def adopt(proposal: Proposal, *, now: datetime) -> Wording | None:
    """Adopt a proposal whose time is over and to which no concern stands, and return what it became.

    None where it is not yet time, where it has ended before, or where the circle decided otherwise meanwhile:
    then it is taken back (rule 6), and nothing is overwritten.
    """
    proposal = _locked(proposal)
    return settle(proposal, now=now) if proposal.is_open else None


def due(*, now: datetime) -> int:
    """Adopt what is ripe at `now` (aware), each by itself. Returns how many. Several may call it at once."""
    adopted = 0
    for proposal in Proposal.objects.ripe(now).order_by("concerns_until", "pk")[:BATCH]:
        try:
            adopted += adopt(proposal, now=now) is not None
        except Refused:  # its circle has just closed
            continue
        except Exception:  # one circle's fault is no other's (R18)
            logger.exception("proposal %s cannot be adopted", proposal.pk)
    return adopted


def let_go(circle: Circle, *, now: datetime) -> int:
    """End what still lies before a circle that closes, as taken back. Returns how many."""
    return circle.proposals.open_now().update(ending=Ending.WITHDRAWN, ended_at=now)


def _locked(proposal: Proposal) -> Proposal:
    """Lock the circle and return the proposal as it now stands."""
    circle = open_circle(proposal.circle_id)
    proposal = Proposal.objects.select_related("agreement", "proposed_by", "wording").get(pk=proposal.pk)
    proposal.circle = circle
    return proposal


def _open(proposal: Proposal) -> Proposal:
    proposal = _locked(proposal)
    if not proposal.is_open:
        raise ProposalIsOver
    return proposal


def _refuse_what_is_held(circle: Circle, agreement: Agreement | None, text: str, weight: Weight) -> None:
    """Raise HeldAlready for words the circle holds; of an agreement, for the same words held the same way."""
    for held in circle.agreements.standing_now().saying(text).with_wordings():
        if held != agreement or (held.wording and held.wording.weight == weight):
            raise HeldAlready


def _end_of_day(circle: Circle, now: datetime, days: int) -> datetime:
    """Return the end of the day `days` after today, where the circle is: its last midnight, aware."""
    day = now.astimezone(circle.zone).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(0), circle.zone)


def _tell(proposal: Proposal, *, besides: Membership, now: datetime) -> None:
    """Write to the members that something is proposed; of other words, to those who raised a concern."""
    told = members_who_want(proposal.circle, LetterKind.CIRCLE).exclude(pk=besides.pk)
    epoch = ""
    if proposal.reworded_at:
        told = told.filter(concerns__proposal=proposal).distinct()
        epoch = f":{proposal.reworded_at:%Y-%m-%d}"  # once a day at most
    for member in told:
        if member.person:
            letters.write(
                kind="proposal_made",
                key=f"proposal:{proposal.pk}{epoch}:{member.pk}",
                circle=proposal.circle,
                membership=member,
                params={"proposal": proposal.pk, "reworded": bool(epoch)},
                due=next_morning(ZoneInfo(member.person.timezone), now),
                now=now,
            )
