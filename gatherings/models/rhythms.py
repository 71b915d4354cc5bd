"""The rules by which circles meet."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circles.models import Circle
from gatherings import rhythm


class RhythmQuerySet(models.QuerySet["Rhythm"]):
    """Reads of rhythms."""

    def behind(self, horizon: date) -> "RhythmQuerySet":
        """Those in force, of circles that gather, whose gatherings are not made up to `horizon` yet."""
        return self.filter(
            Q(kept_until__isnull=True) | Q(kept_until__lt=horizon),
            ended__isnull=True,
            circle__resting_since__isnull=True,
            circle__closed_on__isnull=True,
        )


class Rhythm(models.Model):
    """The rule by which a circle's gatherings recur, from its first day until another takes over."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, related_name="rhythms", verbose_name=_("circle")
    )
    rule = models.CharField(
        _("rule"), max_length=200, default=rhythm.LAST_WEDNESDAY, help_text="RFC 5545 RRULE"
    )
    first = models.DateField(_("from"))
    ended = models.DateField(_("until (that day no more)"), null=True, blank=True)
    starts = models.TimeField(_("begins at"))
    lasts = models.DurationField(_("lasts"))
    # The day up to which its gatherings have been made, and the highest number given before it began: numbers
    # go on from there, even if nothing that carries one is left.
    kept_until = models.DateField(null=True, blank=True, editable=False)
    numbered_to = models.PositiveIntegerField(default=0, editable=False)

    objects = RhythmQuerySet.as_manager()

    class Meta:
        verbose_name = _("rhythm")
        verbose_name_plural = _("rhythms")
        ordering = ["first", "pk"]
        indexes = [models.Index(fields=["kept_until"], name="rhythm_by_kept_until")]
        constraints = [
            models.UniqueConstraint("circle", condition=Q(ended__isnull=True), name="rhythm_one_in_force"),
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=models.F("first")),
                name="rhythm_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.rule

    def as_core(self) -> rhythm.Rhythm:
        """Return the plain rhythm; raise rhythm.RhythmRefused where the rule cannot be kept."""
        return rhythm.Rhythm(
            rule=self.rule, first=self.first, starts=self.starts, lasts=self.lasts, timezone=self.circle.zone
        )
