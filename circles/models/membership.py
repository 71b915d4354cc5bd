"""Who belongs to a circle."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models.circle import Circle
from circles.words.names import initials

if TYPE_CHECKING:
    from circles.models.people import Person


class Standing(models.IntegerChoices):
    """A person's standing in a circle; each includes the ones before it."""

    MEMBER = 1, _("member")
    HOST = 2, _("host")
    STEWARD = 3, _("steward")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of who belongs."""

    def present(self) -> "MembershipQuerySet":
        """Those who have not left."""
        return self.filter(left_at__isnull=True)

    def of(self, person: "Person") -> "MembershipQuerySet":
        """Those of one person, in circles they have not left."""
        return self.present().filter(person=person)

    def with_faces(self) -> "MembershipQuerySet":
        """The same, each with when its face was put up as `face_changed_at`; the picture itself is not loaded."""
        return self.annotate(face_changed_at=models.F("face__changed_at"))

    def only_names(self) -> "MembershipQuerySet":
        """Those nobody signs in as: written down by a host, and not claimed yet."""
        return self.filter(person__isnull=True, erased_at__isnull=True)


class Membership(models.Model):
    """One person in one circle. All they do there points here, so the past stays when they leave.

    `person` is empty for somebody who is only a name, or whose identity was erased.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("circle")
    )
    person = models.ForeignKey(
        "circles.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        editable=False,
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("What they are called in this circle."))
    standing = models.PositiveSmallIntegerField(_("standing"), choices=Standing, default=Standing.MEMBER)
    joined_at = models.DateTimeField(_("joined"), default=now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    # When they had been shown who we are and what we promised one another, on their first visit.
    welcomed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When the person had their identity erased: the row stays for what hangs on it, without name or person (R90).
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Every signed link of this membership carries it; raising it ends them all.
    link_epoch = models.PositiveIntegerField(default=1, editable=False)
    # Raised with every change only this member's calendar shows: an answer, a turn.
    calendar_version = models.PositiveIntegerField(default=1, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint("circle", "person", name="membership_once_in_a_circle"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("somebody who was here"))

    @property
    def is_host(self) -> bool:
        """Whether they may prepare gatherings and roles: hosts and stewards."""
        return self.left_at is None and self.standing >= Standing.HOST

    @property
    def is_steward(self) -> bool:
        """Whether they look after people, agreements and the circle itself."""
        return self.left_at is None and self.standing >= Standing.STEWARD

    @property
    def is_only_a_name(self) -> bool:
        """Whether nobody signs in as them: written down by a host, and not claimed yet."""
        return self.person_id is None and self.erased_at is None

    @property
    def initials(self) -> str:
        """The two letters drawn in their seat; of somebody erased, a dot."""
        return initials(self.name)


class Face(models.Model):
    """A picture a member put up of themselves, for their circle alone. Small, and kept with the rest."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="face")
    # A square WebP, made anew from what was sent: nothing a camera wrote is in it.
    picture = models.BinaryField()
    changed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("face")
        verbose_name_plural = _("faces")

    def __str__(self) -> str:
        return str(self.membership)


class LetterKind(models.TextChoices):
    """The letters a member can do without. Codes, and what was asked for, are always sent."""

    ASKED = "asked", _("“Will you be there?”, ten days before")
    EVE = "eve", _("The day before, to who comes")
    CHANGED = "changed", _("A gathering was moved or called off, or a seat came free")
    HARVEST = "harvest", _("The poem of an evening, and when we gather next")
    REQUESTS = "requests", _("Roles: somebody asks you, or tells you that you hold one")
    CIRCLE = "circle", _("An agreement was proposed, or is to be reviewed")
    STEWARDS = "stewards", _("Somebody asks to join (to stewards)")


class Unwanted(models.Model):
    """A kind of letter a member does without, in one circle (R31). No row: they get it."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="unwanted")
    kind = models.CharField(max_length=12, choices=LetterKind)
    since = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("unwanted letter")
        verbose_name_plural = _("unwanted letters")
        constraints = [
            models.UniqueConstraint("membership", "kind", name="unwanted_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=LetterKind.values), name="unwanted_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_kind_display()}"
