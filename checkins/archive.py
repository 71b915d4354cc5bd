"""What of what was said travels in an archive, what stays here and why.

What is said here stays here: of an evening only its poem travels, once it was given, with the words that stand in it.
Who said a line travels only where they said whether it may go further, on the page or aloud, so that they can still
change their mind. A line whose speaker has said nothing of it arrives as nobody's, and stays: their silence travels
with it as a word of its own, so that the circle's yes, kept here or there, does not take it for a line nobody is known
to have said. So does a line left out that yet holds its poem back, as the title or what was added says it again.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid5

from django.db.models import Case, Exists, F, OuterRef, Q, When

from checkins.models import (
    Centre,
    CheckIn,
    Consent,
    Draft,
    Flame,
    Harvest,
    Leave,
    Phrase,
    Print,
    Response,
    Round,
    SaidAloud,
    Stitch,
    Voice,
)
from checkins.said_again import said_again
from circles.archiving import Part
from circles.models import Circle

_SAID_ALOUD = SaidAloud.objects.filter(gathering=OuterRef("round__gathering"), membership=OuterRef("speaker"))
_IN_A_POEM = Stitch.objects.filter(harvest__given_at__isnull=False, phrase__isnull=False).values("phrase")
_OF_THE_SILENT = Phrase.objects.filter(
    ~Exists(_SAID_ALOUD), pk__in=_IN_A_POEM, is_silence=False, speaker__isnull=False, consent=None
)


def _held_back(circle: Circle) -> list[Phrase]:
    """Return the lines left out that hold back a given poem of the circle, each once."""
    poems = Harvest.objects.given().filter(gathering__circle=circle)
    found = {phrase.pk: phrase for poem in poems for _words, phrase in said_again(poem)}
    return list(found.values())


def _left_out(circle: Circle) -> Iterator[dict[str, Any]]:
    """Give the lines left out that hold back a poem, as nobody's: their words stand in it anyway."""
    for phrase in _held_back(circle):
        yield {
            "uid": phrase.uid,
            "round": phrase.round.uid,
            "text": phrase.text,
            "is_silence": False,
            "speaker": None,
            "position": phrase.position,
            "caught_at": phrase.caught_at,
            "quiet_at": None,
        }


def _silence(circle: Circle) -> Iterator[dict[str, Any]]:
    """Give each line that loses the name of who was silent on it the consent that letting go would give it."""
    silent = _OF_THE_SILENT.filter(round__gathering__circle=circle)
    for phrase in (*silent, *_held_back(circle)):
        yield {
            "uid": uuid5(phrase.uid, Voice.QUIET),  # the same each time it is taken out
            "phrase": phrase.uid,
            "leave": Leave.STAYS,
            "voice": Voice.QUIET,
            "by": None,
            "given_at": phrase.caught_at,
        }


def _mark(sent: Phrase | Response) -> None:
    """Give it a sender's mark of its own."""
    sent.nonce = str(sent.uid)


TRAVELS = [
    Part(
        name="rounds",
        model=Round,
        circle="gathering__circle",
        fields=("uid", "gathering", "kind", "question", "opened_at", "closed_at", "let_go_at"),
        stays={},
    ),
    Part(
        name="phrases",
        model=Phrase,
        circle="round__gathering__circle",
        fields=("uid", "round", "text", "is_silence", "speaker", "position", "caught_at", "quiet_at"),
        stays={
            "caught_by": "who typed it does not matter once it stands in the poem",
            "checkin": "raw check-ins stay",
            "nonce": "a mark of the device that sent it",
            "right_at": "what was asked of a first catch is over",
        },
        only=Q(pk__in=_IN_A_POEM),
        instead={
            "speaker": Case(
                When(Q(consent__isnull=False) | Exists(_SAID_ALOUD), then=F("speaker__uid")), default=None
            )
        },
        ready=_mark,
        also=_left_out,
    ),
    Part(
        name="consents",
        model=Consent,
        circle="phrase__round__gathering__circle",
        fields=("uid", "phrase", "leave", "voice", "by", "given_at"),
        stays={},
        only=Q(phrase__in=_IN_A_POEM),
        also=_silence,
    ),
    Part(
        name="poems",
        model=Harvest,
        circle="gathering__circle",
        fields=(
            "uid",
            "gathering",
            "title",
            "catcher",
            "thanks",
            "begun_at",
            "read_back_at",
            "given_at",
            "names_catcher",
            "shows_thanks",
            "shows_place",
            "shows_day",
            "takes_responses",
            "public_slug",
            "shared_at",
            "shared_by",
            "version",
        ),
        stays={
            "draft": "earlier versions stay",
            "changed_at": "only who follows it there needs it",
            "put_right_at": "who looks after it here is told; whether it is shared travels",
        },
        only=Q(given_at__isnull=False),
    ),
    Part(
        name="stitches",
        model=Stitch,
        circle="harvest__gathering__circle",
        fields=("uid", "harvest", "position", "seam", "kind", "phrase", "added"),
        stays={},
        only=Q(harvest__given_at__isnull=False),
    ),
    Part(
        name="said_aloud",
        model=SaidAloud,
        circle="gathering__circle",
        fields=("uid", "gathering", "membership", "said_at", "kept_by", "taken_back_at"),
        stays={},
        only=Q(gathering__harvest__given_at__isnull=False),
    ),
    Part(
        name="responses",
        model=Response,
        circle="harvest__gathering__circle",
        fields=(
            "uid",
            "harvest",
            "membership",
            "from_beyond",
            "name",
            "words",
            "written_at",
            "welcomed_at",
            "welcomed_by",
        ),
        stays={"nonce": "a mark of the device that sent it"},
        only=Q(harvest__given_at__isnull=False),
        ready=_mark,
    ),
]
STAYS = {
    CheckIn: "raw check-ins: what is said here stays here",
    Centre: "tonight's screen is dead once the circle closes",
    Flame: "who spoke when is let go with the words",
    Draft: "earlier versions hold words that were left out",
    Print: "made anew from the poem wherever it is asked for",
}
