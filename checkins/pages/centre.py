"""What the Centre shows: one scene of tonight, and nothing but what the moment needs."""

from dataclasses import dataclass, field
from datetime import datetime

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from checkins.models import Centre, Round, RoundKind, Scene, rounds_of
from checkins.pages.tonight import whose_turn
from checkins.stitching import Stanza
from checkins.tonight import moving, seating
from checkins.tonight.seating import Seat
from checkins.tonight_access import next_evening, promises
from circles.http import absolute
from gatherings import moments
from gatherings.drawings.ring import Ring

RINGS = {Scene.RING, Scene.LAST_RING}
# Agreements stand as large as they fit, all of them: by how many letters they are, with room for each to end its line.
_SIZES = (150, 250, 400, 650, 1_000, 1_600, 2_600)
_ROOM = 30


@dataclass(frozen=True, slots=True)
class Touch:
    """Where in the drawing a seat can be touched."""

    seat: Seat
    left: float
    top: float
    size: float


@dataclass(frozen=True)
class CentrePage:
    """One scene, with what it shows loaded: nothing else."""

    centre: Centre
    ring: Ring | None = None
    touches: list[Touch] = field(default_factory=list)  # the seats that can be touched
    next_number: int | None = None
    question: str = ""
    agreements: list[str] = field(default_factory=list)
    stanzas: list[Stanza] = field(default_factory=list)
    title: str = ""
    until: str = ""
    picture: str = ""  # leads a phone to the check-in
    site: str = ""  # what is typed where no picture can be read

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before it."""
        return self.centre.scene == Scene.WELCOME

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self.centre.scene == Scene.FAREWELL

    @property
    def has_ring_to_touch(self) -> bool:
        """Whether hands come near the ring, so that a touch that misses a face must not go on."""
        return self.ring is not None and self.centre.scene != Scene.READ_BACK

    @property
    def agreements_size(self) -> int:
        """How large the agreements stand, from 1, the largest."""
        letters = sum(len(text) + _ROOM for text in self.agreements)
        return 1 + sum(letters > most for most in _SIZES)

    @property
    def ring_words(self) -> str:
        """What the ring says, to who does not see it."""
        if self.centre.scene == Scene.HEART:
            return _("The circle.")
        if self.centre.scene == Scene.READ_BACK:
            return _("The circle, every flame lit.")
        return _("The circle: %(lit)s of %(all)s flames are lit.") % {
            "lit": sum(touch.seat.burns for touch in self.touches),
            "all": len(self.touches),
        }


def scene_of(centre: Centre, *, now: datetime) -> CentrePage:
    """Return what the Centre shows at `now` (aware); call it in the circle's language."""
    scene, gathering = Scene(centre.scene), centre.gathering
    if scene == Scene.AGREEMENTS:
        return CentrePage(centre, agreements=promises(gathering))
    if scene in {Scene.QUESTION, Scene.LAST_QUESTION}:
        kind = RoundKind.CHECK_IN if scene == Scene.QUESTION else RoundKind.CHECK_OUT
        round_ = _round(centre, kind)
        return CentrePage(centre, question=round_.question if round_ else gathering.question)
    if scene == Scene.READ_BACK:
        poem = moving.stanzas_of(gathering)
        if centre.stanza < len(poem):
            title = gathering.harvest.title if centre.stanza == 0 else ""
            return CentrePage(centre, stanzas=poem[centre.stanza : centre.stanza + 1], title=title)
        return _with_ring(centre, _round(centre, RoundKind.CHECK_IN), all_lit=True)
    if scene == Scene.FAREWELL:
        coming = next_evening(gathering, now=now)
        return CentrePage(centre, until=moments.when_words(coming) if coming else "")
    if scene == Scene.WELCOME:
        return CentrePage(centre)
    kind = RoundKind.CHECK_OUT if scene == Scene.LAST_RING else RoundKind.CHECK_IN
    return _with_ring(centre, _round(centre, kind))


def _with_ring(centre: Centre, round_: Round | None, *, all_lit: bool = False) -> CentrePage:
    gathering = centre.gathering
    seats = seating.seats(gathering, round_=round_, centre=centre)
    drawn = seating.draw(seats, with_initials=False, all_lit=all_lit)
    if centre.scene not in RINGS:
        return CentrePage(centre, ring=drawn)
    following = whose_turn(seats)
    check_in = absolute(reverse("check_in", args=[gathering.circle.slug, gathering.number]))
    return CentrePage(
        centre,
        ring=drawn,
        touches=[
            Touch(seat, round(place.x - drawn.radius, 1), round(place.y - drawn.radius, 1), 2 * drawn.radius)
            for seat, place in zip(seats, drawn.places, strict=True)
        ],
        next_number=following.number if following else None,
        picture=picture_of(check_in) if centre.by_phone else "",
        site=absolute("/").partition("://")[2].rstrip("/"),
    )


def place_words(centre: Centre) -> str:
    """Return what stands in the middle now, for who moves it from afar: of the poem, which stanza."""
    if centre.scene != Scene.READ_BACK:
        return str(Scene(centre.scene).label)
    poem = moving.stanzas_of(centre.gathering)
    if centre.stanza >= len(poem):
        return _("The poem, read back: only the ring, every flame lit")
    place = {"number": centre.stanza + 1, "all": len(poem)}
    if poem[centre.stanza].silent:
        return _("The poem, read back: %(number)s of %(all)s, a silence") % place
    return _("The poem, read back: %(number)s of %(all)s") % place


def picture_of(address: str) -> str:
    """Return the address as a picture a phone reads: inline SVG without a style of its own."""
    colours = {"dark": "#1b1815", "light": "#faf6f0"}
    drawn = segno.make(address, micro=False)
    return drawn.svg_inline(border=3, svgclass="joins", lineclass=None, omitsize=True, **colours)


def _round(centre: Centre, kind: RoundKind) -> Round | None:
    return rounds_of(centre.gathering).get(kind)
