"""What somebody asked by name to hold a role reads: the role, who held it last, and whom they could name instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from circles.models import Membership, MembershipQuerySet
from gatherings.models import Gathering, Handover, HostingRole, Said, Status, Turn, TurnRequest


@dataclass(frozen=True)
class AskedPage:
    """One request as whoever was asked sees it."""

    request: TurnRequest
    held_before: list[Turn]  # turns of this role before the gathering, the latest first
    holders: list[Turn]  # of the role at the gathering
    others: list[Membership]  # who could be asked instead
    passed_on: Handover | None  # what was told to the next one

    @property
    def holds_it(self) -> bool:
        """Whether who was asked holds it (by now)."""
        return any(turn.holder_id == self.request.asked_id for turn in self.holders)

    @property
    def holder(self) -> Membership | None:
        """Who was quicker, where every seat is taken by others; whoever asked would give theirs."""
        others = [turn.holder for turn in self.holders if turn.holder_id != self.request.asked_by_id]
        if self.holds_it or len(others) < self.request.role.seats:
            return None
        return others[0]

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        waits = self.request.said in {Said.OPEN, Said.NO}
        return (
            waits and not self.holds_it and self.holder is None and not self.request.gathering.is_called_off
        )

    @property
    def said_no(self) -> bool:
        """Whether they said “please ask someone else”."""
        return self.request.said == Said.NO

    @property
    def words(self) -> str:
        """Who has held it: "You haven’t held it yet. Ines did in July, and will sit beside you." """
        said = [_("You haven’t held it yet.") if self._mine is None else _held_words(self._mine)]
        last = next((turn for turn in self.held_before if turn.holder_id != self.request.asked_id), None)
        beside = self.request.beside
        if last and beside == last.holder:
            words = _("%(name)s did in %(month)s, and will sit beside you.")
            said.append(words % {"name": last.holder.name, "month": _month(last)})
        else:
            if last:
                said.append(
                    _("%(name)s did in %(month)s.") % {"name": last.holder.name, "month": _month(last)}
                )
            if beside:
                said.append(_("%(name)s will sit beside you.") % {"name": beside.name})
        return " ".join(said)

    @property
    def _mine(self) -> Turn | None:
        return next((turn for turn in self.held_before if turn.holder_id == self.request.asked_id), None)


def asked_page(request: TurnRequest) -> AskedPage:
    """Return the page of a request loaded with gathering, role and both names: five queries."""
    gathering, role = request.gathering, request.role
    holders = list(gathering.turns.filter(role=role).select_related("holder").order_by("seat"))
    refused = set(
        gathering.requests.filter(role=role).exclude(said=Said.TAKEN_BACK).values_list("asked", flat=True)
    )
    not_to_ask = refused | {turn.holder_id for turn in holders} | {request.asked_id}
    others = can_be_asked(gathering).exclude(pk__in=not_to_ask)
    return AskedPage(
        request,
        list(held_before(role, gathering)[:40]),
        holders,
        list(others.order_by("name")),
        passed_on(gathering, [role.pk]).get(role.pk),
    )


def held_before(role: HostingRole, gathering: Gathering) -> QuerySet[Turn]:
    """Return the turns of a role before a gathering, the latest first, with holders and gatherings."""
    before = Turn.objects.filter(role=role, gathering__starts_at__lt=gathering.starts_at)
    held = before.exclude(gathering__status=Status.CALLED_OFF).select_related("holder", "gathering")
    return held.order_by("-gathering__starts_at", "seat")


def passed_on(gathering: Gathering, roles: Iterable[int]) -> dict[int, Handover]:
    """Return what was last told to the next holder of each of these roles (by primary key), before the gathering."""
    before = Handover.objects.filter(
        turn__role__in=list(roles), turn__gathering__starts_at__lt=gathering.starts_at
    )
    told = before.select_related("turn__holder").order_by("turn__gathering__starts_at", "written_at", "pk")
    return {each.turn.role_id: each for each in told}


def can_be_asked(gathering: Gathering) -> MembershipQuerySet:
    """Return the members a letter reaches."""
    here = Membership.objects.present().filter(circle=gathering.circle_id)
    return here.filter(person__is_active=True)


def _held_words(turn: Turn) -> str:
    return _("You held it in %(month)s.") % {"month": _month(turn)}


def _month(turn: Turn) -> str:
    return date_format(turn.gathering.day, "F Y")
