"""Somebody asked by name to hold a role at one gathering."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Membership
from gatherings.models.hosting import HostingRole
from gatherings.models.schedule import Gathering


class Said(models.TextChoices):
    """What became of a request."""

    OPEN = "", _("not answered yet")
    YES = "yes", _("Yes, I’ll hold it")
    NO = "no", _("Please ask someone else")
    TAKEN_BACK = "taken back", _("taken back")


class TurnRequest(models.Model):
    """One member asked to hold one role at one gathering, perhaps with somebody beside them. Both names stay."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="requests")
    role = models.ForeignKey(HostingRole, on_delete=models.CASCADE, related_name="requests")
    asked = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="requests")
    asked_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    beside = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=now)
    said = models.CharField(_("what was said"), max_length=10, choices=Said, blank=True, default=Said.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request to hold a role")
        verbose_name_plural = _("requests to hold a role")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "gathering", "role", "asked", condition=Q(said=""), name="turn_request_one_open"
            ),
            models.CheckConstraint(condition=Q(said__in=Said.values), name="turn_request_answer_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.asked}"
