"""The only way to tonight: as a member, by the Centre's own address, and for the poll that everybody's page makes."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404

from checkins.models import Centre, CheckIn, Flame, FlameState, Round, RoundKind, rounds_of
from checkins.models.centre import DIES_AFTER, EARLIEST
from circles.access import Visitor, membership_for
from circles.models import Agreement, Membership
from gatherings.models import Duty, Gathering, Guest, Status, Turn


@dataclass(frozen=True)
class Evening:
    """An evening as one member comes to it: its rounds by their kind, its Centre if that is open, and what they may."""

    gathering: Gathering
    membership: Membership
    rounds: dict[str, Round]
    centre: Centre | None
    may_open: bool
    may_catch: bool
    may_ring: bool
    catches: bool = False  # holds the role that catches tonight

    @property
    def check_in(self) -> Round:
        """Its check-in; where it has not begun, one that is not stored."""
        stored = self.rounds.get(RoundKind.CHECK_IN)
        return stored or Round(gathering=self.gathering, question=self.gathering.question)

    @property
    def check_out(self) -> Round | None:
        """Its check-out, once there is one."""
        return self.rounds.get(RoundKind.CHECK_OUT)

    @property
    def present(self) -> Round:
        """The round that is shown: the check-out once it was opened, else the check-in.

        Once the circle is closed it is the check-in again: to its question words still come from afar.
        """
        out = self.check_out
        return out if self.centre and out and out.opened_at else self.check_in


def evening_for(person: Visitor, slug: str, number: int, *, now: datetime) -> Evening:
    """Return an evening as the person may come to it: three queries. Raises Http404 for a stranger."""
    membership = membership_for(person, slug)
    mine = Turn.objects.filter(gathering=OuterRef("pk"), holder=membership)
    held = {duty: Exists(mine.filter(role__duty=duty)) for duty in (Duty.OPENS, Duty.CATCHES, Duty.GUARDS)}
    found = membership.circle.gatherings.filter(number=number).select_related("harvest", "centre")
    gathering = found.annotate(**{f"mine_{duty}": exists for duty, exists in held.items()}).first()
    if gathering is None:
        raise Http404
    gathering.circle = membership.circle
    may = {duty: membership.is_host or getattr(gathering, f"mine_{duty}") for duty in held}
    return Evening(
        gathering,
        membership,
        rounds_of(gathering),
        _alive(gathering, now),
        may[Duty.OPENS],
        may[Duty.CATCHES],
        may[Duty.GUARDS],
        getattr(gathering, f"mine_{Duty.CATCHES}"),
    )


def evening_to_open(person: Visitor, slug: str, number: int, *, now: datetime) -> Evening:
    """Return the same for who may open the circle; raises PermissionDenied for a member who may not."""
    evening = evening_for(person, slug, number, now=now)
    if not evening.may_open:
        raise PermissionDenied
    return evening


def centre_at(token: str, *, now: datetime) -> Centre | None:
    """Return the Centre at this secret address with its gathering, circle and poem; None where it opens nothing."""
    alive = Centre.objects.alive(now=now).filter(screen_token=token)
    return alive.select_related("gathering__circle", "gathering__harvest").first()


def live_at(token: str, *, now: datetime) -> Centre | None:
    """Return what tonight tells everybody at this address, by one indexed query; None where it tells nothing."""
    told = Centre.objects.alive(now=now).filter(live_token=token)
    return told.only("version", "scene", "rung_at", "seats").first()


def sitter(gathering: Gathering, key: str) -> Membership | Guest:
    """Return whose seat this is ("m12", "g3"): somebody in the circle, or a guest with a nod; raises Http404."""
    kind, pk = key[:1], key[1:]
    found: Membership | Guest | None
    if kind == "m":
        found = Membership.objects.present().filter(circle=gathering.circle_id, pk=pk).first()
    else:
        found = gathering.guests.filter(nodded_at__isnull=False, pk=pk).first()
    if found is None:
        raise Http404
    return found


def brought_for(evening: Evening) -> list[CheckIn]:
    """Return what the member brought to an evening, and for who catches what came from afar, then and last time.

    Last time is the evening before. Of other members only the name is for the page. One query.
    """
    afar = Flame.objects.filter(
        round=OuterRef("round"), membership=OuterRef("membership"), state=FlameState.AFAR
    )
    mine = Q(round=evening.check_in.pk, membership=evening.membership)
    found = CheckIn.objects.filter(mine)
    if evening.may_catch:
        before = Gathering.objects.filter(
            circle=evening.gathering.circle_id,
            starts_at__lt=evening.gathering.starts_at,
            status=Status.PLANNED,
        ).order_by("-starts_at", "-pk")
        there = Q(round=evening.check_in.pk) | Q(round__gathering=Subquery(before.values("pk")[:1]))
        found = CheckIn.objects.filter(mine | there & Exists(afar) & Q(round__let_go_at=None))
    return list(found.select_related("round__gathering__harvest", "membership").order_by("brought_at", "pk"))


def promises(gathering: Gathering) -> list[str]:
    """Return the words of what the circle holds, to be read aloud."""
    held = Agreement.objects.filter(circle=gathering.circle_id).standing_now().in_short()
    return [vars(agreement)["text"] for agreement in held]


def next_evening(gathering: Gathering, *, now: datetime) -> Gathering | None:
    """Return when the circle gathers next after this evening, if it is known."""
    coming = gathering.circle.gatherings.planned().to_come(now)
    return coming.filter(starts_at__gt=gathering.starts_at).first()


def _alive(gathering: Gathering, now: datetime) -> Centre | None:
    """Return the evening's Centre while it is open (see `CentreQuerySet.alive`); loaded with it."""
    centre: Centre | None = getattr(gathering, "centre", None)
    if centre is None or centre.closed_at or gathering.is_called_off or gathering.circle.is_closed:
        return None
    centre.gathering = gathering
    return centre if gathering.starts_at - EARLIEST <= now < gathering.ends_at + DIES_AFTER else None
