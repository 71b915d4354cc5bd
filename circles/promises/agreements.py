"""Agreements: what a circle promises itself, in words that are never changed, only followed by others.

A circle that has closed can be read and no longer changed: every verb here raises CircleHasClosed.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Max

from circles.locking import open_circle
from circles.models import (
    Affirmation,
    Agreement,
    Circle,
    Ending,
    Membership,
    Origin,
    Proposal,
    Stand,
    Weight,
    Wording,
)
from circles.refusals import Reworded


@transaction.atomic
def agree(
    circle: Circle,
    *,
    text: str,
    weight: Weight,
    agreed_on: date,
    review_on: date | None = None,
    origin: Origin = Origin.IN_CIRCLE,
    by: Membership | None,
    now: datetime,
) -> Agreement:
    """Keep what the circle agreed on a day, as the last of its agreements, and return it.

    What it already holds in the very same words is returned as it stands (R5). Where the same words lie before the
    circle as a proposal, that is over.
    """
    circle = open_circle(circle.pk)
    held = circle.agreements.standing_now().saying(text).first()
    if held:
        return held
    last = circle.agreements.aggregate(last=Max("position", default=0))["last"]
    agreement = circle.agreements.create(position=last + 1)
    agreement.wordings.create(
        number=1,
        text=text,
        weight=weight,
        agreed_on=agreed_on,
        review_on=review_on,
        origin=origin,
        recorded_by=by,
        recorded_at=now,
    )
    if origin == Origin.IN_CIRCLE:
        _overtake(circle.proposals.filter(agreement=None, text=text), now=now)
    return agreement


@transaction.atomic
def begin_with(
    circle: Circle, *, texts: Sequence[str], agreed_on: date, by: Membership | None, now: datetime
) -> list[Agreement]:
    """Keep several agreements at once, lightly held."""
    return [
        agree(circle, text=text, weight=Weight.LIGHTLY, agreed_on=agreed_on, by=by, now=now) for text in texts
    ]


@transaction.atomic
def reword(
    agreement: Agreement,
    *,
    text: str,
    weight: Weight,
    agreed_on: date,
    review_on: date | None = None,
    origin: Origin = Origin.IN_CIRCLE,
    by: Membership | None,
    now: datetime,
) -> Wording:
    """Put a new wording in force and return it. Who stood by the one before is asked anew.

    The same words held the same way are no new wording: only their dates are set right (R5). What was agreed in
    the circle overtakes a change that lies before it as a proposal. Raises Reworded for what was let go.
    """
    agreement = _locked(agreement)
    if agreement.retired_at:
        raise Reworded
    before = agreement.wordings.order_by("-number").first()
    if before and (before.text, before.weight) == (text, weight):
        before.agreed_on, before.review_on = agreed_on, review_on
        before.save(update_fields=["agreed_on", "review_on"])
        return before
    if origin == Origin.IN_CIRCLE:
        _overtake(agreement.proposals.all(), now=now)
    return agreement.wordings.create(
        number=before.number + 1 if before else 1,
        text=text,
        weight=weight,
        agreed_on=agreed_on,
        review_on=review_on,
        origin=origin,
        recorded_by=by,
        recorded_at=now,
    )


@transaction.atomic
def retire(agreement: Agreement, *, now: datetime) -> Agreement:
    """Let an agreement go: it is no longer read out, and stays in the circle's past.

    A change that lies before the circle is over with it.
    """
    agreement = _locked(agreement)
    if agreement.retired_at is None:
        agreement.retired_at = now
        agreement.save(update_fields=["retired_at"])
        _overtake(agreement.proposals.all(), now=now)
    return agreement


@transaction.atomic
def put(agreement: Agreement, *, position: int) -> Agreement:
    """Give an agreement another place in the circle's order."""
    agreement = _locked(agreement)
    agreement.position = position
    agreement.save(update_fields=["position"])
    return agreement


@transaction.atomic
def affirm(
    wording: Wording, *, membership: Membership, stand: Stand = Stand.BY_IT, words: str = "", now: datetime
) -> Affirmation:
    """Say by name that one stands by a wording, or would talk first; said again, it takes the place of what was said.

    `words` are what one would talk about, and belong to "not yet" alone. The same twice is once. Raises Reworded
    when the wording is no longer what the circle agreed.
    """
    agreement = _locked(wording.agreement)
    newest = agreement.wordings.order_by("-number").first()
    if agreement.retired_at or newest != wording:
        raise Reworded
    words = words if stand == Stand.NOT_YET else ""
    said, first = wording.affirmations.get_or_create(
        membership=membership, defaults={"stand": stand, "words": words, "affirmed_at": now}
    )
    if not first and (said.stand, said.words) != (stand, words):
        said.stand, said.words, said.affirmed_at = stand, words, now
        said.save(update_fields=["stand", "words", "affirmed_at"])
    return said


@transaction.atomic
def step_back(wording: Wording, *, membership: Membership) -> None:
    """Take back what one said to a wording, as if one had not been asked."""
    _locked(wording.agreement)
    wording.affirmations.filter(membership=membership).delete()


def _locked(agreement: Agreement) -> Agreement:
    """Lock the circle, and return the agreement as it now stands."""
    circle = open_circle(agreement.circle_id)
    agreement = Agreement.objects.get(pk=agreement.pk)
    agreement.circle = circle
    return agreement


def _overtake(proposals: models.QuerySet[Proposal], *, now: datetime) -> None:
    """End the open ones among these proposals: the circle decided in the room."""
    proposals.filter(ending="").update(ending=Ending.WITHDRAWN, ended_at=now)
