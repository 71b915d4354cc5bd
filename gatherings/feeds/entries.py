"""A gathering as an entry in a calendar: for a member, with what is theirs; for everybody, the bare dates.

1. A member's entry tells their own answer and roles, the place and the call; no other name, no address, no
   phrase (R69). The circle's open dates tell when, and nothing else.
2. What is called off says so in its title too (R81), and stays.
3. "Not this time" shows as free time. Where its reader wants it left out it is not there at all, moved and called off
   or not: it was none of theirs. Only while they hold a role there it stays, as free time.
4. In whatever language is active: the member's, or the circle's.
5. A program shows the hours of wherever it is. Where the reader's clock is another than the circle's, the entry says
   in words what the circle's shows, with its zone (R86).
6. One link may show all circles of somebody: each gathering once, under the UID it has in any feed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.utils import translation
from django.utils.translation import gettext as _

from circles.access import memberships_of
from circles.http import absolute
from circles.models import Circle, Membership, Person
from gatherings import calendars, moments
from gatherings.models import Answer, FeedLink, Gathering, GatheringQuerySet, Rsvp, Turn, Way

REFRESH = timedelta(hours=1)
BACK = timedelta(days=731)  # two years (R84)


def entry(
    gathering: Gathering, *, rsvp: Rsvp | None, turns: Iterable[Turn], me: Membership
) -> calendars.Entry:
    """Return a member's entry of a gathering; `turns` are those they hold or sit beside."""
    changed_at = max(gathering.changed_at, rsvp.answered_at) if rsvp else gathering.changed_at
    about = gathering.circle.name
    if gathering.theme:
        about = _("%(circle)s: %(theme)s") % {"circle": about, "theme": gathering.theme}
    return calendars.Entry(
        **_time(gathering),
        summary=_titled(about, gathering),
        description="\n".join(_lines(gathering, rsvp, turns, me)),
        location=gathering.location,
        url=absolute(gathering.get_absolute_url()),
        free=rsvp is not None and rsvp.answer == Answer.NO,
        changed_at=changed_at,
    )


def open_entry(gathering: Gathering) -> calendars.Entry:
    """Return the entry anybody may read: the circle's name, and when."""
    return calendars.Entry(
        **_time(gathering),
        summary=_titled(gathering.circle.name, gathering),
        changed_at=gathering.changed_at,
    )


def guest_feed(gathering: Gathering, *, comes: bool) -> calendars.Feed:
    """Return one entry for a guest of a lab, under the UID everybody has; place and call only for who comes.

    The call is the lab's own: the circle's is the circle's alone.
    """
    lines = [*_days(gathering)]
    if comes and gathering.call_link and not gathering.is_called_off:
        lines.append(_("On the call: %(link)s") % {"link": gathering.call_link})
    entry = calendars.Entry(
        **_time(gathering),
        summary=_titled(gathering.theme or gathering.circle.name, gathering),
        description="\n".join(lines),
        location=(gathering.where or gathering.call_link) if comes else gathering.where,
        changed_at=gathering.changed_at,
    )
    return calendars.Feed(name=gathering.circle.name, refresh=REFRESH, entries=[entry])


def member_feed(membership: Membership, *, now: datetime, leaves_out_no: bool = False) -> calendars.Feed:
    """Return a member's feed of their circle, in their language: two years back from `now` (aware), all to come."""
    with translation.override(language_of(membership)):
        shown = _shown([membership], now=now, leaves_out_no=leaves_out_no)
        return calendars.Feed(name=membership.circle.name, refresh=REFRESH, entries=shown)


def person_feed(person: Person, *, now: datetime, leaves_out_no: bool = False) -> calendars.Feed:
    """Return the feed of all circles a person is in, in their language, as long as that of one."""
    memberships = list(memberships_of(person))
    with translation.override(person.language):
        shown = _shown(memberships, now=now, leaves_out_no=leaves_out_no)
        return calendars.Feed(name=_("My circles"), refresh=REFRESH, entries=shown)


def link_feed(link: FeedLink, *, now: datetime) -> calendars.Feed:
    """Return what a link shows at `now` (aware)."""
    owner = link.owner
    if isinstance(owner, Membership):
        return member_feed(owner, now=now, leaves_out_no=link.leaves_out_no)
    return person_feed(owner, now=now, leaves_out_no=link.leaves_out_no)


def open_feed(circle: Circle, *, now: datetime) -> calendars.Feed:
    """Return a circle's open dates, in its language."""
    with translation.override(circle.language):
        return calendars.Feed(
            name=circle.name,
            refresh=REFRESH,
            entries=[open_entry(gathering) for gathering in _window([circle], now).select_related("circle")],
        )


def language_of(membership: Membership) -> str:
    """Return the language a member reads."""
    return membership.person.language if membership.person else membership.circle.language


def _shown(memberships: Sequence[Membership], *, now: datetime, leaves_out_no: bool) -> list[calendars.Entry]:
    """Return a member's entries of each of these circles: three queries, however many there are."""
    mine = {membership.circle_id: membership for membership in memberships}
    turns = Turn.objects.filter(Q(holder__in=memberships) | Q(beside__in=memberships)).select_related("role")
    window = _window([membership.circle for membership in memberships], now)
    gatherings = window.prefetch_related(
        Prefetch("rsvps", Rsvp.objects.filter(membership__in=memberships)),
        Prefetch("turns", turns.order_by("role__position", "role_id", "seat")),
    )
    shown = []
    for gathering in gatherings:  # whose answers and turns are the member's alone
        rsvp, held, me = (
            next(iter(gathering.rsvps.all()), None),
            gathering.turns.all(),
            mine[gathering.circle_id],
        )
        if leaves_out_no and rsvp and rsvp.answer == Answer.NO and not held:
            continue
        gathering.circle = me.circle
        shown.append(entry(gathering, rsvp=rsvp, turns=held, me=me))
    return shown


def _window(circles: Iterable[Circle], now: datetime) -> GatheringQuerySet:
    gatherings = Gathering.objects.filter(circle__in=list(circles), ends_at__gte=now - BACK)
    return gatherings.order_by("starts_at", "pk")


def _time(gathering: Gathering) -> dict[str, Any]:
    return {
        "uid": gathering.ical_uid,
        "day": gathering.day,
        "starts": gathering.starts,
        "lasts": gathering.lasts,
        "timezone": gathering.zone,
        "called_off": gathering.is_called_off,
        "sequence": gathering.sequence,
    }


def _titled(about: str, gathering: Gathering) -> str:
    return _("Called off: %(gathering)s") % {"gathering": about} if gathering.is_called_off else about


def _lines(gathering: Gathering, rsvp: Rsvp | None, turns: Iterable[Turn], me: Membership) -> Iterator[str]:
    """Yield what the entry says, a line at a time."""
    if gathering.reason:
        yield gathering.reason
    if gathering.is_called_off:
        return
    yield from _days(gathering)
    if me.person and moments.my_time(gathering, ZoneInfo(me.person.timezone)):
        yield f"{moments.hours(gathering)}, {moments.zone_words(gathering.timezone)}"
    if gathering.preparation:
        yield _("To prepare: %(words)s") % {"words": gathering.preparation}
    if rsvp:
        said = rsvp.get_answer_display()
        if rsvp.way:
            said = f"{said} ({Way(rsvp.way).label})"
        yield _("Your answer: %(answer)s") % {"answer": said}
    for turn in turns:
        if turn.holder_id == me.pk:
            yield _("You hold: %(role)s") % {"role": turn.role.name}
        else:
            yield _("You sit beside: %(role)s") % {"role": turn.role.name}
    if gathering.call:
        yield _("On the call: %(link)s") % {"link": gathering.call}


def _days(gathering: Gathering) -> Iterator[str]:
    """Yield the days and daily hours of a lab that takes several; its entry spans the nights between, too."""
    last = moments.last_day(gathering)
    if last != gathering.day:
        days = moments.days_words(gathering.day, last, today=gathering.day)
        yield f"{days}, {moments.hours(gathering)}"
