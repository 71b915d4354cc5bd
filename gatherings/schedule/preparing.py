"""A gathering is prepared: what it is about, where it is, what to think of and bring.

1. All of it is the circle's to read from the moment it is saved; hosts write it until the gathering is over.
2. Another place, or another call where there is no room, raises the gathering's SEQUENCE (R80); whatever a calendar
   shows, the circle's version.
3. Nothing written yet, the page begins with last time's: what to prepare, the materials, and where, in a circle that
   has no usual place or call. Never the theme and the question, and nothing is kept before a host saves it.
"""

from datetime import datetime

from django.db import transaction

from circles.models import Membership
from gatherings.evenings import evening_before
from gatherings.models import Gathering
from gatherings.refusals import IsCalledOff
from gatherings.schedule.scheduling import changed, lock_to_change

WORDS = ("theme", "question", "preparation", "materials", "place", "call_link")


@transaction.atomic
def prepare(
    gathering: Gathering,
    *,
    theme: str,
    question: str,
    place: str,
    call_link: str,
    preparation: str | None = None,
    materials: str | None = None,
    by: Membership,
    now: datetime,
) -> Gathering:
    """Say what a gathering is about, where it is and what to bring, and return it; None leaves what is said.

    Raises IsOver or IsCalledOff.
    """
    gathering = lock_to_change(gathering, by=by, now=now, begun=True)
    if gathering.is_called_off:
        raise IsCalledOff
    said = {
        "theme": theme,
        "question": question,
        "preparation": gathering.preparation if preparation is None else preparation,
        "materials": gathering.materials if materials is None else materials,
        "place": place,
        "call_link": call_link,
    }
    if as_it_stands(gathering) == said:
        return gathering
    location = gathering.location
    for name, words in said.items():
        setattr(gathering, name, words)
    return changed(gathering, by=by, now=now, sequence=gathering.location != location)


def as_it_stands(gathering: Gathering) -> dict[str, str]:
    """Return what is said of a gathering, by field."""
    return {name: getattr(gathering, name) for name in WORDS}


def from_last_time(gathering: Gathering) -> dict[str, str]:
    """Return what a page to prepare a gathering may begin with, by field; nothing once something is said (rule 3)."""
    if any(as_it_stands(gathering).values()):
        return {}
    before = evening_before(gathering)
    if before is None:
        return {}
    circle = gathering.circle
    begins = {"preparation": before.preparation, "materials": before.materials}
    if not circle.place:
        begins["place"] = before.place
    if not circle.call_link:
        begins["call_link"] = before.call_link
    return {name: words for name, words in begins.items() if words}
