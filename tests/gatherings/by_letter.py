"""Answering by the link of a letter: where it leads, and what has been said."""

from django.urls import reverse

from gatherings.answering.links import answer_token
from gatherings.models import Gathering, Rsvp
from tests.making import make_circle, make_gathering, make_steward


def make_gathering_with_a_steward() -> Gathering:
    """Make a gathering with a question, in a room and on the call, in a circle that has a steward."""
    circle = make_circle(place="The Old Library", call_link="https://call.example/us")
    make_steward(circle)
    return make_gathering(circle, question="What are you carrying?")


def url(gathering, member):
    return reverse("answer_from_letter", args=[answer_token(gathering, member)])


def said():
    return list(Rsvp.objects.values_list("membership__name", "answer", "way"))
