"""A circle grows out of a learning lab, in one step: its people, its rhythm, its first agreements, its story.

1. Nobody is joined silently. Who is chosen is written down by name; who has an address is invited to make the name
   theirs, whether they have an account here or not.
2. Two people called the same are two members; somebody chosen twice, as a guest and as a member, is one.
3. The lab stays in the circle's story: its name, its place and its days stand in the circle itself, whatever
   becomes of the lab's page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from circles.arriving import invitations, naming
from circles.founding import Description
from circles.models import Membership, Person
from circles.promises import agreements
from cop_site.founding import found_whole
from gatherings.models import Gathering, Growth, Lab, LabGuest
from gatherings.refusals import IsCalledOff, NotYetHeld


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who belongs to the circle that grows: what they are called, and their address if they have one."""

    name: str
    email: str = ""


@transaction.atomic
def grow(
    lab: Lab,
    *,
    by: Membership,
    name: str,
    purpose: str,
    rule: str,
    first: date,
    starts: time,
    lasts: timedelta,
    guests: Sequence[LabGuest] = (),
    members: Sequence[Membership] = (),
    texts: Sequence[str] = (),
    now: datetime,
    once: UUID,
) -> Membership:
    """Found a circle out of a lab and return its steward's membership: that of `by`, a steward of the lab's circle.

    `texts` are its first agreements, kept as agreed on the lab's last day. The circle tells the time and speaks as
    the one whose lab it was. `once` is its uid to be: asked twice, it is one circle with each person once (R5).
    Raises NotYetHeld before the lab has begun, IsCalledOff, rhythm.RhythmRefused and circles.refusals.Refused; then
    nothing has grown.
    """
    founder = _steward_of(lab, by)
    gathering = Gathering.objects.select_for_update().select_related("circle").get(pk=lab.gathering_id)
    if gathering.is_called_off:
        raise IsCalledOff
    if not gathering.has_begun(now):
        raise NotYetHeld
    home = gathering.circle
    description = Description(
        name=name,
        purpose=purpose,
        timezone=home.timezone,
        country=home.country,
        language=home.language,
        origin_lab=lab.title,
        origin_place=gathering.where,
        origin_began=gathering.day,
        origin_ended=lab.last_day,
    )
    steward = found_whole(
        founder=founder,
        description=description,
        rule=rule,
        first=first,
        starts=starts,
        lasts=lasts,
        now=now,
        once=once,
    )
    if Growth.objects.filter(circle=steward.circle).exists():
        return steward
    Growth.objects.create(lab=lab, circle=steward.circle, grown_by=by, grown_at=now)
    agreed_on = min(lab.last_day, now.astimezone(home.zone).date())
    agreements.begin_with(steward.circle, texts=texts, agreed_on=agreed_on, by=steward, now=now)
    _write_down(_chosen(guests, members, founder), steward=steward, now=now)
    return steward


def _steward_of(lab: Lab, by: Membership) -> Person:
    """Return the person behind `by`; raise ValueError unless they are a steward of the lab's circle."""
    if by.circle_id != lab.gathering.circle_id or not by.is_steward or by.person is None:
        raise ValueError("only a steward of the lab's circle grows a circle out of it")
    return by.person


def _chosen(guests: Iterable[LabGuest], members: Iterable[Membership], founder: Person) -> list[Chosen]:
    """Return who was chosen, members first, each once (rule 2); not the founder, who is in it anyway."""
    found = [Chosen(each.name, each.person.email if each.person else "") for each in members]
    found += [Chosen(each.name, each.email) for each in guests]
    seen, once = {founder.email}, []
    for each in found:
        if not each.email or each.email not in seen:
            seen.add(each.email)
            once.append(each)
    return once


def _write_down(chosen: Sequence[Chosen], *, steward: Membership, now: datetime) -> None:
    """Make each of them a member by name, and invite who has an address to make it theirs (rule 1)."""
    names = _told_apart([each.name for each in chosen], taken={steward.name})
    written = naming.add_names(steward.circle, names=names, by=steward, now=now)
    for member, each in zip(written, chosen, strict=True):
        if each.email:
            invitations.invite_to_claim(member, email=each.email, by=steward, now=now)


def _told_apart(names: Sequence[str], *, taken: set[str]) -> list[str]:
    """Return the names, numbered where two are the same: "Anna", "Anna 2". Each says later what they are called."""
    told: list[str] = []
    for name in names:
        number, called = 1, name
        while called in taken:
            number += 1
            called = f"{name[: naming.LONGEST_NAME - 4]} {number}"
        taken.add(called)
        told.append(called)
    return told
