"""What of this floor is a person's own: theirs to take home, and nobody else's words or addresses (R89)."""

from django.utils.translation import gettext_lazy as _

from checkins.models import CheckIn, Harvest, Phrase
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
]
NOT_OWN = {
    "Phrase.caught_by": "somebody else's words",
    "Consent.by": "told with the line it is about",
    "Harvest.shared_by": "the circle's poem",
}


def words_of(person: Person, membership: Membership | None) -> list[Section]:
    """Return what of this floor is a person's own, in one of their circles; outside of them there is nothing (R89)."""
    return sections(OWN, membership) if membership else []
