"""The page from which hosts tell the circle elsewhere: the texts, the group's link, the phones that answer by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from circles.models import Membership
from circles.words.counting import in_words
from gatherings.group_access import following, phones_of
from gatherings.letters.telling import Told
from gatherings.models import Gathering, Phone
from gatherings.pages.gathering import GatheringPage

_A_MOMENT = timedelta(minutes=10)
_IN_MESSENGER = gettext_lazy("Tell them in your messenger too")
_ASK_IN_MESSENGER = gettext_lazy("Ask in your messenger who holds it")


@dataclass(frozen=True)
class Messenger:
    """The phones of a circle, as its hosts see them: who waits for a nod, and who is known."""

    gathering: Gathering
    waiting: list[Phone]
    confirmed: list[Phone]

    @property
    def words(self) -> str:
        """How many are known."""
        count = len(self.confirmed)
        if not count:
            return _("No phone is confirmed yet.")
        said = ngettext("%(count)s phone is confirmed.", "%(count)s phones are confirmed.", count)
        words = said % {"count": in_words(count)}
        return words[0].upper() + words[1:]


@dataclass(frozen=True)
class AtOnce:
    """A text a page offers beside what has just happened: folded, unless that was a moment ago."""

    title: str
    words: str
    unfolded: bool
    is_about_seats: bool = False


def told(gathering: Gathering, *, now: datetime) -> Told:
    """Return all that is told at `now` (aware) of a gathering loaded with its `group_token`: one query."""
    over = gathering.is_over(now)
    asks = not over and not gathering.is_called_off
    harvest = getattr(gathering, "harvest", None)
    after = None if asks else following(gathering, now=now)
    return Told(
        gathering,
        token=getattr(gathering, "group_token", None) or "",
        open_roles=tuple(_open_roles(gathering)) if asks else (),
        poem_is_given=bool(over and harvest and harvest.is_given),
        following=after,
        following_token=getattr(after, "group_token", None) or "",
    )


def messenger(
    gathering: Gathering, people: Sequence[Membership] | None = None, *, now: datetime
) -> Messenger:
    """Return the phones of the gathering's circle at `now` (aware): one query.

    None where nobody of `people`, loaded with their `phone_asks`, is asked for: then only who waits is wanted.
    """
    asked_for = people is None or any(getattr(each, "phone_asks", False) for each in people)
    phones = list(phones_of(gathering.circle, now=now)) if asked_for else []
    return Messenger(
        gathering,
        [phone for phone in phones if phone.waits(now)],
        [phone for phone in phones if phone.confirmed_at],
    )


def at_once(page: GatheringPage, *, gave_back: bool) -> AtOnce | None:
    """Return what a gathering's page offers for the messenger: that it is off or moved, or that seats are open.

    The first two to hosts; the last to everybody on the day, and to who has just given a role back. The gathering
    carries its `group_token`; one called off costs a query more.
    """
    gathering, token = page.gathering, getattr(page.gathering, "group_token", None) or ""
    just_now = page.now - gathering.changed_at < _A_MOMENT
    if page.me.is_host and page.is_to_come and gathering.is_called_off:
        return AtOnce(str(_IN_MESSENGER), told(gathering, now=page.now).called_off(), unfolded=True)
    if page.me.is_host and page.is_to_come and page.was_moved:
        return AtOnce(str(_IN_MESSENGER), Told(gathering, token).moved(), unfolded=just_now)
    open_roles = tuple(place.role.name for place in page.roles if place.is_open) if page.asks else ()
    today = gathering.day == page.now.astimezone(gathering.zone).date()
    if open_roles and (gave_back or today):
        words = Told(gathering, token, open_roles).open_seats()
        return AtOnce(str(_ASK_IN_MESSENGER), words, unfolded=gave_back, is_about_seats=True)
    return None


def _open_roles(gathering: Gathering) -> list[str]:
    """Return the names of the roles with a seat nobody holds; a learning lab hands none out."""
    if getattr(gathering, "lab", None):
        return []
    taken = Count("turns", filter=Q(turns__gathering=gathering))
    roles = gathering.circle.roles.at(gathering).handed_out().annotate(taken=taken)
    free = roles.filter(taken__lt=F("seats")).order_by("position", "pk")
    return list(free.values_list("name", flat=True))
