"""Answering from a messenger: a link for the whole group, and the phones that are known to be somebody's."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Membership
from gatherings.models.schedule import Gathering


class GroupLink(models.Model):
    """A random link to one gathering, to be posted in a messenger. It opens the list of names and the confirming."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="group_links")
    token = models.CharField(max_length=43, unique=True)
    made_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("group link")
        verbose_name_plural = _("group links")
        constraints = [
            models.UniqueConstraint(
                "gathering", condition=Q(revoked_at__isnull=True), name="group_link_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} · {self.made_at:%Y-%m-%d}"


# A host may nod for so long after a phone asked; and so long after its last use a phone speaks for nobody any more.
NOD_LASTS = timedelta(days=3)
UNUSED_LASTS = timedelta(days=400)


class PhoneQuerySet(models.QuerySet["Phone"]):
    """Reads of phones."""

    def confirmed(self, now: datetime) -> "PhoneQuerySet":
        """Those that speak for their member at `now` (aware), who is here, with the epoch they were confirmed at."""
        return self.filter(
            confirmed_at__isnull=False,
            last_used_at__gt=now - UNUSED_LASTS,
            epoch=F("membership__link_epoch"),
            membership__left_at__isnull=True,
        )

    def waiting(self, now: datetime) -> "PhoneQuerySet":
        """Those that wait for a host's nod at `now` (aware), the first to ask first."""
        asked = self.filter(confirmed_at__isnull=True, wants_nod=True, asked_at__gt=now - NOD_LASTS)
        return asked.filter(membership__left_at__isnull=True).order_by("asked_at", "pk")


class Phone(models.Model):
    """A browser that asked to answer as a member, and may once it is confirmed.

    Of its secret only the SHA-256 is kept.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="phones")
    secret_hash = models.CharField(max_length=64)
    # Where it asked, and the digits it shows, so that a host who nods knows whose phone it is.
    gathering = models.ForeignKey(
        Gathering, on_delete=models.SET_NULL, null=True, blank=True, related_name="phones"
    )
    sign = models.CharField(max_length=4, blank=True)
    asked_at = models.DateTimeField(default=now)
    wants_nod = models.BooleanField(default=False)
    # The code that was sent to the member, as its HMAC; how often it was tried, and until when it is good.
    code_hash = models.CharField(max_length=64, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The host who nodded; empty where a code did.
    confirmed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # When it was confirmed, or spoke for its member last.
    last_used_at = models.DateTimeField(null=True, blank=True)
    # The member's link epoch when it was confirmed: raised, the phone is nobody's.
    epoch = models.PositiveIntegerField(default=0)

    objects = PhoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["secret_hash"], name="phone_by_secret")]
        constraints = [models.UniqueConstraint("membership", "secret_hash", name="phone_once_for_a_member")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.asked_at:%Y-%m-%d}"

    def code_is_good(self, now: datetime) -> bool:
        """Whether a code it asked for can still be typed in at `now` (aware)."""
        return bool(self.code_hash) and self.code_until is not None and now < self.code_until

    def waits(self, now: datetime) -> bool:
        """Whether it waits for a host's nod at `now` (aware)."""
        return self.wants_nod and self.confirmed_at is None and now < self.asked_at + NOD_LASTS
