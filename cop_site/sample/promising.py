"""Lays what a sample circle promised: who stands by it and who would talk, a review, and words that lie before it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from circles.models import (
    Affirmation,
    Agreement,
    Circle,
    Concern,
    Membership,
    Proposal,
    Review,
    Stand,
    Standing,
    Wording,
)
from cop_site.sample import cast

_TALKED_FOR = timedelta(days=3)  # the proposal was made so long ago


def promise(
    circle: Circle,
    told: cast.Agreement,
    *,
    position: int,
    agreed_at: datetime,
    reviewed_at: datetime,
    members: Mapping[str, Membership],
    now: datetime,
) -> Agreement:
    """Lay one agreement with all that is told of it. `members` are those who are still here; instants are aware."""
    steward = next(member for member in members.values() if member.standing == Standing.STEWARD)
    agreement = Agreement.objects.create(circle=circle, position=position)
    wording = Wording.objects.create(
        agreement=agreement,
        text=told.wording,
        weight=told.weight,
        agreed_on=agreed_at.date(),
        recorded_by=steward,
        recorded_at=agreed_at,
    )
    Affirmation.objects.bulk_create(
        Affirmation(
            wording=wording,
            membership=member,
            stand=Stand.NOT_YET if key in told.talks else Stand.BY_IT,
            words=told.talks.get(key, ""),
            affirmed_at=max(agreed_at, member.joined_at),
        )
        for key, member in members.items()
        if told.weight == "firmly" and key not in told.not_yet
    )
    if told.reviewed:
        _review(wording, told.reviewed, at=reviewed_at, by=steward)
    if told.proposed:
        _propose(agreement, told.proposed, members=members, now=now)
    return agreement


def _review(wording: Wording, told: cast.Reviewed, *, at: datetime, by: Membership) -> None:
    next_on = at.date() + timedelta(days=365)
    Review.objects.create(
        wording=wording,
        reviewed_on=at.date(),
        helped=told.helped,
        better=told.better,
        against=told.against,
        next_on=next_on,
        recorded_by=by,
        recorded_at=at,
    )
    Wording.objects.filter(pk=wording.pk).update(review_on=next_on)


def _propose(
    agreement: Agreement, told: cast.Proposed, *, members: Mapping[str, Membership], now: datetime
) -> None:
    circle, made = agreement.circle, now - _TALKED_FOR
    last_day = made.astimezone(circle.zone).date() + timedelta(days=8)
    proposal = Proposal.objects.create(
        circle=circle,
        agreement=agreement,
        text=told.wording,
        weight=told.weight,
        why=told.why,
        proposed_by=members[told.by],
        proposed_at=made,
        concerns_until=datetime.combine(last_day, time(0), circle.zone),
    )
    Concern.objects.create(
        proposal=proposal,
        membership=members[told.concern_of],
        words=told.concern,
        raised_at=made + timedelta(hours=20),
        met_at=made + timedelta(hours=44),
    )
