"""What was said: the round, what each brought to it, and the words caught."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Membership
from gatherings.models import Gathering

PHRASE_LIMIT = 500  # characters of one phrase
CHECKIN_LIMIT = 10_000  # characters of one check-in


def is_one_line(words: str) -> bool:
    """Tell whether words can be a phrase: something to read, on one line, at most PHRASE_LIMIT characters."""
    return bool(words.strip()) and "\n" not in words and len(words) <= PHRASE_LIMIT


class RoundKind(models.TextChoices):
    """The two rounds of a gathering."""

    CHECK_IN = "in", _("check-in")
    CHECK_OUT = "out", _("check-out")


class Round(models.Model):
    """The check-in (or check-out) round of a gathering, with its question."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=3, choices=RoundKind, default=RoundKind.CHECK_IN)
    question = models.CharField(_("question"), max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # When its raw check-ins, left-out phrases and speaker links were let go.
    let_go_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint("gathering", "kind", name="round_once_of_each_kind"),
            models.CheckConstraint(condition=Q(kind__in=RoundKind.values), name="round_kind_known"),
        ]

    def __str__(self) -> str:
        return self.question or self.get_kind_display()


def rounds_of(gathering: Gathering) -> dict[str, Round]:
    """Return the rounds of a gathering that are stored, by their kind: one query."""
    return {round_.kind: round_ for round_ in gathering.rounds.all()}


class CheckIn(models.Model):
    """What one person brought to a round, word for word. Read only by them and by who catches."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="checkins")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="checkins")
    words = models.TextField(_("your words"), validators=[MaxLengthValidator(CHECKIN_LIMIT)])
    nonce = models.CharField(max_length=40)  # the sender's own mark: sent twice, kept once (R8)
    brought_at = models.DateTimeField(default=now)
    # When its speaker left a line of it out of the poem: nothing is caught from it any more.
    left_out_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["brought_at", "pk"]
        constraints = [
            models.UniqueConstraint("round", "nonce", name="checkin_nonce_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.brought_at:%Y-%m-%d}"  # never the words


class Phrase(models.Model):
    """Words caught, character for character; or a caught silence, which has none."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="phrases")
    text = models.CharField(max_length=PHRASE_LIMIT, blank=True)
    is_silence = models.BooleanField(default=False)
    speaker = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="phrases"
    )
    caught_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    checkin = models.ForeignKey(
        CheckIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="phrases"
    )
    nonce = models.CharField(max_length=40)
    position = models.PositiveIntegerField()  # the order of the circle
    caught_at = models.DateTimeField(default=now)
    # When its speaker last said that it reads as they said it, or changed a word of it.
    right_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Of a claimed line: since when it had stayed by silence. So it stays again if it is given back.
    quiet_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("round", "nonce", name="phrase_nonce_once"),
            models.CheckConstraint(
                condition=Q(is_silence=True, text="") | Q(is_silence=False) & ~Q(text=""),
                name="phrase_has_words_or_is_silence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"  # never the words
