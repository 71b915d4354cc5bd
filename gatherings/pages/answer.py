"""What the page behind a letter's link shows: who answers, to what, and what they said; place and call to who comes.

1. Until the start it takes an answer. From then on it says that we have begun, and shows place and call to who said yes
   or maybe. After the end the link has ended.
2. It opens nothing else: no page of the circle, nobody else's name but whom they told their answer.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from circles.models import Membership
from gatherings.answering import seats
from gatherings.models import Answer, Gathering, Rsvp, Way
from gatherings.pages.answer_choices import Choice, choices, said_in_short
from gatherings.pages.who_comes import place_words


@dataclass(frozen=True)
class AnswerPage:
    """The page as one member sees it, without signing in."""

    gathering: Gathering
    me: Membership
    mine: Rsvp | None
    ready: str  # the answer a link laid ready, where it is another than mine
    was: str  # what they had said before, where they answered just now
    has_begun: bool

    @property
    def sees_where(self) -> bool:
        """Whether they read where it is and how to call: who comes, and once it has begun, who may (rule 1)."""
        shown = {Answer.YES, Answer.MAYBE} if self.has_begun else {Answer.YES}
        return self.mine is not None and self.mine.answer in shown

    @property
    def both_ways(self) -> bool:
        """Whether there are a room and a call, so that one is asked how."""
        return bool(self.gathering.where and self.gathering.call)

    @property
    def choices(self) -> list[Choice]:
        """The answers as buttons; the one laid ready first: where it is yes, how they said they come before, or so."""
        said, way = (self.mine.answer, self.mine.way) if self.mine else ("", "")
        ready = (way or Way.ROOM.value) if self.ready == Answer.YES and self.both_ways else self.ready
        return choices(said=said, way=way, both_ways=self.both_ways, ready=ready)

    @property
    def said(self) -> str:
        """What they answered, in the one word by which it travels with the page."""
        return said_in_short(self.mine)

    @property
    def undo(self) -> str:
        """What to go back to; nothing where nothing was changed just now."""
        return self.was if self.was != self.said else ""

    @cached_property
    def place_words(self) -> str:
        """Where they stand on the waiting list, if they do."""
        return place_words(seats.place_of(self.mine)) if self.mine else ""

    @cached_property
    def is_full(self) -> bool:
        """Whether a yes would have to wait."""
        return self.gathering.seats is not None and not seats.is_free(self.gathering)


def answer_page(
    gathering: Gathering, membership: Membership, *, ready: str = "", was: str = "", now: datetime
) -> AnswerPage:
    """Return the page at `now` (aware), with what they said before: one query, and two more where seats are limited."""
    gathering.circle = membership.circle
    mine = Rsvp.objects.select_related("said_by").filter(gathering=gathering, membership=membership).first()
    said = said_in_short(mine).partition(".")[0]
    return AnswerPage(
        gathering, membership, mine, ready if ready != said else "", was, gathering.has_begun(now)
    )
