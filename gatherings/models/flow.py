"""The flow of a gathering: its parts in order, with rough minutes and who holds each."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from gatherings.models.hosting import HostingRole
from gatherings.models.schedule import Gathering


class Moment(models.TextChoices):
    """What a part of the evening is, whatever the circle calls it."""

    WELCOME = "welcome", _("Welcome")
    CENTRE = "centre", _("The centre")
    AGREEMENTS = "agreements", _("Agreements")
    CHECK_IN = "check_in", _("Check-in")
    HEART = "heart", _("The heart of the evening")
    CHECK_OUT = "check_out", _("Check-out")
    FAREWELL = "farewell", _("Farewell")
    OTHER = "other", _("Something else")


class FlowPart(models.Model):
    """One part of a gathering."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="flow")
    position = models.PositiveSmallIntegerField(default=0)
    moment = models.CharField(_("what it is"), max_length=10, choices=Moment, default=Moment.OTHER)
    name = models.CharField(_("name"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    # Whoever holds this role holds the part; or, where no role does, a name somebody wrote.
    role = models.ForeignKey(
        HostingRole,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("role that holds it"),
    )
    who = models.CharField(_("who holds it"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("part of the flow")
        verbose_name_plural = _("flow")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moment__in=Moment.values), name="flow_part_moment_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
