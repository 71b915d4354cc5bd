"""What a gathering's page shows afterwards: who was there, drawn again, and what the circle keeps of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.words.counting import in_words
from gatherings.drawings import ring
from gatherings.evenings import presences_of
from gatherings.models import Presence, Turn, Way
from gatherings.pages.gathering import GatheringPage


@dataclass(frozen=True)
class AfterPage:
    """A gathering that is over, as a member sees it: those who were there, with their memberships and faces."""

    page: GatheringPage
    there: list[Presence]
    is_said: bool  # by a host; else it is what the check-in saw, and may not be all
    writes: bool  # whether the member who looks may write notes

    @property
    def ring(self) -> ring.Ring:
        """The circle as it was: a seat for each who was there."""
        turns = list(self.page.gathering.turns.all())
        ways = {rsvp.membership_id: rsvp.way for rsvp in self.page.gathering.rsvps.all()}
        return ring.ring(
            ring.Seat(
                initials=each.membership.initials,
                kind="call" if ways.get(each.membership_id) == Way.CALL else "yes",
                role=_role(turns, each.membership_id),
                name=str(each.membership),
            )
            for each in self.there
        )

    @property
    def count_words(self) -> str:
        """How many were there: "Nine of us were there." """
        count = len(self.there)
        if not count:
            return _("Nobody was there.")
        said = ngettext("%(count)s of us was there.", "%(count)s of us were there.", count)
        words = said % {"count": in_words(count)}
        return words[0].upper() + words[1:]

    @property
    def ring_words(self) -> str:
        """What the picture shows, in a sentence or two."""
        names = ", ".join(str(each.membership) for each in self.there)
        return f"{self.count_words} {names}".strip()


def after_page(page: GatheringPage) -> AfterPage | None:
    """Return what is shown afterwards: one query, and none before it is over by the clock."""
    if not page.gathering.is_over(page.now) or page.gathering.is_called_off:
        return None
    presences = presences_of(page.gathering)
    turns = list(page.gathering.turns.all())
    return AfterPage(
        page,
        there=[each for each in presences if each.there],
        is_said=any(each.set_by_id for each in presences),
        writes=page.me.is_host or any(turn.involves(page.me) for turn in turns),
    )


def _role(turns: list[Turn], member: int) -> str:
    return next((turn.role.name for turn in turns if turn.holder_id == member), "")
