"""Learning labs: a gathering of one or several days, open to people outside, from which a circle can grow."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Circle, Membership, Person
from gatherings.models.schedule import Gathering, Status


class LabQuerySet(models.QuerySet["Lab"]):
    """Reads of labs."""

    def open_to_come(self, now: datetime) -> "LabQuerySet":
        """Those published that are not over at `now` (aware) and not called off, the next one first."""
        open_circles = self.filter(gathering__circle__closed_on__isnull=True)
        coming = open_circles.filter(published_at__isnull=False, gathering__ends_at__gt=now)
        on = coming.filter(gathering__status=Status.PLANNED).select_related("gathering__circle")
        return on.order_by("gathering__starts_at", "pk")

    def with_taken(self) -> "LabQuerySet":
        """With their gatherings and circles, and how many guests come and wait as `coming` and `waiting`."""
        counted = {
            state.value: Count("guests", filter=Q(guests__state=state), distinct=True)
            for state in (GuestState.COMING, GuestState.WAITING)
        }
        return self.select_related("gathering__circle").annotate(**counted)


class Lab(models.Model):
    """What makes a gathering a learning lab: its public page, its days, its seats."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="lab")
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    invitation = models.TextField(
        _("invitation"), max_length=3000, help_text=_("What it is about, for whom, what to bring.")
    )
    last_day = models.DateField(_("last day"))
    daily_ends = models.TimeField(_("ends each day at"))
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, help_text=_("For guests from outside. Empty: as many as come.")
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When signing up was closed by hand; it closes by itself when the lab begins.
    signup_closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LabQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning lab")
        verbose_name_plural = _("learning labs")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lab", args=[self.slug])

    def takes_sign_ups(self, now: datetime) -> bool:
        """Whether anybody may sign up at `now` (aware): published, not closed by hand, not called off, not begun."""
        asked = self.published_at is not None and self.signup_closed_at is None
        return asked and not self.gathering.is_called_off and not self.gathering.has_begun(now)


class GuestState(models.TextChoices):
    """Where somebody from outside stands with a lab."""

    UNCONFIRMED = "asked", _("asked to confirm")
    COMING = "coming", _("coming")
    WAITING = "waiting", _("on the waiting list")
    WITHDRAWN = "withdrawn", _("not coming after all")


class LabGuest(models.Model):
    """Somebody from outside the circle who signed up for a lab. No account is needed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="lab_guests"
    )
    name = models.CharField(_("name"), max_length=80)
    # Empty for who was written down by a host and has none.
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    language = models.CharField(max_length=8, default="en")
    words = models.CharField(_("what brings me"), max_length=300, blank=True)
    stays_in_touch = models.BooleanField(_("ask me when a circle grows out of it"), default=False)
    state = models.CharField(max_length=9, choices=GuestState, default=GuestState.UNCONFIRMED)
    signed_up_at = models.DateTimeField(default=now)
    # When they confirmed: the order in which seats are given.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    link_epoch = models.PositiveIntegerField(default=1)  # raised to end the links sent before

    class Meta:
        verbose_name = _("guest of a lab")
        verbose_name_plural = _("guests of a lab")
        ordering = ["confirmed_at", "signed_up_at", "pk"]
        constraints = [
            models.UniqueConstraint("lab", "email", condition=~Q(email=""), name="lab_guest_once"),
            models.CheckConstraint(condition=Q(state__in=GuestState.values), name="lab_guest_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Growth(models.Model):
    """A circle that grew out of a lab: the lab stays in its story."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="growths")
    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="grew_from")
    grown_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    grown_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("circle grown from a lab")
        verbose_name_plural = _("circles grown from a lab")

    def __str__(self) -> str:
        return f"{self.lab} · {self.circle}"
