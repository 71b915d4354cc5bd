"""A circle, and who belongs to it."""

import secrets
import uuid
import zoneinfo
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.zones import validate_zone

if TYPE_CHECKING:
    from circles.models.people import Person


class Circle(models.Model):
    """A community of practice: its domain (what we care about), its people, its practice."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    purpose = models.TextField(
        _("purpose"), max_length=2000, help_text=_("What you care about, and what you practise together.")
    )
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    place = models.CharField(_("usual place"), max_length=200, blank=True)
    call_link = models.URLField(_("call link"), max_length=500, blank=True)
    origin_lab = models.CharField(
        _("learning lab"), max_length=200, blank=True, help_text=_("If the circle grew out of one.")
    )
    origin_place = models.CharField(_("place of the lab"), max_length=200, blank=True)
    origin_began = models.DateField(_("first day of the lab"), null=True, blank=True)
    origin_ended = models.DateField(_("last day of the lab"), null=True, blank=True)
    dates_open = models.BooleanField(
        _("open dates"),
        default=False,
        help_text=_("Anybody with the address may read when you gather, and nothing else."),
    )
    # Secret: whoever holds it may join. Empty while joining by link is off.
    join_token = models.CharField(max_length=43, blank=True, editable=False)
    # Raised with every change a calendar shows to everybody: time, place, status, name, zone.
    calendar_version = models.PositiveIntegerField(default=1, editable=False)
    resting_since = models.DateField(_("resting since"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    founded_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("circle")
        verbose_name_plural = _("circles")
        constraints = [
            models.UniqueConstraint("join_token", condition=~Q(join_token=""), name="circle_join_token_once"),
            models.CheckConstraint(
                condition=Q(origin_began__isnull=True)
                | Q(origin_ended__isnull=True)
                | Q(origin_began__lte=models.F("origin_ended")),
                name="circle_lab_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("circle", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The circle's time zone."""
        return zoneinfo.ZoneInfo(self.timezone)

    @staticmethod
    def new_slug(name: str) -> str:
        """Return an address for a circle of this name, with a random end, so that "taken" tells nothing."""
        return f"{slugify(name)[:60] or 'circle'}-{secrets.token_hex(4)}"


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
        return self.name

    @property
    def is_host(self) -> bool:
        """Whether they may prepare gatherings and roles: hosts and stewards."""
        return self.left_at is None and self.standing >= Standing.HOST

    @property
    def is_steward(self) -> bool:
        """Whether they look after people, agreements and the circle itself."""
        return self.left_at is None and self.standing >= Standing.STEWARD

    @property
    def initials(self) -> str:
        """The two letters drawn in their seat: of two names the first of each, else the first two."""
        words = [word for word in self.name.replace("-", " ").split() if word[0].isalnum()]
        if len(words) > 1:
            return (words[0][0] + words[-1][0]).upper()
        return (words[0][:2] if words else "·").upper()


class Invitation(models.Model):
    """A word to somebody outside: come and join us. Its letter carries a signed link to it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=80, blank=True)
    invited_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=now)
    epoch = models.PositiveIntegerField(default=1)  # raised when it is sent anew: older links end
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "circle",
                "email",
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once_for_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its answer."""
        return self.accepted_at is None and self.withdrawn_at is None
