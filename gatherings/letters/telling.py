"""Texts for a messenger: for each letter and each emergency of a gathering one to copy, in the circle's language.

1. Each holds what is true now, and only those are offered that are: nobody copies "tomorrow" the day after.
2. The link in them is the group's, where there is one, else the page of the gathering; never a personal one.
3. No text holds a line of a poem, or what anybody said.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from circles.http import absolute
from gatherings import moments
from gatherings.models import Gathering

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Text:
    """One text: what it is for, in the language of whoever copies it, and its words."""

    key: str
    title: str
    words: str


@dataclass(frozen=True)
class Told:
    """A gathering, with its circle and all that is told of it."""

    gathering: Gathering
    token: str = ""  # of its group link; empty without one
    open_roles: tuple[str, ...] = ()  # the names of those nobody holds there
    poem_is_given: bool = False
    following: Gathering | None = None  # the planned one after it, if any
    following_token: str = ""

    @property
    def address(self) -> str:
        """The address in its texts (rule 2)."""
        return _address(self.gathering, self.token)

    def texts(self, *, now: datetime) -> list[Text]:
        """Return the texts that are true at `now` (aware), the most pressing first."""
        if self.gathering.is_called_off:
            if self.gathering.is_over(now):
                return []
            return [Text("called-off", _("We are calling it off"), self.called_off())]
        if self.gathering.is_over(now):
            return [Text("afterwards", _("Afterwards"), self.afterwards())]
        return list(self._to_come(now))

    def _to_come(self, now: datetime) -> Iterator[Text]:
        if self.gathering.call and self.gathering.is_on(now):
            yield Text("begin", _("We begin: here is the call"), self.begin())
        if self.gathering.has_begun(now):
            return
        if self.gathering.reason:
            yield Text("moved", _("We gather at another time"), self.moved())
        today = now.astimezone(self.gathering.zone).date()
        if self.gathering.day == today:
            yield Text("eve", _("Today"), self.eve(today=True))
        if self.gathering.day == today + _A_DAY:
            yield Text("eve", _("The day before"), self.eve(today=False))
        if self.open_roles:
            yield Text("open", _("Still looking for somebody"), self.open_seats())
        yield Text("asked", _("“Will you be there?”"), self.asked())

    def asked(self) -> str:
        """Return what asks the group whether they will be there."""
        with self._in_the_circles_words() as words:
            return _lines(
                _("We gather: %(when)s.") % words,
                *self._where(),
                self._answering() % words,
                _("“Not this time” is a good answer too."),
            )

    def eve(self, *, today: bool) -> str:
        """Return what is said the day before, or on the day itself."""
        with self._in_the_circles_words() as words:
            return _lines(
                (_("Today we gather: %(when)s.") if today else _("Tomorrow we gather: %(when)s.")) % words,
                *self._where(),
                _("Coming after all, or not? %(link)s") % words,
            )

    def begin(self) -> str:
        """Return what brings the call to whoever is on the way."""
        with self._in_the_circles_words():
            return _lines(_("We begin. Here is the call:"), self.gathering.call)

    def moved(self) -> str:
        """Return what tells the group when it is now, and why."""
        with self._in_the_circles_words() as words:
            return _lines(
                _("We gather at another time: %(when)s.") % words,
                self.gathering.reason,
                self._answering() % words,
            )

    def called_off(self) -> str:
        """Return what tells the group that it will not be, why, and when they gather next."""
        with self._in_the_circles_words() as words:
            return _lines(
                _("We are calling it off: %(when)s.") % words,
                self.gathering.reason_outside,
                self._next(),
                self.address,
            )

    def open_seats(self) -> str:
        """Return what asks the group who holds what nobody holds."""
        with self._in_the_circles_words() as words:
            return _lines(
                _("Who holds it? Still open: %(roles)s.") % {"roles": ", ".join(self.open_roles)},
                _("We gather: %(when)s.") % words,
                *self._taking_up(words),
            )

    def afterwards(self) -> str:
        """Return what follows an evening: its poem, where one is given, and the next date with its link."""
        gathering, following = self.gathering, self.following
        with self._in_the_circles_words():
            lines = [_("Thank you for %(day)s.") % {"day": moments.when_words(gathering)}]
            if self.poem_is_given:
                link = absolute(reverse("poem", args=[gathering.circle.slug, gathering.number]))
                lines.append(_("What we caught is there to read: %(link)s") % {"link": link})
            if following:
                link = _address(following, self.following_token)
                lines += [self._next(), _("Will you be there? %(link)s") % {"link": link}]
            return _lines(*lines)

    def _taking_up(self, words: dict[str, str]) -> list[str]:
        """Return how one takes a role up: the group's link opens the answer alone."""
        if self.token:
            return [_("Say so here, in the group."), self._answering() % words]
        return [_("Say so here, or take it up on our page: %(link)s") % words]

    def _answering(self) -> str:
        """Return how one answers: by the group's link, or on the gathering's page."""
        if self.token:
            return _("Will you be there? Tap your name: %(link)s")
        return _("Will you be there? Answer on our page: %(link)s")

    def _next(self) -> str:
        """Return when they gather next, if that is known."""
        return f"{_('We gather next:')} {moments.full_words(self.following)}." if self.following else ""

    def _where(self) -> list[str]:
        """Return where it is, if that is known; the link of the call is told when they begin."""
        if self.gathering.where and self.gathering.call:
            return [_("Where: %(place)s, or on the call.") % {"place": self.gathering.where}]
        if self.gathering.where:
            return [_("Where: %(place)s.") % {"place": self.gathering.where}]
        return [_("Where: on the call.")] if self.gathering.call else []

    @contextmanager
    def _in_the_circles_words(self) -> Iterator[dict[str, str]]:
        """Speak the circle's language, on its calendar, whoever copies the text; give what most texts name."""
        with override(self.gathering.circle.language), timezone.override(self.gathering.zone):
            yield {"when": moments.full_words(self.gathering), "link": self.address}


def _address(gathering: Gathering, token: str) -> str:
    return absolute(reverse("group", args=[token]) if token else gathering.get_absolute_url())


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
