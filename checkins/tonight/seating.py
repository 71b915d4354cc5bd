"""Who sits in the circle tonight, in the order of the ring, and where each is in a round.

1. A seat for each member who said yes or maybe, for each guest a host has nodded in, and for whoever has a flame.
2. Tonight's numbers stay: who is seated keeps theirs, who comes later takes the next one, and the number of who is no
   longer there is left empty. They begin in the order in which the gathering's own page draws the ring.
3. Who sends words from afar has a seat too: their flame burns outside the ring.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from checkins.models import Centre, CheckIn, FlameState, Round
from circles.models import Membership
from circles.words.names import initials
from gatherings.drawings import ring
from gatherings.models import Answer, Gathering, Guest, Turn, Way

_COMES = {Answer.YES, Answer.MAYBE}


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's seat: its number tonight, whose it is, and where they are in the round (a FlameState, or "")."""

    number: int
    who: Membership | Guest
    kind: ring.Kind
    state: str = ""
    since: datetime | None = None  # when the state became so

    @property
    def key(self) -> str:
        """What tells this seat from any other of the evening: "m12" for a member, "g3" for a guest."""
        return f"{'m' if isinstance(self.who, Membership) else 'g'}{self.who.pk}"

    @property
    def name(self) -> str:
        return self.who.name

    @property
    def initials(self) -> str:
        return initials(self.who.name)

    @property
    def burns(self) -> bool:
        """Whether their flame is lit: they spoke or kept silence, here or from afar."""
        return self.state in {FlameState.LIT, FlameState.AFAR}

    @property
    def is_afar(self) -> bool:
        return self.state == FlameState.AFAR

    @property
    def has_passed(self) -> bool:
        return self.state == FlameState.PASSED


def seats(gathering: Gathering, *, round_: Round | None, centre: Centre | None) -> list[Seat]:
    """Return the seats of an evening with their flames in a round, by number: two queries, for 3 and for 60.

    A round that is not stored yet, or none, has no flames.
    """
    stored = [key for key, _state in centre.seats] if centre else []
    found = [*_members(gathering, round_), *_guests(gathering, round_)]
    by_key = {key: (who, kind) for key, who, kind, _holds in found}
    fresh = [each for each in found if each[0] not in set(stored)]
    drawn = ring.around(
        ring.Seat(kind=kind, role="role" if holds else "") for _key, _who, kind, holds in fresh
    )
    order = [*stored, *(fresh[index][0] for index in drawn)]
    return [_seat(number, *by_key[key]) for number, key in enumerate(order, start=1) if key in by_key]


def as_seated(people: Iterable[Membership], gathering: Gathering) -> list[Membership]:
    """Return these members in the order of tonight's seats; who has none after them, as they came."""
    centre: Centre | None = getattr(gathering, "centre", None)
    places = {key: place for place, (key, _state) in enumerate(centre.seats)} if centre else {}
    return sorted(people, key=lambda who: places.get(f"m{who.pk}", len(places)))


def others(gathering: Gathering, seated: Iterable[Seat]) -> list[Membership]:
    """Return who is in the circle and has no seat tonight, by their names: they may be in the room all the same."""
    here = [seat.who.pk for seat in seated if isinstance(seat.who, Membership)]
    return list(gathering.circle.memberships.present().exclude(pk__in=here).order_by("name", "pk"))


def draw(seated: Sequence[Seat], *, with_initials: bool = True, all_lit: bool = False) -> ring.Ring:
    """Return the drawing of these seats; a flame takes the place of the initials where there are to be none beside."""
    return ring.ring(
        ring.Seat(
            initials="" if (seat.burns or all_lit) and not with_initials else seat.initials,
            kind=seat.kind,
            lit=seat.burns or all_lit,
            afar=seat.is_afar,
            name=seat.name,
        )
        for seat in seated
    )


def _seat(number: int, who: Membership | Guest, kind: ring.Kind) -> Seat:
    """Return the seat of somebody loaded with their flame."""
    return Seat(number, who, kind, state=getattr(who, "state", None) or "", since=getattr(who, "since", None))


type _Found = tuple[str, Membership | Guest, ring.Kind, bool]


def _with_flames(found: Any, round_: Round | None) -> Any:
    """Return a query of people with `state` and `since`: their flame in the round."""
    of_it = FilteredRelation("flames", condition=Q(flames__round=round_.pk if round_ and round_.pk else 0))
    return found.annotate(flame=of_it, state=F("flame__state"), since=F("flame__changed_at"))


def _members(gathering: Gathering, round_: Round | None) -> list[_Found]:
    """Return the members with a seat (rule 1), in the order they said so; each with `brought`: their words."""
    answered = FilteredRelation("rsvps", condition=Q(rsvps__gathering=gathering))
    turns = Turn.objects.filter(gathering=gathering, holder=OuterRef("pk"))
    words = CheckIn.objects.filter(round=round_.pk if round_ else None, membership=OuterRef("pk"))
    found = _with_flames(Membership.objects.filter(circle=gathering.circle_id, left_at=None), round_)
    found = found.annotate(said=answered, answer=F("said__answer"), way=F("said__way"))
    found = found.annotate(holds=Exists(turns), brought=Exists(words))
    found = found.filter(Q(said__answer__in=_COMES) | Q(flame__isnull=False))
    return [
        (f"m{who.pk}", who, _kind(who), who.holds)
        for who in found.order_by("said__answered_at", "said__pk", "pk")
    ]


def _guests(gathering: Gathering, round_: Round | None) -> list[_Found]:
    guests = Guest.objects.filter(gathering=gathering, nodded_at__isnull=False)
    return [
        (f"g{who.pk}", who, "guest", False) for who in _with_flames(guests, round_).order_by("asked_at", "pk")
    ]


def _kind(who: Any) -> ring.Kind:
    if who.answer == Answer.MAYBE and not who.state:
        return "maybe"
    return "call" if who.answer in _COMES and who.way == Way.CALL else "yes"
