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
    """Everybody with their yes, as they sit; the circle's; and whether yeses are still kept."""

    people: Sequence[Yes]
    circle: Yes
    is_time: bool

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
            return _("Nobody has said yes yet.")
        words = ngettext("%(count)s of us says yes.", "%(count)s of us say yes.", count)
        return (words % {"count": in_words(count)}).capitalize()


def aloud_page(gathering: Gathering, people: Iterable[Membership], *, now: datetime) -> AloudPage:
    """Return it for these people at `now` (aware), the gathering with its poem loaded: two queries with theirs."""
    said = {each.membership_id: each for each in SaidAloud.objects.filter(gathering=gathering)}

    def of(who: Membership | None) -> Yes:
        found = said.get(who.pk if who else None)
        return Yes(who, found, can_undo=found is not None and aloud.may_undo(found, now=now))

    return AloudPage([of(each) for each in people], of(None), is_time=aloud.is_time(gathering, now=now))
