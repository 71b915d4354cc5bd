"""What the page behind a letter's link shows: who answers, to what, and what they said; place and call to who comes."""

from dataclasses import dataclass
from datetime import datetime

from circles.models import Membership
from gatherings.models import SAID, Answer, Gathering, Rsvp


@dataclass(frozen=True)
class Choice:
    """One of the three answers, as a button."""

    value: str
    label: str
    is_mine: bool
    is_ready: bool


@dataclass(frozen=True)
class AnswerPage:
    """The page as one member sees it, without signing in."""

    gathering: Gathering
    me: Membership
    mine: Rsvp | None
    ready: str  # the answer a link laid ready, where it is another than mine
    has_begun: bool

    @property
    def comes(self) -> bool:
        """Whether they said yes, so that they read where it is and how to call."""
        return self.mine is not None and self.mine.answer == Answer.YES

    @property
    def both_ways(self) -> bool:
        """Whether there are a room and a call, so that one is asked how."""
        return bool(self.gathering.where and self.gathering.call)

    @property
    def choices(self) -> list[Choice]:
        """The three answers, in their order; the one laid ready first."""
        given = self.mine.answer if self.mine else ""
        all_three = [Choice(a.value, str(a.label), a == given, a == self.ready) for a in SAID]
        return sorted(all_three, key=lambda choice: not choice.is_ready)


def answer_page(gathering: Gathering, membership: Membership, *, ready: str, now: datetime) -> AnswerPage:
    """Return the page at `now` (aware), with what they said before: one query."""
    gathering.circle = membership.circle
    mine = Rsvp.objects.filter(gathering=gathering, membership=membership).first()
    other = ready if mine is None or mine.answer != ready else ""
    return AnswerPage(gathering, membership, mine, other, gathering.has_begun(now))
