"""Reviews: the circle looks at an agreement again, with the three questions (PRACTICE, agreements).

1. A steward writes down what the circle said, what it decided, and when it looks again.
2. It goes on: its next day for looking at it is set. It is let go: it is retired. Its words are to change: it stands
   until there are others, by proposal or in the room.
3. On the day, stewards get one letter for all that is to be looked at then.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from circles import letters
from circles.locking import open_circle
from circles.models import Agreement, Circle, Letter, Membership, Review, Standing, Verdict, Wording
from circles.post.humane import next_morning
from circles.promises import agreements
from circles.refusals import Reworded

BATCH: Final = 100  # wordings looked after in one round
# How long after the day a letter is still written, should the heartbeat have stood still.
_LATE = timedelta(days=7)


@transaction.atomic
def review(
    wording: Wording,
    *,
    reviewed_on: date,
    helped: str = "",
    better: str = "",
    against: str = "",
    verdict: Verdict,
    next_on: date | None = None,
    by: Membership | None,
    now: datetime,
) -> Review:
    """Keep what the circle said when it looked at a wording again, do what it decided, and return it.

    The same twice is once (R5). Raises Reworded when the wording is no longer what the circle holds, CircleHasClosed.
    """
    open_circle(wording.agreement.circle_id)
    agreement = Agreement.objects.with_wordings().get(pk=wording.agreement_id)
    said: dict[str, Any] = {
        "reviewed_on": reviewed_on,
        "helped": helped,
        "better": better,
        "against": against,
        "verdict": verdict,
        "next_on": next_on,
    }
    same = wording.reviews.filter(**said).first()
    if same:
        return same
    if agreement.retired_at or agreement.wording != wording:
        raise Reworded
    kept = wording.reviews.create(**said, recorded_by=by, recorded_at=now)
    if verdict == Verdict.LET_GO:
        agreements.retire(agreement, now=now)
    else:
        Wording.objects.filter(pk=wording.pk).update(review_on=next_on)
    return kept


def to_review(circle: Circle, *, today: date) -> list[Agreement]:
    """Return what the circle is to look at again by `today`, in its order, each with its `text`: one query."""
    return list(circle.agreements.standing_now().to_review(today).in_short())


def due(*, now: datetime) -> int:
    """Write to the stewards of circles that look at something again today; returns how many letters.

    A letter is written as soon as the day begins anywhere on earth, and due at 8:00 where its reader lives, on the
    day as the circle has it. It is one letter a day and steward, whatever there is to look at; several may call this
    at once.
    """
    days = {(wording.agreement.circle, wording.review_on) for wording in _unannounced(now)[:BATCH]}
    return sum(_announce(circle, day, now=now) for circle, day in days if day)


def _unannounced(now: datetime) -> models.QuerySet[Wording]:
    """Return the wordings in force that are to be looked at about now, and of which no steward has been told."""
    today = now.date()
    newer = Wording.objects.filter(agreement=OuterRef("agreement"), number__gt=OuterRef("number"))
    told = Letter.objects.filter(
        kind="agreement_to_review",
        circle=OuterRef("agreement__circle"),
        key__startswith=Concat(
            Value("review:"),
            Cast(OuterRef("agreement__circle_id"), CharField()),
            Value(":"),
            Cast(OuterRef("review_on"), CharField()),
            Value(":"),
        ),
    )
    steward = Membership.objects.present().filter(
        circle=OuterRef("agreement__circle"), standing=Standing.STEWARD, person__is_active=True
    )
    near = Wording.objects.filter(
        review_on__gt=today - _LATE,
        review_on__lte=today + timedelta(days=1),
        agreement__retired_at=None,
        agreement__circle__closed_on=None,
    )
    found = near.filter(~Exists(newer), ~Exists(told), Exists(steward))
    return found.select_related("agreement__circle").order_by(F("review_on"), "pk")


@transaction.atomic
def _announce(circle: Circle, day: date, *, now: datetime) -> int:
    begins = datetime.combine(day, time(0), circle.zone)
    stewards = circle.memberships.present().filter(standing=Standing.STEWARD, person__is_active=True)
    for steward in stewards.select_related("person").order_by("pk"):
        zone = ZoneInfo(steward.person.timezone) if steward.person else circle.zone
        letters.write(
            kind="agreement_to_review",
            key=f"review:{circle.pk}:{day:%Y-%m-%d}:{steward.pk}",
            circle=circle,
            membership=steward,
            params={"day": f"{day:%Y-%m-%d}"},
            due=next_morning(zone, max(begins, now)),
            now=now,
        )
    return len(stewards)
