"""The page of yeses said aloud: everybody who was there, a button each, and the ring with who said yes lit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import SaidAloud
from checkins.travelling import aloud
from circles.models import Membership
from circles.words.counting import in_words
from gatherings.drawings import ring
from gatherings.models import Gathering


@dataclass(frozen=True)
class Yes:
    """Somebody who was there, or the circle (None), and what is kept of their yes, if anything."""

    who: Membership | None
    said: SaidAloud | None
    can_say: bool
    can_undo: bool

    @property
    def stands(self) -> bool:
        """Whether a yes of theirs is kept and not taken back."""
        return self.said is not None and self.said.taken_back_at is None

    @property
    def is_back(self) -> bool:
        """Whether they have taken it back themselves."""
        return self.said is not None and self.said.taken_back_at is not None


@dataclass(frozen=True)
class AloudPage:
    """Everybody with their yes, as they sit; and the circle's."""

    people: Sequence[Yes]
    circle: Yes

    @property
    def asks_everybody(self) -> bool:
        """Whether a yes is still kept of everybody who has not said one, and of the circle."""
        return all(each.can_say or each.said for each in [*self.people, self.circle])

    @property
    def ring(self) -> ring.Ring:
        """The circle drawn, a flame at the seat of each who said yes."""
        return ring.ring(
            ring.Seat(initials=each.who.initials, lit=each.stands, name=str(each.who))
            for each in self.people
            if each.who
        )

    @property
    def ring_words(self) -> str:
        """What the drawing shows, in a sentence."""
        count = sum(each.stands for each in self.people)
        if not count:
            return _("Nobody has said yes aloud yet.")
        words = ngettext("%(count)s of us says yes aloud.", "%(count)s of us say yes aloud.", count)
        return (words % {"count": in_words(count)}).capitalize()


def aloud_page(gathering: Gathering, people: Iterable[Membership], *, now: datetime) -> AloudPage:
    """Return it for these people (with their persons) at `now` (aware), the gathering with its poem loaded.

    Two queries with theirs, one more once the poem is given. Who has left is on it only with what is kept of them.
    """
    kept = aloud.is_kept(gathering, now=now)
    said = {each.membership_id: each for each in SaidAloud.objects.filter(gathering=gathering)}

    def of(who: Membership | None) -> Yes:
        found = said.get(who.pk if who else None)
        can_undo = found is not None and aloud.may_undo(found, now=now)
        return Yes(who, found, can_say=kept(who), can_undo=can_undo)

    here = [each for each in people if each.left_at is None or each.pk in said]
    return AloudPage([of(each) for each in here], of(None))
