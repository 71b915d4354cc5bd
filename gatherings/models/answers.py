"""Who comes, who was there, and when somebody is away."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models import Membership
from gatherings.models.schedule import Gathering


class Answer(models.TextChoices):
    """What a member says to a gathering. No is as easy as yes.

    Waiting is nobody's to say: it is a yes where every seat is taken.
    """

    YES = "yes", _("I’ll be there")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("Not this time")
    WAITING = "waiting", _("On the waiting list")


# What a member can say.
SAID = (Answer.YES, Answer.MAYBE, Answer.NO)


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
    answer = models.CharField(_("answer"), max_length=7, choices=Answer)
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
    # Since when they wait for a seat: the order in which seats are given. Kept while they do.
    waiting_since = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint("gathering", "membership", name="rsvp_one_answer"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="rsvp_answer_known"),
            models.CheckConstraint(condition=Q(way__in=["", *Way.values]), name="rsvp_way_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, waiting_since__isnull=False)
                | ~Q(answer=Answer.WAITING) & Q(waiting_since__isnull=True),
                name="rsvp_waits_since_when",
            ),
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


class Guest(models.Model):
    """Somebody who comes along once: a first name, and a host's nod. They get no letter and no account."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="guests", verbose_name=_("gathering")
    )
    name = models.CharField(_("first name"), max_length=60)
    brought_by = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="guests_brought",
        verbose_name=_("brought by"),
    )
    asked_at = models.DateTimeField(default=now)
    nodded_at = models.DateTimeField(_("a host’s nod"), null=True, blank=True)
    nodded_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Whether a member was there: seen in the check-in, or said by a host, whose word stands."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(
        Gathering, on_delete=models.CASCADE, related_name="presences", verbose_name=_("gathering")
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="presences", verbose_name=_("member")
    )
    there = models.BooleanField(_("was there"), default=True)
    # The host who said so; empty where the check-in did.
    set_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["noted_at", "pk"]
        constraints = [models.UniqueConstraint("gathering", "membership", name="presence_once")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.gathering_id}"
