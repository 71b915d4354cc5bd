"""An evening that is on, in a browser: where its pages are, and how it begins."""

import re

from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Centre, RoundKind
from checkins.tonight import centre
from gatherings.models import Rsvp
from tests.making import make_agreement, make_circle, make_gathering, make_gathering_now, make_member

NAMES = ("Anna", "Beth", "Carl", "Dina", "Elif", "Fay", "Gil", "Hana", "Ines", "Joe", "Kim", "Luc")


def evening_of_twelve():
    """Make a gathering that goes on now, with two agreements and a next time; twelve are coming."""
    circle = make_circle("Riverbank")
    evening = make_gathering_now(circle, question="What are you carrying?")
    make_agreement(circle, "What is said here stays here.")
    make_agreement(circle, "We listen, and then a breath longer.")
    for name in NAMES:
        Rsvp.objects.create(gathering=evening, membership=make_member(circle, name), answer="yes")
    make_gathering(circle)
    return evening


def member(evening, name):
    return evening.circle.memberships.get(name=name)


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
