"""A circle: its domain, its place, its rest and its end."""

import uuid
import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.words.zones import validate_zone


class Circle(models.Model):
    """A community of practice: its domain (what we care about), its people, its practice."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    purpose = models.TextField(
        _("purpose"), max_length=2000, help_text=_("What you care about, and what you practise together.")
    )
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    # ISO 3166: a country, perhaps with a part of it ("CA-AB"). Whose public holidays its dates are shown with.
    country = models.CharField(_("country"), max_length=6, blank=True)
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
    listed = models.BooleanField(
        _("listed"),
        default=False,
        help_text=_(
            "Visitors may find the circle, read its purpose, its dates and the poems it shares, and ask to join."
        ),
    )
    joining_asks = models.BooleanField(
        _("the join link asks first"),
        default=False,
        help_text=_("Who comes by the join link waits for a steward’s yes."),
    )
    # Secret: whoever holds it may join. Empty while joining by link is off.
    join_token = models.CharField(max_length=43, blank=True, editable=False)
    # Raised with every change a calendar shows to everybody: time, place, status, name, zone.
    calendar_version = models.PositiveIntegerField(default=1, editable=False)
    resting_since = models.DateField(_("resting since"), null=True, blank=True)
    resting_why = models.CharField(_("why it rests"), max_length=300, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    farewell = models.TextField(
        _("farewell"), max_length=2000, blank=True, help_text=_("What the circle says when it closes.")
    )
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

    @property
    def is_resting(self) -> bool:
        """Whether it makes no gatherings for now."""
        return self.resting_since is not None and self.closed_on is None

    @property
    def is_closed(self) -> bool:
        """Whether it has ended: it can be read and taken home, and nothing is added."""
        return self.closed_on is not None
