"""Answering from a messenger: a link for the whole group, and the phones that are known to be somebody's."""

from django.db import models
from django.db.models import Q
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
    # The member's link epoch when it was confirmed: raised, the phone is nobody's.
    epoch = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["secret_hash"], name="phone_by_secret")]
        constraints = [models.UniqueConstraint("membership", "secret_hash", name="phone_once_for_a_member")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.asked_at:%Y-%m-%d}"
