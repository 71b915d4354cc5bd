"""Erasing somebody, on this floor: who held what stays as the circle's ledger, without a name (R90)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from circles.models import Membership, Person
from gatherings.answering import guests
from gatherings.models import (
    Away,
    FeedLink,
    FlowPart,
    Gathering,
    Guest,
    Handover,
    Lab,
    LabGuest,
    Phone,
    Practice,
    Presence,
    RoleWish,
    Rsvp,
    Told,
    TurnRequest,
)


def erase(membership: Membership, *, keep_words: bool, now: datetime) -> None:
    """Let go of what is theirs alone; what they told the circle, and their answers, only with their words."""
    _take_out_of_flows(membership)
    for gone in (Away, FeedLink, Phone, RoleWish):
        gone._base_manager.filter(membership=membership).delete()
    TurnRequest.objects.filter(asked=membership).delete()
    Told.objects.filter(member=membership).delete()
    private = Practice.objects.filter(membership=membership)
    (private.filter(told=False) if keep_words else private).delete()
    if not keep_words:
        Rsvp.objects.filter(membership=membership).delete()
        Handover.objects.filter(turn__holder=membership).delete()
        Presence.objects.filter(membership=membership).delete()
        Guest.objects.filter(brought_by=membership).delete()


def _take_out_of_flows(membership: Membership) -> None:
    """Let no part of a flow say their name, unless somebody else who is here is called so."""
    name = membership.name.casefold()
    others = Membership.objects.present().filter(circle=membership.circle_id).exclude(pk=membership.pk)
    if name in {each.casefold() for each in others.values_list("name", flat=True)}:
        return
    typed = FlowPart.objects.filter(gathering__circle=membership.circle_id).exclude(who="")
    theirs = [pk for pk, who in typed.values_list("pk", "who") if who.casefold() == name]
    FlowPart.objects.filter(pk__in=theirs).update(who="")


def forget(person: Person, *, addresses: Collection[str], now: datetime) -> None:
    """Let go of their calendar links, and of their places at learning labs; who waits moves up."""
    FeedLink.objects.filter(person=person).delete()
    theirs = LabGuest.objects.filter(Q(person=person) | Q(email__in=addresses))
    labs = Lab.objects.filter(guests__in=theirs).select_related("gathering__circle").distinct()
    for lab in labs.order_by("gathering_id"):
        Gathering.objects.select_for_update().get(pk=lab.gathering_id)
        theirs.filter(lab=lab).delete()
        guests.move_up(lab, now=now)
