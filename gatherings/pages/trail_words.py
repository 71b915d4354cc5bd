"""What the trail and a telling say, in words: who set whom, and what somebody is to be told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.hosting.turns_told import Line
from gatherings.models import Change, Part, Told, TurnChange
from gatherings.moments import day_words

_CHANGES = {
    Change.SET: gettext_lazy("%(by)s set %(name)s"),
    Change.PROPOSED: gettext_lazy("%(by)s kept %(name)s, as proposed"),
    Change.TAKEN: gettext_lazy("%(name)s took it up"),
    Change.ASKED: gettext_lazy("%(name)s was asked, and said yes"),
    Change.BESIDE: gettext_lazy("%(by)s set %(name)s beside"),
    Change.NOT_BESIDE: gettext_lazy("%(by)s: %(name)s no longer sits beside"),
    Change.GIVEN_BACK: gettext_lazy("%(name)s gave it back"),
    Change.OPENED: gettext_lazy("%(by)s: %(name)s no longer holds it"),
    Change.LEFT: gettext_lazy("%(name)s left the circle"),
}


def change_words(change: TurnChange) -> str:
    """Return a step of the trail: "Stella set Luc"."""
    if change.what == Change.NOT_BESIDE and change.by_id == change.member_id:
        return _("%(name)s no longer sits beside") % {"name": change.member}
    by = change.by or _("somebody")
    return str(_CHANGES[Change(change.what)]) % {"by": by, "name": change.member}


def told_words(told: Told) -> str:
    """Return that somebody was told: "Stella told Luc"."""
    return _("%(by)s told %(name)s") % {"by": told.by or _("somebody"), "name": told.member}


def line_words(line: Line) -> str:
    """Return what is to be told: "Poem catcher on Wednesday 25 November, new"."""
    words = {"role": line.role, "day": day_words(line.gathering.day), "name": line.partner}
    if line.part == Part.HOLDS:
        if line.partner:
            return _("%(role)s on %(day)s, new, with %(name)s beside") % words
        return _("%(role)s on %(day)s, new") % words
    if line.part == Part.BESIDE:
        return _("beside %(name)s: %(role)s on %(day)s, new") % words
    return _("no longer %(role)s on %(day)s") % words
