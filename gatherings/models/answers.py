"""Who comes, and when somebody is away."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Membership
from gatherings.models.schedule import Gathering


class Answer(models.TextChoices):
    """What a member says to a gathering. No is as easy as yes."""

    YES = "yes", _("I’ll be there")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("Not this time")


class Way(models.TextChoices):
    """How somebody comes, where a gathering has both a place and a call."""

    ROOM = "room", _("In the room")
    CALL = "call", _("On the call")


class Rsvp(models.Model):
    """One member's answer to one gathering: one row, changed as often as they change their mind."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="rsvps", verbose_name=_("gathering")
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="rsvps", verbose_name=_("member")
    )
    answer = models.CharField(_("answer"), max_length=5, choices=Answer)
    way = models.CharField(_("how"), max_length=4, choices=Way, blank=True)
    # The host who answered for somebody ("Maria told me: yes"); empty when they answered themselves.
    said_by = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told to"),
    )
    answered_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint("gathering", "membership", name="rsvp_one_answer"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="rsvp_answer_known"),
            models.CheckConstraint(condition=Q(way__in=["", *Way.values]), name="rsvp_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_answer_display()}"


class Away(models.Model):
    """Days on which a member is away, so that the rota leaves them in peace."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="aways", verbose_name=_("member")
    )
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))

    class Meta:
        verbose_name = _("away")
        verbose_name_plural = _("away")
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="away_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.first} – {self.last}"
