"""Calendar feeds: the secret links that open them, and their stored bytes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Circle, Membership, Person


class FeedLink(models.Model):
    """One secret link to a feed, for one device: a member's of one circle, or a person's of all their circles.

    The secret itself is not kept, only its SHA-256 (R66).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="feed_links"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="feed_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("where you use it"), max_length=60, blank=True)
    created_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # What they said no to is left out, instead of standing as free time.
    leaves_out_no = models.BooleanField(_("leave out what I said no to"), default=False)
    # When a calendar program last read it, to within some hours.
    last_read_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=True, person__isnull=False)
                | Q(membership__isnull=False, person__isnull=True),
                name="feed_link_is_a_members_or_a_persons",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(_("calendar"))


class StoredFeed(models.Model):
    """The bytes of a feed as last rendered: behind a link, or a circle's open dates. Old, they are made anew."""

    link = models.OneToOneField(
        FeedLink, on_delete=models.CASCADE, null=True, blank=True, related_name="stored_feed"
    )
    circle = models.OneToOneField(
        Circle, on_delete=models.CASCADE, null=True, blank=True, related_name="stored_feed"
    )
    version = models.CharField(max_length=64)
    body = models.BinaryField()
    gzipped = models.BinaryField()
    rendered_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("stored feed")
        verbose_name_plural = _("stored feeds")
        constraints = [
            models.CheckConstraint(
                condition=Q(link__isnull=True, circle__isnull=False)
                | Q(link__isnull=False, circle__isnull=True),
                name="stored_feed_is_a_links_or_a_circles",
            ),
        ]

    def __str__(self) -> str:
        return self.version
