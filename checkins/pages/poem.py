"""What the poem's page shows to one member: the poem, what of it is theirs, and the one thing they are asked now.

1. While it is a first catch, each of my lines: is it right? Once given, each I have said nothing of: may it travel?
   One line at a time, and once I have said, the poem is just a poem again; all I said stands folded there.
2. Who has spoken aloud, or taken that back, is asked nothing more of their own accord.
3. Which lines are waited for, who may catch sees, and the others how many. Who said a line nobody sees but they.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from checkins import stitching
from checkins.models import Harvest, Leave, Phrase, Stitch, Voice, leave_said
from checkins.poem import mending, stitched
from checkins.said_again import said_again
from circles.models import Membership
from gatherings.models import Gathering


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the poem, and what was said of it: may travel, stays, or nothing yet; and how that was said."""

    phrase: Phrase
    leave: str
    voice: str | None

    @property
    def is_on_page(self) -> bool:
        """Whether its speaker has said so on the page, which holds before all else."""
        return self.voice == Voice.PAGE

    @property
    def can_be_claimed(self) -> bool:
        """Whether nobody is known to have said it, and nobody who is gone has spoken for it for good."""
        return self.phrase.speaker_id is None and self.voice in {None, Voice.QUIET}


@dataclass(frozen=True)
class PoemPage:
    """A poem as a member sees it; how they spoke aloud stands on its gathering (`access.poem_if_any_for`)."""

    gathering: Gathering
    harvest: Harvest
    me: Membership
    catches: bool
    stitches: Sequence[Stitch]

    @property
    def stanzas(self) -> list[stitching.Stanza]:
        """The poem as it reads."""
        return stitching.stanzas(stitched.as_core(self.stitches))

    @property
    def mine(self) -> set[int]:
        """The stitches of my words, marked for me alone."""
        return {each.pk for each in self.stitches if each.phrase and each.phrase.speaker_id == self.me.pk}

    @cached_property
    def lines(self) -> list[Line]:
        """The spoken lines, once each, in the order of the poem."""
        stitches = {each.phrase_id: each for each in self.stitches if each.phrase}
        return [
            Line(each.phrase, each.leave, each.voice)  # type: ignore[attr-defined]
            for each in stitches.values()
            if each.phrase and not each.phrase.is_silence
        ]

    @cached_property
    def my_lines(self) -> list[Line]:
        """Mine."""
        return [line for line in self.lines if line.phrase.speaker_id == self.me.pk]

    @cached_property
    def asked(self) -> list[Line]:
        """Those of mine I am asked about now; the page asks about the first (rules 1 and 2)."""
        if self.harvest.is_given:
            return [] if self.has_spoken_aloud else [line for line in self.my_lines if not line.leave]
        return [line for line in self.my_lines if line.phrase.right_at is None and self.is_first_catch]

    @property
    def folded(self) -> list[Line]:
        """Mine that I am not asked about at this moment."""
        return [line for line in self.my_lines if line not in self.asked[:1]]

    @property
    def is_first_catch(self) -> bool:
        """Whether it was read back and is not given yet."""
        return self.harvest.is_read and not self.harvest.is_given

    @property
    def said_aloud_at(self) -> object:
        """When I said aloud that my words may travel, None where I did not or have taken it back."""
        said, back = self.gathering.my_yes_at, self.gathering.my_yes_back_at  # type: ignore[attr-defined]
        return None if back else said

    @property
    def has_spoken_aloud(self) -> bool:
        """Whether I said yes aloud, or took it back."""
        return self.gathering.my_yes_at is not None  # type: ignore[attr-defined]

    @property
    def unclaimed(self) -> list[Line]:
        """Those nobody is known to have said."""
        return [line for line in self.lines if line.can_be_claimed]

    @property
    def waiting(self) -> list[Line]:
        """Those that may not travel (yet) (rule 3)."""
        return [line for line in self.lines if line.leave != Leave.TRAVELS]

    @cached_property
    def said_again(self) -> list[str]:
        """Words of its title, or added, that alone hold it back, for who may share it: they were left out as a line."""
        if not self.catches or not self.harvest.is_given or self.harvest.is_shared or self.waiting:
            return []
        return list(dict.fromkeys(words for words, _phrase in said_again(self.harvest)))

    @property
    def gaps(self) -> list[mending.Gap]:
        """Where words were taken out of a given poem, for who may mend it."""
        return mending.gaps(self.stitches) if self.harvest.is_given and self.catches else []


def poem_page(gathering: Gathering, harvest: Harvest, me: Membership, *, catches: bool) -> PoemPage:
    """Return it: one query."""
    stitches = harvest.stitches.select_related("phrase").annotate(
        leave=leave_said("phrase__"), voice=F("phrase__consent__voice")
    )
    return PoemPage(gathering, harvest, me, catches, list(stitches))
