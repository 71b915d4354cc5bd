"""What stands below a poem: where it comes from, who caught it, whether it may be passed on.

1. Inside the circle all of it is said.
2. Beyond the circle the circle is named, and of the rest what the circle lets be said: the place, the day, the thanks.
3. Beyond the circle the catcher is named only by their own yes, and while they belong to the circle.
4. Who says that it may travel is said as it is: each of their own words, the circle of those nobody is known to have
   said.
"""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from checkins import stitching
from checkins.models import Harvest, LetBy
from circles.words.dates import written


def name_of(harvest: Harvest) -> str:
    """Return what a poem is called: its title; without one inside the circle by its day, beyond it by its circle."""
    if harvest.is_shared and not harvest.title:
        return _("A poem of %(circle)s") % {"circle": harvest.gathering.circle.name}
    return name_inside(harvest)


def name_inside(harvest: Harvest) -> str:
    """Return what it is called inside its circle, shared or not, where it is read in other years too."""
    return harvest.title or _("The poem of %(day)s") % {"day": day_of(harvest)}


def credits_of(harvest: Harvest) -> list[str]:
    """Return what stands below a poem (with its gathering, circle and catcher), sentence by sentence."""
    said = (_caught_in(harvest), caught_by(harvest, beyond=harvest.is_shared), leave_of(harvest))
    return [sentence for sentence in said if sentence]


def day_of(harvest: Harvest) -> str:
    """Return the day of its gathering with the year: a poem is read in other years too."""
    return written(harvest.gathering.day, "l j F Y")


def caught_by(harvest: Harvest, *, beyond: bool) -> str:
    """Return who caught a poem, and whom they thank, as a sentence; empty where neither is said (rules 1 to 3)."""
    catcher, words = harvest.catcher, []
    if catcher and catcher.name and (not beyond or (harvest.names_catcher and catcher.left_at is None)):
        words.append(_("Caught by %(name)s") % {"name": catcher.name})
    if harvest.thanks and (harvest.shows_thanks or not beyond):
        words.append(_("with thanks to %(thanks)s") % {"thanks": harvest.thanks})
    return capfirst(", ".join(words)) + "." if words else ""


def _caught_in(harvest: Harvest) -> str:
    gathering, beyond = harvest.gathering, harvest.is_shared
    words = {"circle": gathering.circle.name, "day": day_of(harvest), "place": gathering.where}
    day = harvest.shows_day or not beyond
    place = bool(gathering.where) and (harvest.shows_place or not beyond)
    if day and place:
        return _("Caught in the check-in of %(circle)s, %(place)s, %(day)s.") % words
    if day:
        return _("Caught in the check-in of %(circle)s, %(day)s.") % words
    if place:
        return _("Caught in the check-in of %(circle)s, %(place)s.") % words
    return _("Caught in the check-in of %(circle)s.") % words


def leave_of(harvest: Harvest) -> str:
    """Return whether a poem may be passed on, and who said so (rule 4), as a sentence."""
    if not harvest.is_shared:
        return _("It stays in the circle; please don’t pass it on.")
    match harvest.let_by:
        case LetBy.EACH:
            return _("Each of us has said that it may travel.")
        case LetBy.CIRCLE:
            return _("Our circle has said that it may travel.")
        case _:
            return _("Each of us, or our circle together, has said that it may travel.")


def italics_of(stitches: Iterable[stitching.Stitch]) -> list[str]:
    """Return what italics mean below a poem of these stitches: nothing where no words were added."""
    added = any(stitch.kind is stitching.Kind.ADDED for stitch in stitches)
    return [_("Words in italics were added in the stitching.")] if added else []
