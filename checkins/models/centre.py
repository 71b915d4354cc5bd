"""Tonight: what the one screen in the middle shows, and who has spoken."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from checkins.models.rounds import Round
from circles.models import Membership
from gatherings.models import Gathering, Guest, Status

EARLIEST = timedelta(hours=12)  # before the gathering begins: tonight begins then
DIES_AFTER = timedelta(hours=6)  # after the end of the gathering, whoever closed the circle or not


class CentreQuerySet(models.QuerySet["Centre"]):
    """Tonight, of one circle or of many."""

    def alive(self, *, now: datetime) -> "CentreQuerySet":
        """Those whose addresses open at `now` (aware): not closed, not forgotten, nothing called off or put off."""
        return self.filter(
            closed_at=None,
            gathering__starts_at__lte=now + EARLIEST,
            gathering__ends_at__gt=now - DIES_AFTER,
            gathering__status=Status.PLANNED,
            gathering__circle__closed_on=None,
        )

    def close(self, *, now: datetime) -> int:
        """Close those that are open at `now` (aware), with nothing of who sat where; return how many that were."""
        return self.filter(closed_at=None).update(closed_at=now, seats=[], code="", code_until=None)


class Scene(models.TextChoices):
    """What the Centre shows, in the order of an evening."""

    WELCOME = "welcome", _("Welcome")
    AGREEMENTS = "agreements", _("Our agreements")
    QUESTION = "question", _("The question")
    RING = "ring", _("The check-in")
    HEART = "heart", _("The heart of the evening")
    READ_BACK = "read_back", _("The poem, read back")
    LAST_QUESTION = "last", _("The question to close with")
    LAST_RING = "last_ring", _("The check-out")
    FAREWELL = "farewell", _("Farewell")


class Centre(models.Model):
    """Tonight, as the Centre and everybody's own page of it know it. Its addresses are dead once the circle closes.

    `screen_token` opens the full-screen page and moves it on; `live_token` only tells, and tells no word or name.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="centre")
    screen_token = models.CharField(max_length=43, unique=True, editable=False)
    live_token = models.CharField(max_length=43, unique=True, editable=False)
    # Typed on the screen that is to be the Centre; empty once used, or when its time is up.
    code = models.CharField(max_length=8, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, blank=True, editable=False)
    # When a screen last came by a code; none since its addresses were drawn.
    joined_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Raised by everything that is seen tonight: the scene, a flame, the bell.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=now)
    scene = models.CharField(max_length=10, choices=Scene, default=Scene.WELCOME)
    stanza = models.PositiveSmallIntegerField(default=0)  # of the read-back, from 0
    rung_at = models.DateTimeField(null=True, blank=True)
    # Whether a picture on the ring leads phones to the check-in; phones stay down where nobody says otherwise.
    by_phone = models.BooleanField(default=False)
    # Who sits tonight, by number, and where each is in the round that goes on: pairs of a key and a state, both empty
    # where somebody is gone (`checkins.tonight.seating`). Empty once the circle is closed.
    seats = models.JSONField(default=list, blank=True, editable=False)
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("Centre")
        verbose_name_plural = _("Centres")
        constraints = [
            models.CheckConstraint(condition=Q(scene__in=Scene.values), name="centre_scene_known"),
            models.UniqueConstraint("code", condition=~Q(code=""), name="centre_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} · {self.scene}"

    @property
    def bell(self) -> str:
        """When the bell rang last, as every page of tonight is told; empty where it has not."""
        return self.rung_at.isoformat(timespec="milliseconds") if self.rung_at else ""


class FlameState(models.TextChoices):
    """Speaking, keeping silence and passing for good light the same flame: nobody can tell them apart."""

    LIT = "lit", _("has spoken or kept silence")
    PASSED = "passed", _("passes for now")
    AFAR = "afar", _("sent words from afar")


class Flame(models.Model):
    """Where somebody is in a round; no row while it has not come to them. Let go of with the words."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="flames")
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="flames"
    )
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, blank=True, related_name="flames")
    state = models.CharField(max_length=6, choices=FlameState)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("flame")
        verbose_name_plural = _("flames")
        ordering = ["changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "round", "membership", condition=Q(membership__isnull=False), name="flame_once_a_member"
            ),
            models.UniqueConstraint(
                "round", "guest", condition=Q(guest__isnull=False), name="flame_once_a_guest"
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=False, guest__isnull=True)
                | Q(membership__isnull=True, guest__isnull=False),
                name="flame_of_a_member_or_a_guest",
            ),
            models.CheckConstraint(condition=Q(state__in=FlameState.values), name="flame_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} · {self.state}"
