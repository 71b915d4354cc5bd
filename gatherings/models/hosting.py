"""Hosting roles, and whose turn it is."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Circle, Membership
from gatherings.models.schedule import Gathering

HANDOVER_LIMIT = 600  # characters


class Duty(models.TextChoices):
    """What the software lets a role's holder do, whatever the circle calls the role."""

    NONE = "none", _("nothing special")
    OPENS = "opens", _("opens the circle")
    CATCHES = "catches", _("catches the poem")
    GUARDS = "guards", _("rings the bell")


class HostingRoleQuerySet(models.QuerySet["HostingRole"]):
    """Reads of roles."""

    def every_evening(self) -> "HostingRoleQuerySet":
        """Those that are not for one gathering only."""
        return self.filter(only_at__isnull=True)

    def at(self, gathering: Gathering) -> "HostingRoleQuerySet":
        """Those of every evening, and those of this gathering alone."""
        return self.filter(Q(only_at__isnull=True) | Q(only_at=gathering))

    def handed_out(self) -> "HostingRoleQuerySet":
        """Those that do not rest."""
        return self.filter(resting=False)


class HostingRole(models.Model):
    """One of a circle's hosting roles, with words on how to hold it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, related_name="roles", verbose_name=_("circle")
    )
    name = models.CharField(_("name"), max_length=60)
    words = models.TextField(_("how to hold it"), max_length=2000, blank=True)
    duty = models.CharField(
        _("what it lets its holder do here"), max_length=8, choices=Duty, default=Duty.NONE
    )
    seats = models.PositiveSmallIntegerField(_("how many hold it together"), default=1)
    demanding = models.BooleanField(
        _("demanding"), default=False, help_text=_("Newcomers hold something lighter first.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    resting = models.BooleanField(
        _("resting"), default=False, help_text=_("Kept, with its past, but not handed out.")
    )
    rotates = models.BooleanField(
        _("goes round"), default=True, help_text=_("Otherwise nobody is proposed for it; a host asks.")
    )
    # The one gathering it is for; empty for a role of every evening.
    only_at = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="own_roles"
    )

    objects = HostingRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("hosting role")
        verbose_name_plural = _("hosting roles")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "circle", "name", condition=Q(only_at__isnull=True), name="role_name_once_in_a_circle"
            ),
            models.UniqueConstraint(
                "only_at", "name", condition=Q(only_at__isnull=False), name="role_name_once_at_a_gathering"
            ),
            models.CheckConstraint(condition=Q(duty__in=Duty.values), name="role_duty_known"),
            models.CheckConstraint(
                condition=Q(seats__gte=1) & Q(seats__lte=12), name="role_has_one_to_twelve_seats"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Wish(models.TextChoices):
    """What a member says about holding a role."""

    GLADLY = "gladly", _("gladly")
    RATHER_NOT = "rather not", _("rather not")


class RoleWish(models.Model):
    """What one member says about one role: they would hold it gladly, or rather not. No row: like any other."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="role_wishes")
    role = models.ForeignKey(HostingRole, on_delete=models.CASCADE, related_name="wishes")
    wish = models.CharField(_("wish"), max_length=10, choices=Wish)
    said_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("wish about a role")
        verbose_name_plural = _("wishes about roles")
        constraints = [
            models.UniqueConstraint("membership", "role", name="role_wish_once"),
            models.CheckConstraint(condition=Q(wish__in=Wish.values), name="role_wish_known"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.role} · {self.get_wish_display()}"


class How(models.TextChoices):
    """How a turn came about."""

    SET = "set", _("set by a host")
    PROPOSED = "proposed", _("proposed, and kept by a host")
    TAKEN = "taken", _("taken up")
    ASKED = "asked", _("asked by name, and said yes")


class Turn(models.Model):
    """One person holding one role at one gathering, perhaps with somebody beside them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="turns", verbose_name=_("gathering")
    )
    role = models.ForeignKey(
        HostingRole, on_delete=models.PROTECT, related_name="turns", verbose_name=_("role")
    )
    seat = models.PositiveSmallIntegerField(default=1)
    holder = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="turns", verbose_name=_("who holds it")
    )
    beside = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="turns_beside",
        verbose_name=_("beside them"),
        help_text=_("Somebody who has held it before."),
    )
    how = models.CharField(_("how it came about"), max_length=8, choices=How, default=How.SET)
    set_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        ordering = ["gathering__starts_at", "role__position", "seat"]
        constraints = [
            models.UniqueConstraint("gathering", "role", "seat", name="turn_one_holder_per_seat"),
            models.UniqueConstraint("gathering", "role", "holder", name="turn_role_once_per_holder"),
            models.CheckConstraint(
                condition=Q(beside__isnull=True) | ~Q(beside=models.F("holder")),
                name="turn_beside_is_somebody_else",
            ),
            models.CheckConstraint(condition=Q(how__in=How.values), name="turn_how_known"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="turn_seat_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.holder}"

    def involves(self, member: Membership) -> bool:
        """Whether the member holds it, or sits beside who does."""
        return member.pk in {self.holder_id, self.beside_id}


class Handover(models.Model):
    """What the holder of a role passes on to the next one, written after the evening."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    turn = models.OneToOneField(Turn, on_delete=models.CASCADE, related_name="handover")
    words = models.TextField(_("what I would tell the next one"), max_length=HANDOVER_LIMIT)
    written_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.turn_id} · {self.written_at:%Y-%m-%d}"  # never the words
