"""What of this floor is a person's own: theirs to take home, and nobody else's words or addresses (R89)."""

from django.utils.translation import gettext_lazy as _

from checkins.models import CheckIn, Flame, Harvest, Phrase, Response, SaidAloud
from circles.models import Membership, Person
from circles.owning import Own, Section, sections

OWN = [
    Own(
        title=_("What I brought to check-ins"),
        model=CheckIn,
        owner="membership",
        fields=("round__gathering__day", "words", "brought_at"),
    ),
    Own(
        title=_("My lines that were caught"),
        model=Phrase,
        owner="speaker",
        fields=("round__gathering__day", "text", "caught_at", "consent__leave", "consent__voice"),
    ),
    Own(
        title=_("Poems I caught"),
        model=Harvest,
        owner="catcher",
        fields=("gathering__day", "title", "thanks", "begun_at", "given_at"),
    ),
    Own(
        title=_("What I said aloud of my words"),
        model=SaidAloud,
        owner="membership",
        fields=("gathering__day", "said_at", "taken_back_at"),
    ),
    Own(
        title=_("Rounds I was in, until their words are let go"),
        model=Flame,
        owner="membership",
        fields=("round__gathering__day", "round__kind", "state", "changed_at"),
    ),
    Own(
        title=_("My responses to poems"),
        model=Response,
        owner="membership",
        fields=("harvest__gathering__day", "words", "written_at"),
    ),
]
NOT_OWN = {
    "Phrase.caught_by": "somebody else's words",
    "Consent.by": "told with the line it is about",
    "Harvest.shared_by": "the circle's poem",
    "Draft.by": "a version of the circle's poem",
    "Print.asked_by": "the circle's poem, typeset",
    "Response.welcomed_by": "somebody else's words",
    "SaidAloud.kept_by": "somebody else's yes",
}


def words_of(person: Person, membership: Membership | None) -> list[Section]:
    """Return what of this floor is a person's own, in one of their circles; outside of them there is nothing (R89)."""
    return sections(OWN, membership) if membership else []
