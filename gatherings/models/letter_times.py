"""When a circle's letters about a gathering go: the circle's to set."""

import uuid
from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circles.models import Circle


class LetterTimes(models.Model):
    """How many days before or after a gathering each letter goes, and the earliest hour where its reader lives.

    No row: as a new row is. An empty number of days: that letter is not sent.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="letter_times")
    asked_days = models.PositiveSmallIntegerField(
        _("“Will you be there?”: days before"), null=True, blank=True, default=10
    )
    eve_days = models.PositiveSmallIntegerField(
        _("“We’re expecting you”: days before"), null=True, blank=True, default=1
    )
    harvest_days = models.PositiveSmallIntegerField(
        _("The poem: days after"), null=True, blank=True, default=2
    )
    hour = models.TimeField(_("not before"), default=time(8))

    class Meta:
        verbose_name = _("times of letters")
        verbose_name_plural = _("times of letters")
        constraints = [
            models.CheckConstraint(
                condition=(Q(asked_days__isnull=True) | Q(asked_days__gte=2, asked_days__lte=27))
                & (Q(eve_days__isnull=True) | Q(eve_days__gte=1, eve_days__lte=3))
                & (Q(harvest_days__isnull=True) | Q(harvest_days__gte=1, harvest_days__lte=14)),
                name="letter_times_in_reach",
            ),
            models.CheckConstraint(
                condition=Q(hour__gte=time(7), hour__lte=time(19)), name="letter_times_at_a_humane_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_days} · {self.eve_days} · {self.harvest_days}"
