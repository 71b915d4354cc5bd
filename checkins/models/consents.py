"""Whose words may travel: said by their speaker, on the page or aloud."""

import uuid

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from checkins.models.rounds import Phrase
from circles.models import Membership
from gatherings.models import Gathering


class Leave(models.TextChoices):
    """What a speaker says of their words. Silence means they stay; *leave mine out* takes them out."""

    TRAVELS = "travels", _("May travel")
    STAYS = "stays", _("Stays in the circle")


class Voice(models.TextChoices):
    """How it was said; by silence, once their name was let go of and nobody has claimed the line since."""

    PAGE = "page", _("on the page")
    ALOUD = "aloud", _("aloud")
    QUIET = "quiet", _("by silence")


class LetBy(models.TextChoices):
    """Whose yes lets the lines of a poem travel: each speaker's own, or the circle's where nobody is known."""

    EACH = "each"
    CIRCLE = "circle"
    BOTH = "both"


class Consent(models.Model):
    """What the speaker of a phrase said about it: one answer, changed as often as they change their mind."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phrase = models.OneToOneField(Phrase, on_delete=models.CASCADE, related_name="consent")
    leave = models.CharField(max_length=7, choices=Leave)
    voice = models.CharField(max_length=5, choices=Voice, default=Voice.PAGE)
    by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="consents"
    )
    given_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(condition=Q(leave__in=Leave.values), name="consent_leave_known"),
            models.CheckConstraint(condition=Q(voice__in=Voice.values), name="consent_voice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_leave_display()} · {self.phrase_id}"  # never the words


class SaidAloud(models.Model):
    """A yes said aloud at check-out that one's words may travel, kept with its date by who caught the evening.

    Without a member it is the circle's yes, for the words that nobody has claimed. It holds for words caught later too.
    Taken back, it stays taken back: the one who said it has spoken since.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="said_aloud")
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="said_aloud"
    )
    said_at = models.DateTimeField(default=now)
    kept_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("yes said aloud")
        verbose_name_plural = _("yeses said aloud")
        constraints = [
            models.UniqueConstraint(
                "gathering",
                "membership",
                condition=Q(membership__isnull=False),
                name="said_aloud_once_a_member",
            ),
            models.UniqueConstraint(
                "gathering", condition=Q(membership__isnull=True), name="said_aloud_once_by_the_circle"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} · {self.membership_id or '*'}"


def leave_said(of: str = "") -> Coalesce:
    """Return, for a query of phrases, the `Leave` said of each: its speaker's own word, else what was said aloud.

    For a query of what has a phrase, `of` is the way to it, such as `phrase__`.

    Aloud means by its speaker; or by the circle, where nobody is known to have said it. Silence is the empty string,
    and means that it stays.
    """
    aloud = SaidAloud.objects.filter(gathering=OuterRef(f"{of}round__gathering"), taken_back_at=None)
    yes = Case(
        When(
            Q(**{f"{of}speaker__isnull": False}) & Exists(aloud.filter(membership=OuterRef(f"{of}speaker"))),
            then=Value(Leave.TRAVELS.value),
        ),
        When(
            Q(**{f"{of}speaker__isnull": True}) & Exists(aloud.filter(membership=None)),
            then=Value(Leave.TRAVELS.value),
        ),
        default=Value(""),
        output_field=CharField(),
    )
    return Coalesce(F(f"{of}consent__leave"), yes, output_field=CharField())
