"""An evening that is on, in a browser: where its pages are, and how it begins."""

import re

from django.urls import reverse
from django.utils.timezone import now

from checkins import centre
from checkins.models import Centre, RoundKind

NAMES = ("Anna", "Beth", "Carl", "Dina", "Elif", "Fay", "Gil", "Hana", "Ines", "Joe", "Kim", "Luc")


def at(name, evening):
    return reverse(name, args=[evening.circle.slug, evening.number])


def begun(evening, host):
    """Open the circle and move the Centre to the ring, and return it."""
    centre.open_round(evening, kind=RoundKind.CHECK_IN, question=evening.question, by=host, now=now())
    Centre.objects.update(scene="ring")
    return Centre.objects.get()


def ends_on_purpose(faults) -> None:
    """Leave out of the faults that a poll was told the circle is closed: 404 is how it is told."""
    faults.found[:] = [fault for fault in faults.found if not re.match(r"404 for \S+/live/", fault)]
