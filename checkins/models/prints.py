"""What is typeset: a poem to keep, a picture of it, a circle's year as a book."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from checkins.models.poems import Harvest
from circles.models import Circle, Membership


class PrintKind(models.TextChoices):
    """What it is: of one poem, or of a circle's whole year."""

    PDF = "pdf", _("broadside, PDF")
    SVG = "svg", _("broadside, SVG")
    PNG = "png", _("broadside, PNG")
    CARD = "card", _("picture for sharing")  # 1200 × 630
    BOOK = "book", _("anthology")


class PrintState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("waiting")
    SETTING = "setting", _("being typeset")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")


class Print(models.Model):
    """One thing typeset, kept until something changes: `key` says of what it was made.

    Words taken back leave it with their poem: whoever takes a phrase out deletes what holds it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=4, choices=PrintKind)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="prints")
    harvest = models.ForeignKey(
        Harvest, on_delete=models.CASCADE, null=True, blank=True, related_name="prints"
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # of a book
    key = models.CharField(max_length=64, blank=True)  # SHA-256 of all that went in; none until it is made
    state = models.CharField(max_length=7, choices=PrintState, default=PrintState.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)  # steps in all, 0 while unknown
    tries = models.PositiveSmallIntegerField(default=0)
    # When it was last enqueued, set, or held against the words that stand now.
    looked_at = models.DateTimeField(default=now)
    made = models.BinaryField(null=True, blank=True)
    asked_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("print")
        verbose_name_plural = _("prints")
        constraints = [
            models.UniqueConstraint(
                "kind", "harvest", condition=Q(harvest__isnull=False), name="print_once_of_a_poem"
            ),
            models.UniqueConstraint(
                "kind", "circle", "year", condition=Q(harvest__isnull=True), name="print_once_of_a_year"
            ),
            models.CheckConstraint(
                condition=Q(kind="book", harvest__isnull=True, year__isnull=False)
                | ~Q(kind="book") & Q(harvest__isnull=False, year__isnull=True),
                name="print_of_a_poem_or_a_year",
            ),
            models.CheckConstraint(condition=Q(kind__in=PrintKind.values), name="print_kind_known"),
            models.CheckConstraint(condition=Q(state__in=PrintState.values), name="print_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.harvest_id or self.year}"

    @property
    def is_in_hand(self) -> bool:
        """Whether it waits, or is being set."""
        return self.state in {PrintState.WAITING, PrintState.SETTING}
