"""Calendar feeds: the secret links that open them, and their stored bytes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Circle, Membership, Person


class FeedLinkQuerySet(models.QuerySet["FeedLink"]):
    """Reads of calendar links."""

    def in_use(self) -> "FeedLinkQuerySet":
        """Those that have not ended."""
        return self.filter(revoked_at__isnull=True)

    def showing(self, membership: Membership) -> "FeedLinkQuerySet":
        """Those in use that show a member their circle: made for it alone, or for all circles of the person."""
        shows = Q(membership=membership)
        if membership.person_id:
            shows |= Q(person=membership.person_id)
        return self.in_use().filter(shows)


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

    objects = FeedLinkQuerySet.as_manager()

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

    @property
    def owner(self) -> Membership | Person:
        """Whose it is: a member, for their circle; or a person, for all their circles."""
        owner = self.membership or self.person
        if owner is None:
            raise ValueError("a calendar link of nobody")
        return owner


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
