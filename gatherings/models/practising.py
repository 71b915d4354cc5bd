"""The practice field: what a member will try until next time. It is theirs alone, unless they tell it."""

import uuid

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Membership
from gatherings.models.schedule import Gathering

PRACTICE_LIMIT = 300  # characters


class Practice(models.Model):
    """“Until next time I will try…”: one line of one member, written at the end of a gathering."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="practices")
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="practices")
    words = models.CharField(_("until next time I will try"), max_length=PRACTICE_LIMIT)
    told = models.BooleanField(_("tell the circle"), default=False)
    written_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["written_at", "pk"]
        indexes = [
            models.Index(fields=["written_at"], condition=models.Q(told=False), name="practice_untold_by_age")
        ]
        constraints = [
            models.UniqueConstraint("gathering", "membership", name="practice_one_for_a_gathering"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.written_at:%Y-%m-%d}"  # never the words
