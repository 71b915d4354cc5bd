"""Letters: the e-mails we send, each a row written with what it tells of, and delivered once."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models.circle import Circle
from circles.models.membership import Membership


class LetterState(models.TextChoices):
    """Where a letter is.

    `unknown`: the mail server may or may not have taken it (R17). `let go`: no longer true when it was to be
    sent, or nobody to read it.
    """

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("not known whether delivered")
    FAILED = "failed", _("could not be sent")
    LET_GO = "let go", _("let go, no longer needed")


class Letter(models.Model):
    """One e-mail to one receiver: a member, or an address.

    `params` holds ids and old dates only, never a phrase, a name or a secret; the letter is rendered when
    it is sent. `key` says what it is for, so that it can be written only once.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    address = models.EmailField(max_length=254, blank=True)
    params = models.JSONField(default=dict, blank=True)
    # A sign-in code, encrypted; wiped when the letter is sent or after ten minutes.
    secret = models.BinaryField(null=True, blank=True, editable=False)
    due = models.DateTimeField(default=now)  # when the heartbeat next looks after it, while it waits
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(default=now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-due", "-pk"]
        indexes = [
            models.Index(
                fields=["due"], condition=Q(state=LetterState.WAITING), name="letter_waiting_by_due"
            ),
            models.Index(
                fields=["claimed_at"], condition=Q(state=LetterState.SENDING), name="letter_sending"
            ),
            models.Index(
                fields=["written_at"], condition=Q(secret__isnull=False), name="letter_with_a_secret"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False) | ~Q(address=""), name="letter_has_a_receiver"
            ),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"
