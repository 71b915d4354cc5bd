"""The trail of who set what, and what each member knows of the turns they hold."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Membership
from gatherings.models.hosting import HostingRole
from gatherings.models.schedule import Gathering


class Change(models.TextChoices):
    """What became of a member and a seat."""

    SET = "set", _("set by a host")
    PROPOSED = "proposed", _("proposed, and kept by a host")
    TAKEN = "taken", _("taken up")
    ASKED = "asked", _("asked by name, and said yes")
    BESIDE = "beside", _("sits beside")
    NOT_BESIDE = "not beside", _("no longer sits beside")
    GIVEN_BACK = "given back", _("given back")
    OPENED = "opened", _("taken off by a host")
    LEFT = "left", _("left the circle")


class TurnChange(models.Model):
    """One step of the trail: what became of a member and a role at one gathering, by whom and when. It stays."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="turn_changes", verbose_name=_("gathering")
    )
    role = models.ForeignKey(
        HostingRole, on_delete=models.CASCADE, related_name="turn_changes", verbose_name=_("role")
    )
    member = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="turn_changes", verbose_name=_("whom it concerns")
    )
    what = models.CharField(_("what happened"), max_length=10, choices=Change)
    by = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    at = models.DateTimeField(_("when"), default=now)

    class Meta:
        verbose_name = _("step of the trail")
        verbose_name_plural = _("trail of who set what")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=Change.values), name="turn_change_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.member} · {self.get_what_display()}"


class Part(models.TextChoices):
    """What somebody has in a role at one gathering."""

    HOLDS = "holds", _("holds it")
    BESIDE = "beside", _("sits beside")
    NOTHING = "nothing", _("nothing any more")


class Told(models.Model):
    """What a member was told they have in a role at a gathering, or did themselves. The latest is what they know."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="told")
    role = models.ForeignKey(HostingRole, on_delete=models.CASCADE, related_name="told")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="told")
    part = models.CharField(_("what they have"), max_length=8, choices=Part)
    # The host who told them, or they themselves: who takes a turn up knows it.
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("what somebody was told")
        verbose_name_plural = _("what members were told")
        ordering = ["told_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(part__in=Part.values), name="told_part_known")]

    def __str__(self) -> str:
        return f"{self.role} · {self.member} · {self.get_part_display()}"
