"""Learning labs: planned, changed, moved, announced. Each is a gathering of its circle, and moves and ends as one.

1. A lab makes its own gathering, from the first day's first hour to the last day's last; the hours between are the
   nights. The gathering carries its title as the theme, its place and its call.
2. Calling it off and bringing it back are the gathering's own verbs; `scheduling` tells the guests.
3. What is announced stays announced until a host takes it down; who had signed up keeps their own page.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from circles.locking import open_circle
from circles.models import Circle, Membership
from circles.slugs import new_slug
from gatherings import rhythm
from gatherings.answering import guests
from gatherings.models import Gathering, Lab
from gatherings.refusals import (
    DaysBackwards,
    HoursBackwards,
    InThePast,
    IsCalledOff,
    IsOver,
    SameHour,
    TooFarAhead,
    TooManyDays,
)
from gatherings.schedule import preparing, scheduling
from gatherings.schedule.reach import TEN_YEARS

MOST_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Days:
    """When a lab is: from `starts` to `daily_ends` on each of its days, on the circle's clock."""

    first_day: date
    last_day: date
    starts: time
    daily_ends: time


@transaction.atomic
def plan(
    circle: Circle,
    *,
    title: str,
    invitation: str,
    first_day: date,
    last_day: date,
    starts: time,
    daily_ends: time,
    place: str = "",
    call_link: str = "",
    seats: int | None = None,
    by: Membership,
    now: datetime,
    once: UUID | None = None,
) -> Lab:
    """Plan a lab and its gathering, and return it; nobody outside sees it before it is published.

    Hours are local to the circle. `once` is the lab's uid to be: asked again with the same one, it is the lab that
    stands (R5). Raises DaysBackwards, HoursBackwards, TooManyDays, InThePast, TooFarAhead,
    SameHour or CircleHasClosed.
    """
    circle = open_circle(circle.pk)
    standing = Lab.objects.select_related("gathering__circle").filter(uid=once).first() if once else None
    if standing and standing.gathering.circle_id == circle.pk:
        return standing
    days = Days(first_day=first_day, last_day=last_day, starts=starts, daily_ends=daily_ends)
    lasts = _lasts(days, circle, now=now)
    if circle.gatherings.planned().filter(day=first_day, starts=starts).exists():
        raise SameHour
    gathering = scheduling.add(circle, day=first_day, starts=starts, lasts=lasts, by=by, now=now)
    gathering.circle = circle
    gathering = _prepared(gathering, title, place, call_link, by=by, now=now)
    return Lab.objects.create(
        uid=once if once and standing is None else uuid4(),
        gathering=gathering,
        slug=new_slug(title, kind="lab"),
        title=title,
        invitation=invitation,
        last_day=last_day,
        daily_ends=daily_ends,
        seats=seats,
    )


@transaction.atomic
def change(
    lab: Lab,
    *,
    title: str,
    invitation: str,
    place: str,
    call_link: str,
    seats: int | None,
    by: Membership,
    now: datetime,
) -> Lab:
    """Change what a lab says of itself, where it is and how many seats it has, and return it.

    More seats: who waits moves up. Fewer evict nobody (R6). Another place is told to the guests. Raises IsOver or
    IsCalledOff.
    """
    gathering = _prepared(lab.gathering, title, place, call_link, by=by, now=now)
    lab = guests.locked(lab, by=by)
    lab.title, lab.invitation, lab.seats, lab.gathering = title, invitation, seats, gathering
    lab.save(update_fields=["title", "invitation", "seats"])
    guests.move_up(lab, now=now)
    return lab


@transaction.atomic
def move(
    lab: Lab,
    *,
    first_day: date,
    last_day: date,
    starts: time,
    daily_ends: time,
    reason: str,
    by: Membership,
    now: datetime,
) -> Lab:
    """Move a lab to other days or hours, with a word why, and return it. Its guests are told.

    Raises what `plan` and `scheduling.move` raise.
    """
    days = Days(first_day=first_day, last_day=last_day, starts=starts, daily_ends=daily_ends)
    lasts = _lasts(days, lab.gathering.circle, now=now)
    gathering = scheduling.move(
        lab.gathering, day=first_day, starts=starts, lasts=lasts, reason=reason, by=by, now=now
    )
    lab = guests.locked(lab, by=by)
    lab.last_day, lab.daily_ends, lab.gathering = last_day, daily_ends, gathering
    lab.save(update_fields=["last_day", "daily_ends"])
    return lab


@transaction.atomic
def publish(lab: Lab, *, by: Membership, now: datetime) -> Lab:
    """Give a lab its public page, and return it; published it stays so. Raises IsOver or IsCalledOff."""
    lab = guests.locked(lab, by=by)
    if lab.gathering.is_over(now):
        raise IsOver
    if lab.gathering.is_called_off:
        raise IsCalledOff
    if lab.published_at is None:
        lab.published_at = now
        lab.save(update_fields=["published_at"])
    return lab


@transaction.atomic
def unpublish(lab: Lab, *, by: Membership) -> Lab:
    """Take a lab's public page down, and return it. Guests keep their seats and their own pages."""
    lab = guests.locked(lab, by=by)
    lab.published_at = None
    lab.save(update_fields=["published_at"])
    return lab


@transaction.atomic
def close_signup(lab: Lab, *, by: Membership, now: datetime) -> Lab:
    """Take no more sign-ups, and return the lab. Who signed up before may still confirm."""
    lab = guests.locked(lab, by=by)
    lab.signup_closed_at = lab.signup_closed_at or now
    lab.save(update_fields=["signup_closed_at"])
    return lab


@transaction.atomic
def open_signup(lab: Lab, *, by: Membership) -> Lab:
    """Take sign-ups again, and return the lab."""
    lab = guests.locked(lab, by=by)
    lab.signup_closed_at = None
    lab.save(update_fields=["signup_closed_at"])
    return lab


def _prepared(
    gathering: Gathering, title: str, place: str, call_link: str, *, by: Membership, now: datetime
) -> Gathering:
    """Let the gathering carry the lab's title, place and call; its question stays."""
    return preparing.prepare(
        gathering,
        theme=title,
        question=gathering.question,
        place=place,
        call_link=call_link,
        by=by,
        now=now,
    )


def _lasts(days: Days, circle: Circle, *, now: datetime) -> timedelta:
    """Return the real time from the first hour to the last; refuse what cannot be meant, before any reckoning."""
    today = now.astimezone(UTC).date()
    if days.first_day < today - timedelta(days=1):
        raise InThePast
    if days.first_day > today + TEN_YEARS:
        raise TooFarAhead
    if days.last_day < days.first_day:
        raise DaysBackwards
    if (days.last_day - days.first_day).days >= MOST_DAYS:
        raise TooManyDays(count=MOST_DAYS)
    if days.daily_ends <= days.starts:
        raise HoursBackwards
    begins = rhythm.instant(days.first_day, days.starts, circle.zone)
    return rhythm.instant(days.last_day, days.daily_ends, circle.zone) - begins
