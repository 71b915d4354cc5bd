"""What people do on an evening, by the verbs: bringing words, catching them."""

from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Phrase
from checkins.phrases import catching
from checkins.tonight import rounds


def address(name, gathering, *more):
    return reverse(name, args=[gathering.circle.slug, gathering.number, *more])


def bring(evening, member, words="CANARY words", nonce="n"):
    return rounds.bring(rounds.round_of(evening), membership=member, words=words, nonce=nonce, now=now())


def catch(evening, catcher, *lines, nonce="c", **fields):
    return catching.catch(rounds.round_of(evening), lines=lines, by=catcher, nonce=nonce, now=now(), **fields)


def heard():
    """Return what is on the board, each with the name of who said it, if that is known."""
    return [
        (each.text, each.speaker.name if each.speaker else "")
        for each in Phrase.objects.select_related("speaker")
    ]


def line(words):
    return Phrase.objects.select_related("round__gathering", "speaker").get(text=words)


def say_of_mine(client, evening, **said):
    """Say something of one's own words, on the poem's page."""
    return client.post(address("my_words", evening), said, follow=True)
