"""When a circle's letters about its gatherings go: any steward sets it, and what waits follows (R34)."""

from datetime import datetime, time

from django.db import transaction

from circles import letters
from circles.models import Circle, Membership
from gatherings.letters.letter_hours import ASKED, EVE, HARVEST
from gatherings.models import LetterTimes


@transaction.atomic
def set_times(
    circle: Circle,
    *,
    asked_days: int | None,
    eve_days: int | None,
    harvest_days: int | None,
    hour: time,
    by: Membership,
    now: datetime,
) -> LetterTimes:
    """Set how many days before or after a gathering each letter goes (None: not at all) and the earliest hour.

    Letters that wait are looked at anew, and so is every gathering to come. Said twice, it is said once. Raises
    ValueError unless `by` is a steward of the circle.
    """
    if by.circle_id != circle.pk or not by.is_steward:
        raise ValueError("only a steward of the circle sets its letters")
    circle = Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    given = {"asked_days": asked_days, "eve_days": eve_days, "harvest_days": harvest_days, "hour": hour}
    times, _made = LetterTimes.objects.update_or_create(circle=circle, defaults=given)
    circle.gatherings.filter(starts_at__gt=now).update(letters_seen_at=None)
    letters.look_again(circle, kinds=(ASKED, EVE, HARVEST), now=now)
    return times
