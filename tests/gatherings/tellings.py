"""What hosts do to tell who holds what: set turns, look at whom a telling would reach, press the button."""

from django.utils.timezone import now

from gatherings.hosting import rota
from gatherings.hosting.turns_told import tell, whom_to_tell
from gatherings.pages.trail_words import line_words


def said(circle, *evenings):
    """Return whom would be told what, in words without the days."""
    return {
        each.member.name: [line_words(line).replace(" on ", "|").split("|")[0] for line in each.lines]
        for each in whom_to_tell(circle, evenings)
    }


def tell_all(circle, *evenings, by, at=None):
    """Press the button: everybody whom a letter reaches is told what there is to tell."""
    keys = [each.key for each in whom_to_tell(circle, evenings)]
    return [each.member for each in tell(circle, keys, gatherings=evenings, by=by, now=at or now())]


def set_to(gathering, role, holder, by, **more):
    return rota.assign(gathering, role=role, holder=holder, by=by, now=now(), **more)
