"""What readers answer to a poem."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from checkins.models.poems import Harvest
from circles.models import Membership

RESPONSE_LIMIT = 4_000  # characters of one response


class ResponseQuerySet(models.QuerySet["Response"]):
    """Reads of responses."""

    def waiting(self) -> "ResponseQuerySet":
        """Those of readers beyond the circle to which no host has said yes yet."""
        return self.filter(from_beyond=True, welcomed_at__isnull=True)

    def welcomed(self) -> "ResponseQuerySet":
        """Those of readers beyond the circle that stand below the poem there."""
        return self.filter(from_beyond=True, welcomed_at__isnull=False)

    def read_by(self, membership: Membership) -> "ResponseQuerySet":
        """Those that a member of the circle may read: all, but for what waits, which only hosts do."""
        return self if membership.is_host else self.exclude(from_beyond=True, welcomed_at__isnull=True)


class Response(models.Model):
    """A response to a poem: a member's, read by the circle at once; or a reader's, read once a host has said yes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    harvest = models.ForeignKey(Harvest, on_delete=models.CASCADE, related_name="responses")
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="responses"
    )
    from_beyond = models.BooleanField(default=False)  # written on the public page
    name = models.CharField(_("name"), max_length=80, blank=True)  # as a reader from beyond signs
    words = models.TextField(_("your response"), max_length=RESPONSE_LIMIT)
    nonce = models.CharField(max_length=40)  # sent twice, kept once (R8)
    written_at = models.DateTimeField(default=now)
    welcomed_at = models.DateTimeField(null=True, blank=True)  # a host's yes; a member needs none
    welcomed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint("harvest", "nonce", name="response_nonce_once"),
            models.CheckConstraint(
                condition=Q(from_beyond=False) | Q(membership__isnull=True), name="response_from_one_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"  # never the words

    @property
    def waits(self) -> bool:
        """Whether it waits for a host's yes."""
        return self.from_beyond and self.welcomed_at is None
