"""What a group link opens, and the phones that speak for members: the only way to them.

1. Forged, ended, made anew, over or closed: no such link (R29).
2. A browser speaks for a member whom one of its secrets was confirmed for, in their circle; and somebody signed in for
   themselves. Nobody speaks for anybody else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404

from circles.access import Visitor, membership_for
from circles.models import Circle, Membership, MembershipQuerySet, Person, Standing
from gatherings.models import Gathering, GroupLink, Phone, PhoneQuerySet

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,43}")


@dataclass(frozen=True)
class Speaker:
    """Somebody who may answer here: as which member, and from which phone; none for who is signed in."""

    member: Membership
    phone: Phone | None


def group_link_behind(token: str, *, now: datetime) -> GroupLink | None:
    """Return the link of that token, with its gathering and circle; None when it opens nothing at `now` (aware)."""
    if not _TOKEN.fullmatch(token):
        return None
    links = GroupLink.objects.select_related("gathering__circle")
    in_use = links.filter(revoked_at__isnull=True, gathering__ends_at__gt=now)
    return in_use.filter(token=token, gathering__circle__closed_on__isnull=True).first()


def names_on(link: GroupLink) -> MembershipQuerySet:
    """Return the members whose names the link lists: present, and not shut out of the site."""
    here = Membership.objects.present().filter(circle=link.gathering.circle_id, erased_at__isnull=True)
    return here.filter(Q(person__isnull=True) | Q(person__is_active=True)).order_by("name", "pk")


def member_on(link: GroupLink, pk: int) -> Membership:
    """Return one of these members, with their person; raises Http404 for anybody else."""
    member = names_on(link).select_related("person").filter(pk=pk).first()
    if member is None:
        raise Http404
    member.circle = link.gathering.circle
    return member


def speaker_for(
    member: Membership, *, hashes: Sequence[str], visitor: Visitor, now: datetime
) -> Speaker | None:
    """Return who may answer as `member` in a browser whose secrets have these hashes, or None (rule 2)."""
    if isinstance(visitor, Person) and member.person_id == visitor.pk:
        return Speaker(member, None)
    phone = member.phones.confirmed(now).filter(secret_hash__in=hashes).first() if hashes else None
    return Speaker(member, phone) if phone else None


def spoken_for(link: GroupLink, *, hashes: Sequence[str], visitor: Visitor, now: datetime) -> set[int]:
    """Return the keys of the members a browser may answer as here."""
    here = Membership.objects.present().filter(circle=link.gathering.circle_id)
    known = Phone.objects.confirmed(now).filter(secret_hash__in=hashes, membership__in=here)
    keys = set(known.values_list("membership_id", flat=True)) if hashes else set()
    if isinstance(visitor, Person):
        keys |= set(here.filter(person=visitor).values_list("pk", flat=True))
    return keys


def asking_phone(member: Membership, *, hashes: Sequence[str]) -> Phone | None:
    """Return the browser's phone that asks to answer as `member` and is not confirmed yet."""
    return member.phones.filter(secret_hash__in=hashes, confirmed_at__isnull=True).first() if hashes else None


def phones_of(circle: Circle, *, now: datetime) -> PhoneQuerySet:
    """Return the phones of a circle that wait for a nod or are confirmed at `now` (aware), each with its member."""
    phones = Phone.objects.filter(membership__circle=circle)
    found = phones.confirmed(now) | phones.waiting(now)
    return found.select_related("membership").order_by("asked_at", "pk")


def phone_of(circle: Circle, pk: int) -> Phone:
    """Return one of them; raises Http404 for any other."""
    phone = Phone.objects.filter(membership__circle=circle, pk=pk).select_related("membership").first()
    if phone is None:
        raise Http404
    return phone


def my_phones(membership: Membership, *, now: datetime) -> PhoneQuerySet:
    """Return the phones that speak for a member, the first to be confirmed first."""
    return membership.phones.confirmed(now).order_by("confirmed_at", "pk")


def my_phone(membership: Membership, pk: int) -> Phone:
    """Return one of the member's own phones; raises Http404 for anybody else's."""
    phone = membership.phones.filter(pk=pk).first()
    if phone is None:
        raise Http404
    return phone


def group_token() -> Subquery:
    """Return the token of the link in use, to annotate gatherings with."""
    links = GroupLink.objects.filter(gathering=OuterRef("pk"), revoked_at__isnull=True)
    return Subquery(links.values("token")[:1])


def phone_asks() -> Exists:
    """Return whether a phone has asked a host to nod to a member, to annotate members with."""
    return Exists(Phone.objects.filter(membership=OuterRef("pk"), wants_nod=True, confirmed_at__isnull=True))


def to_tell_of(person: Visitor, slug: str, number: int) -> tuple[Gathering, Membership]:
    """Return a gathering with its group link's token as `group_token`, and its poem, and the host's membership.

    Raises Http404 for a stranger or where there is no such gathering, PermissionDenied for who is no host.
    """
    membership = membership_for(person, slug, at_least=Standing.HOST)
    found = membership.circle.gatherings.filter(number=number).annotate(group_token=group_token())
    gathering = found.select_related("lab", "harvest").first()
    if gathering is None:
        raise Http404
    return gathering, membership


def following(gathering: Gathering, *, now: datetime) -> Gathering | None:
    """Return the planned gathering after this one that is to come at `now` (aware), with its `group_token`."""
    coming = gathering.circle.gatherings.planned().to_come(now).annotate(group_token=group_token())
    after: Gathering | None = coming.filter(starts_at__gt=gathering.starts_at).first()
    return after
