"""Whose words may travel: said by their speaker, on the page or aloud."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from checkins.models.rounds import Phrase
from circles.models import Membership


class Leave(models.TextChoices):
    """What a speaker says of their words. Silence means they stay; *leave mine out* takes them out."""

    TRAVELS = "travels", _("May travel")
    STAYS = "stays", _("Stays in the circle")


class Voice(models.TextChoices):
    """How it was said."""

    PAGE = "page", _("on the page")
    ALOUD = "aloud", _("aloud")


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
