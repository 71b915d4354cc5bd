"""The only way to what was typeset of a poem or a year."""

from django.db.models import QuerySet

from checkins.models import Harvest, Print, PrintKind
from circles.models import Circle


def print_of(harvest: Harvest, kind: PrintKind, *, whole: bool = False) -> Print | None:
    """Return what was asked for of a poem, if anything; with its bytes where it is wanted `whole`."""
    return _print(Print.objects.filter(harvest=harvest, kind=kind), whole=whole)


def book_of(circle: Circle, year: int, *, whole: bool = False) -> Print | None:
    """Return the book asked for of a circle's year, if any; with its bytes where it is wanted `whole`."""
    return _print(Print.objects.filter(circle=circle, harvest=None, year=year), whole=whole)


def _print(prints: QuerySet[Print], *, whole: bool) -> Print | None:
    return (prints if whole else prints.defer("made")).first()
