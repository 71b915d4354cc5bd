"""When a circle meets: each gathering with a lasting identity."""

import uuid
import zoneinfo
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Circle
from circles.words.zones import validate_zone
from gatherings.rhythm import instant

TWO_WEEKS = timedelta(days=14)


def new_ical_uid() -> str:
    """Return a calendar UID: made once, fixed text for a gathering's whole life (R76)."""
    return f"{uuid.uuid4()}@gathering"


class Status(models.TextChoices):
    """Whether a gathering will be. Skipping one is calling it off."""

    PLANNED = "planned", _("planned")
    CALLED_OFF = "called_off", _("called off")


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Reads of gatherings."""

    def to_come(self, now: datetime) -> "GatheringQuerySet":
        """Those not over at `now` (aware), the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> "GatheringQuerySet":
        """Those over at `now` (aware), the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def planned(self) -> "GatheringQuerySet":
        """Those not called off."""
        return self.filter(status=Status.PLANNED)

    def not_closed(self) -> "GatheringQuerySet":
        """Those whose circle its host has not closed (see `Gathering.is_closed`)."""
        return self.exclude(centre__closed_at__gte=models.F("starts_at"))

    def evenings(self) -> "GatheringQuerySet":
        """Those that are no learning lab: the ones the hosting roles go round at."""
        return self.filter(lab__isnull=True)

    def untouched(self) -> "GatheringQuerySet":
        """Those that stand as the rhythm made them: nobody answered, was written to, holds a turn, prepared them."""
        return self.planned().filter(
            day=models.F("slot"),
            reason="",
            theme="",
            question="",
            place="",
            call_link="",
            preparation="",
            materials="",
            notes="",
            seats=None,
            letters_seen_at=None,  # the heartbeat has not looked yet whom to ask
            rsvps__isnull=True,
            turns__isnull=True,
            guests__isnull=True,
            flow__isnull=True,
        )

    def next_of_each(self, circles: Iterable[int], *, now: datetime) -> "GatheringQuerySet":
        """The next planned gathering of each circle (by primary key), in one query."""
        coming = Gathering.objects.planned().to_come(now).filter(circle=OuterRef("pk"))
        firsts = Circle.objects.filter(pk__in=list(circles)).annotate(next=Subquery(coming.values("pk")[:1]))
        return self.filter(pk__in=firsts.values("next")).order_by("starts_at", "pk")

    def next_and_off(self, circles: Iterable[int], *, now: datetime) -> "GatheringQuerySet":
        """The next of each circle, and what is called off in the two weeks before us: people keep that evening free."""
        soon = self.filter(
            circle__in=list(circles),
            status=Status.CALLED_OFF,
            ends_at__gt=now,
            starts_at__lte=now + TWO_WEEKS,
        )
        return (self.next_of_each(circles, now=now).order_by() | soon).order_by("starts_at", "pk")

    def year_around(self, circle: Circle, *, now: datetime) -> "GatheringQuerySet":
        """A circle's gatherings from half a year before `now` to half a year after."""
        half = timedelta(days=183)
        return self.filter(circle=circle, starts_at__range=(now - half, now + half)).order_by(
            "starts_at", "pk"
        )


class Gathering(models.Model):
    """One meeting of a circle. The truth is local: `day`, `starts`, `lasts`, `timezone`; instants are derived."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, related_name="gatherings", verbose_name=_("circle")
    )
    # The date the rhythm gave it; empty if set by hand. Moving leaves it; only another rhythm gives another date.
    slot = models.DateField(null=True, blank=True, editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)  # in its address; never reused
    ical_uid = models.CharField(max_length=80, unique=True, default=new_ical_uid, editable=False)
    day = models.DateField(_("day"))
    starts = models.TimeField(_("begins at"))
    lasts = models.DurationField(_("lasts"))
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PLANNED, editable=False
    )
    reason = models.CharField(
        _("why"), max_length=300, blank=True, help_text=_("A word why, when it is moved or called off.")
    )
    # Called off because the circle rests: waking, it is on again.
    rests = models.BooleanField(default=False, editable=False)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    question = models.CharField(_("check-in question"), max_length=300, blank=True)
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Only if it is not the usual one.")
    )
    call_link = models.URLField(
        _("call link"), max_length=500, blank=True, help_text=_("Only if it is not the circle's.")
    )
    preparation = models.TextField(
        _("preparation"),
        max_length=2000,
        blank=True,
        help_text=_("What to think of beforehand, or to bring."),
    )
    materials = models.TextField(
        _("materials"), max_length=2000, blank=True, help_text=_("One a line: what it is, and its address.")
    )
    notes = models.TextField(
        _("notes"), max_length=5000, blank=True, help_text=_("What the circle keeps of the evening.")
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        help_text=_("Empty: as many as come. With a number, who comes later waits."),
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)  # RFC 5545 3.8.7.4
    changed_at = models.DateTimeField(default=now, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    # When the heartbeat last saw who is to be written to about it.
    letters_seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["circle", "starts_at"], name="gathering_by_circle_and_time"),
            models.Index(fields=["starts_at"], name="gathering_by_time"),
            models.Index(fields=["ends_at"], name="gathering_by_end"),
        ]
        constraints = [
            models.UniqueConstraint("circle", "slot", name="gathering_slot_once"),
            models.UniqueConstraint("circle", "number", name="gathering_number_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="gathering_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="gathering_status_known"),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gte=1), name="gathering_has_a_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circle} · {self.day:%Y-%m-%d}"

    def save(self, **kwargs: Any) -> None:
        """Save with the instants derived anew."""
        self.derive()
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "starts_at", "ends_at"}
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("gathering", args=[self.circle.slug, self.number])

    def derive(self) -> None:
        """Set `starts_at` and `ends_at` from the local day, time, length and zone."""
        self.starts_at = instant(self.day, self.starts, zoneinfo.ZoneInfo(self.timezone))
        self.ends_at = self.starts_at + self.lasts

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone its day and hour are told in."""
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def is_called_off(self) -> bool:
        """Whether it will not be."""
        return self.status == Status.CALLED_OFF

    def is_off_soon(self, now: datetime) -> bool:
        """Whether it is called off and its day is near at `now` (aware), so that somebody may still think of coming."""
        return self.is_called_off and not self.is_over(now) and self.starts_at <= now + TWO_WEEKS

    @property
    def reason_outside(self) -> str:
        """The word why for people outside the circle: why the circle rests or has closed stays inside."""
        return "" if self.rests else self.reason

    @property
    def where(self) -> str:
        """Its place: its own, or the circle's usual one."""
        return self.place or self.circle.place

    @property
    def call(self) -> str:
        """Its call link: its own, or the circle's."""
        return self.call_link or self.circle.call_link

    @property
    def location(self) -> str:
        """What calendars give as its place: where it is or, where there is no room, the call."""
        return self.where or self.call

    def has_begun(self, now: datetime) -> bool:
        """Whether it has begun at `now` (aware)."""
        return now >= self.starts_at

    def is_over(self, now: datetime) -> bool:
        """Whether it is over at `now` (aware)."""
        return now >= self.ends_at

    @property
    def is_closed(self) -> bool:
        """Whether its host has closed the circle, and nobody opened it again; load `centre` with it.

        The host wins over the clock. What was closed before it began was tried out.
        """
        closed_at: datetime | None = getattr(getattr(self, "centre", None), "closed_at", None)
        return closed_at is not None and closed_at >= self.starts_at

    @property
    def is_open(self) -> bool:
        """Whether tonight's Centre is open, which knows better than the clock; load `centre` with it."""
        centre = getattr(self, "centre", None)
        return centre is not None and centre.closed_at is None

    def is_on(self, now: datetime) -> bool:
        """Whether people sit together at `now` (aware), or are about to: from an hour before to its end."""
        return self.starts_at - timedelta(hours=1) <= now < self.ends_at and not self.is_called_off
