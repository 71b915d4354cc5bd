"""Hosts tell members what they hold: nobody gets a letter before a host says so.

1. Told is what differs from what a member was told last, or did themselves: who took a turn up knows it.
2. A host tells what they read. Whoever's lines have changed since is not told, and stands on the screen again.
3. One letter for one member and one telling. A letter that has not left yet is taken back by the next telling and what
   it said is told with it, so that nobody reads at eight in the morning what was true at ten in the evening.
4. Whom no letter reaches is told aloud, and written down as knowing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from circles import letters
from circles.models import Circle, LetterKind, Membership
from circles.post.humane import next_morning
from circles.post.letter_choices import members_who_want
from gatherings.models import Gathering, HostingRole, How, Part, Told, Turn

TURNS_TOLD = "turns_told"

type Place = tuple[int, int, int]  # member, gathering, role


@dataclass(frozen=True)
class Line:
    """What one member is to be told of one role at one gathering."""

    gathering: Gathering
    role: HostingRole
    part: Part
    partner: Membership | None = None  # who sits beside the holder, or beside whom they sit

    @property
    def key(self) -> str:
        """It in short, to know it again."""
        return f"{self.gathering.pk}-{self.role.pk}-{self.part}"


@dataclass(frozen=True)
class Telling:
    """One member, and what they do not know yet."""

    member: Membership
    lines: list[Line]
    by_letter: bool  # whether a letter reaches them

    @property
    def key(self) -> str:
        """It in short: another one as soon as there is something else to tell."""
        return ":".join([str(self.member.pk), *(line.key for line in self.lines)])


def whom_to_tell(circle: Circle, gatherings: Iterable[Gathering]) -> list[Telling]:
    """Return who does not know yet what they hold, or hold no longer, at these gatherings: four queries."""
    at = list(gatherings)
    turns = Turn.objects.filter(gathering__in=at).select_related("role", "holder", "beside").order_by("pk")
    told = told_of(at)
    people = circle.memberships.present().select_related("person")
    return differences(at, turns=list(turns), told=told, people=list(people), reached=reached_in(circle))


def told_of(gatherings: Iterable[Gathering]) -> list[Told]:
    """Return what members were told of these gatherings, in the order they were: one query."""
    told = Told.objects.filter(gathering__in=list(gatherings)).select_related("role", "member", "by")
    return list(told.order_by("pk"))


def reached_in(circle: Circle) -> set[int]:
    """Return the members a telling letter reaches, by primary key: one query."""
    return set(members_who_want(circle, LetterKind.REQUESTS).values_list("pk", flat=True))


def differences(
    gatherings: Iterable[Gathering],
    *,
    turns: Collection[Turn],
    told: Collection[Told],
    people: Iterable[Membership],
    reached: Collection[int],
) -> list[Telling]:
    """Return for each of `people` what differs between what they have and what they know (rule 1), by their names."""
    at = {gathering.pk: gathering for gathering in gatherings}
    has, knows = has_now(turns), _knows(turns, told)
    roles = {turn.role_id: turn.role for turn in turns} | {row.role_id: row.role for row in told}
    lines: dict[int, list[Line]] = {}
    for place in {*has, *knows}:
        member, gathering, role = place
        part, partner = has.get(place, (Part.NOTHING, None))
        if knows.get(place, Part.NOTHING) != part:
            lines.setdefault(member, []).append(Line(at[gathering], roles[role], part, partner))
    for theirs in lines.values():
        theirs.sort(key=lambda line: (line.gathering.starts_at, line.role.position, line.role.pk))
    concerned = [person for person in people if person.pk in lines]
    concerned.sort(key=lambda person: (person.name, person.pk))
    return [Telling(person, lines[person.pk], person.pk in reached) for person in concerned]


def has_now(turns: Iterable[Turn]) -> dict[Place, tuple[Part, Membership | None]]:
    """Return what each member has by these turns, and with whom: who holds a role does not sit beside it."""
    has: dict[Place, tuple[Part, Membership | None]] = {}
    for turn in turns:
        if turn.beside_id:
            has.setdefault((turn.beside_id, turn.gathering_id, turn.role_id), (Part.BESIDE, turn.holder))
    for turn in turns:
        has[turn.holder_id, turn.gathering_id, turn.role_id] = (Part.HOLDS, turn.beside)
    return has


@transaction.atomic
def tell(
    circle: Circle, keys: Collection[str], *, gatherings: Collection[Gathering], by: Membership, now: datetime
) -> list[Telling]:
    """Tell those of `keys` who still are to be told that (rule 2) of these gatherings, and return whom it told what.

    Told twice, they are told once (R5). Raises ValueError for somebody who is no host of the circle.
    """
    return _told(circle, keys, gatherings, by=by, now=now, aloud=False)


@transaction.atomic
def told_aloud(
    circle: Circle, keys: Collection[str], *, gatherings: Collection[Gathering], by: Membership, now: datetime
) -> list[Telling]:
    """Write down that they know: a host told them, or they said yes in the circle. No letter goes."""
    return _told(circle, keys, gatherings, by=by, now=now, aloud=True)


def _told(
    circle: Circle,
    keys: Collection[str],
    gatherings: Collection[Gathering],
    *,
    by: Membership,
    now: datetime,
    aloud: bool,
) -> list[Telling]:
    if by.circle_id != circle.pk or not by.is_host:
        raise ValueError("only a host of the circle tells")
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    meant = [each for each in whom_to_tell(circle, gatherings) if each.key in keys]
    meant = [each for each in meant if aloud or each.by_letter]
    if not meant:
        return []
    wanted = {(each.member.pk, line.gathering.pk, line.role.pk) for each in meant for line in each.lines}
    unread = [place for each in meant for place in _take_back(each.member)]
    coming = circle.gatherings.planned().to_come(now).select_related("circle")
    looked_at = coming.filter(pk__in={gathering for _, gathering, _ in [*wanted, *unread]})
    for telling in whom_to_tell(circle, looked_at):
        pk = telling.member.pk
        concerned = {*wanted, *unread}
        lines = [line for line in telling.lines if (pk, line.gathering.pk, line.role.pk) in concerned]
        if lines:
            _write(telling.member, lines, by=by, now=now, letter=not aloud)
    return meant


def _take_back(member: Membership) -> list[Place]:
    """Let go their letters that have not left, with what those were to tell, and return of which places (rule 3)."""
    unread: list[Place] = []
    for letter in letters.take_back(member, TURNS_TOLD):
        told = member.told.filter(pk__in=letter.params["told"])
        unread += told.values_list("member", "gathering", "role")
        told.delete()
    return unread


def _write(member: Membership, lines: list[Line], *, by: Membership, now: datetime, letter: bool) -> None:
    """Write down that a member is told these lines; with the letter that tells them, at a humane hour."""
    told = Told.objects.bulk_create(
        Told(gathering=line.gathering, role=line.role, member=member, part=line.part, by=by, told_at=now)
        for line in lines
    )
    if not letter or member.person is None or member == by:  # who tells knows it
        return
    after = letters.breath(TURNS_TOLD, [member.pk], now=now).get(member.pk, now)
    morning = next_morning(ZoneInfo(member.person.timezone), max(after, now))
    letters.write(
        kind=TURNS_TOLD,
        key=f"{TURNS_TOLD}:{told[0].uid}",
        membership=member,
        params={"told": [each.pk for each in told]},
        due=morning if morning < min(line.gathering.starts_at for line in lines) else None,
        now=now,
    )


def _knows(turns: Iterable[Turn], told: Iterable[Told]) -> dict[Place, Part]:
    """Return what each member was told last; who took a turn up, or said yes to it, knows it without."""
    knows = {
        (turn.holder_id, turn.gathering_id, turn.role_id): Part.HOLDS
        for turn in turns
        if turn.how in {How.TAKEN, How.ASKED}
    }
    knows |= {(row.member_id, row.gathering_id, row.role_id): Part(row.part) for row in told}
    return knows
