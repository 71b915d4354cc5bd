"""On the way into a circle: who was invited, and who asks."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models.circle import Circle
from circles.models.membership import Membership
from circles.models.people import Person


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
    # The name that stood in the circle before there was an address: accepting makes it theirs.
    claims = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="claim_invitations"
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


class Road(models.TextChoices):
    """How somebody came to ask."""

    LISTED = "listed", _("found the circle")
    LINK = "link", _("came by the join link")
    CLAIM = "claim", _("says they are one of the names")


class JoinRequest(models.Model):
    """Somebody asks to join: a steward answers. Answered ones are let go after thirty days."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="join_requests")
    name = models.CharField(_("name"), max_length=80)
    words = models.TextField(_("a word to the stewards"), max_length=1000, blank=True)
    road = models.CharField(max_length=6, choices=Road, default=Road.LISTED)
    # The name in the circle they say is theirs.
    claims = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    welcome = models.BooleanField(_("said yes"), null=True, blank=True)

    class Meta:
        verbose_name = _("asking to join")
        verbose_name_plural = _("asking to join")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "circle", "person", condition=Q(answered_at__isnull=True), name="join_request_open_once"
            ),
            models.CheckConstraint(condition=Q(road__in=Road.values), name="join_request_road_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, welcome__isnull=True)
                | Q(answered_at__isnull=False, welcome__isnull=False),
                name="join_request_answered_with_a_yes_or_a_no",
            ),
        ]

    def __str__(self) -> str:
        return self.name
