"""The page behind a group link: the circle's names to tap, each as short as it tells people apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from circles.models import Membership
from circles.words.names import first_names
from gatherings.models import Gathering


@dataclass(frozen=True)
class Name:
    """One member's name, and whether this browser may answer as them already."""

    pk: int
    name: str
    is_known: bool


@dataclass(frozen=True)
class GroupPage:
    """The names, as a browser that answers for some of them sees them at `now` (aware)."""

    gathering: Gathering
    names: list[Name]
    now: datetime

    @property
    def takes_answers(self) -> bool:
        """Whether one can still answer: it is not called off and has not begun."""
        return takes_answers(self.gathering, now=self.now)

    @property
    def known(self) -> list[Name]:
        """Those this browser answers for."""
        return [name for name in self.names if name.is_known]

    @property
    def others(self) -> list[Name]:
        """Everybody else."""
        return [name for name in self.names if not name.is_known]


def takes_answers(gathering: Gathering, *, now: datetime) -> bool:
    """Whether a group link takes answers for the gathering at `now` (aware): until it begins, unless it is off."""
    return not gathering.is_called_off and not gathering.has_begun(now)


def short_name(member: Membership, members: Iterable[Membership]) -> str:
    """Return what the page calls one of these members: it tells nobody's whole name to who is not confirmed."""
    here = list(members)
    short = first_names([each.name for each in here])
    return next((name for each, name in zip(here, short, strict=True) if each == member), member.name)


def group_page(
    gathering: Gathering, members: Iterable[Membership], *, known: set[int], now: datetime
) -> GroupPage:
    """Return the page, the names in the order of the alphabet."""
    here = list(members)
    short = first_names([member.name for member in here])
    names = [Name(member.pk, name, member.pk in known) for member, name in zip(here, short, strict=True)]
    return GroupPage(gathering, sorted(names, key=lambda name: name.name.casefold()), now)
