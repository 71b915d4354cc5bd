"""Agreements: what a circle promises itself, in words that are never changed, only followed by others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from circles.models import Agreement, Circle, Membership, Weight, Wording
from circles.refusals import Reworded


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement as one member sees it: its wordings, who stands by the one in force, whether they do."""

    agreement: Agreement
    wording: Wording
    earlier: list[Wording]
    stand_by: list[str]
    is_mine: bool


def held(membership: Membership) -> list[Held]:
    """Return what the member's circle holds now, in its order: three queries, however much it is."""
    found = []
    for agreement in membership.circle.agreements.standing_now().with_wordings():
        wordings = list(agreement.wordings.all())
        if wordings:
            here = [a.membership for a in wordings[0].affirmations.all() if a.membership.left_at is None]
            names = [member.name for member in here]
            found.append(Held(agreement, wordings[0], wordings[1:], names, membership in here))
    return found


@transaction.atomic
def agree(
    circle: Circle,
    *,
    text: str,
    weight: Weight,
    agreed_on: date,
    review_on: date | None = None,
    by: Membership | None,
    now: datetime,
) -> Agreement:
    """Keep what the circle agreed on a day, as the last of its agreements, and return it.

    What it already holds in the very same words is returned as it stands (R5).
    """
    Circle.objects.select_for_update().get(pk=circle.pk)
    for agreement in circle.agreements.standing_now().with_wordings():
        if agreement.wording and agreement.wording.text == text:
            return agreement
    last = circle.agreements.aggregate(last=Max("position", default=0))["last"]
    agreement = circle.agreements.create(position=last + 1)
    agreement.wordings.create(
        number=1,
        text=text,
        weight=weight,
        agreed_on=agreed_on,
        review_on=review_on,
        recorded_by=by,
        recorded_at=now,
    )
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
    by: Membership | None,
    now: datetime,
) -> Wording:
    """Put a new wording in force and return it. Who stood by the one before is asked anew.

    The same words held the same way are no new wording: only their dates are set right (R5).
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.retired_at:
        raise Reworded
    before = agreement.wordings.order_by("-number").first()
    if before and (before.text, before.weight) == (text, weight):
        before.agreed_on, before.review_on = agreed_on, review_on
        before.save(update_fields=["agreed_on", "review_on"])
        return before
    return agreement.wordings.create(
        number=before.number + 1 if before else 1,
        text=text,
        weight=weight,
        agreed_on=agreed_on,
        review_on=review_on,
        recorded_by=by,
        recorded_at=now,
    )


@transaction.atomic
def retire(agreement: Agreement, *, now: datetime) -> Agreement:
    """Let an agreement go: it is no longer read out, and stays in the circle's past."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.retired_at is None:
        agreement.retired_at = now
        agreement.save(update_fields=["retired_at"])
    return agreement


def put(agreement: Agreement, *, position: int) -> Agreement:
    """Give an agreement another place in the circle's order."""
    Agreement.objects.filter(pk=agreement.pk).update(position=position)
    agreement.position = position
    return agreement


@transaction.atomic
def affirm(wording: Wording, *, membership: Membership, now: datetime) -> None:
    """Stand by a wording; twice is once. Raises Reworded when it is no longer what the circle agreed."""
    agreement = Agreement.objects.select_for_update().get(pk=wording.agreement_id)
    newest = agreement.wordings.order_by("-number").first()
    if agreement.retired_at or newest != wording:
        raise Reworded
    wording.affirmations.get_or_create(membership=membership, defaults={"affirmed_at": now})


def step_back(wording: Wording, *, membership: Membership) -> None:
    """No longer stand by a wording."""
    wording.affirmations.filter(membership=membership).delete()
