"""How agreements change online: proposed, with a time for concerns; and how they are looked at again."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models.agreements import Agreement, Weight, Wording
from circles.models.circle import Circle
from circles.models.membership import Membership


class Ending(models.TextChoices):
    """How a proposal ended."""

    ADOPTED = "adopted", _("adopted by consent")
    WITHDRAWN = "withdrawn", _("taken back")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Reads of proposals."""

    def open_now(self) -> "ProposalQuerySet":
        """Those the circle still weighs."""
        return self.filter(ending="")

    def ripe(self, now: datetime) -> "ProposalQuerySet":
        """Those whose time for concerns is over at `now` (aware), with no concern left that stands."""
        standing = Concern.objects.filter(proposal=OuterRef("pk")).standing()
        over = self.open_now().filter(concerns_until__lte=now, circle__closed_on__isnull=True)
        return over.filter(~Exists(standing))

    def in_short(self) -> "ProposalQuerySet":
        """With who proposed, and how many concerns stand as `standing`: no query more."""
        stands = Q(concerns__met_at__isnull=True, concerns__membership__left_at__isnull=True)
        return self.select_related("proposed_by").annotate(standing=Count("concerns", filter=stands))


class Proposal(models.Model):
    """A wording, or a change of one, put before the circle: adopted by consent when no concern is left."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="proposals")
    # The agreement it would change; empty for a new one.
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    text = models.TextField(_("wording"), max_length=1000)
    weight = models.CharField(_("weight"), max_length=8, choices=Weight, default=Weight.LIGHTLY)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    why = models.TextField(_("why"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="proposals"
    )
    proposed_at = models.DateTimeField(default=now)
    concerns_until = models.DateTimeField(_("time for concerns until"))
    reworded_at = models.DateTimeField(null=True, blank=True)  # when a concern last changed its words
    ending = models.CharField(max_length=9, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # What it became.
    wording = models.OneToOneField(
        Wording, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposal"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["proposed_at", "pk"]
        indexes = [
            models.Index(fields=["concerns_until"], condition=Q(ending=""), name="proposal_open_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                "agreement", condition=Q(ending=""), name="proposal_one_open_for_an_agreement"
            ),
            models.CheckConstraint(condition=Q(weight__in=Weight.values), name="proposal_weight_known"),
            models.CheckConstraint(
                condition=Q(ending__in=["", *Ending.values]), name="proposal_ending_known"
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_at__isnull=True) | ~Q(ending="") & Q(ended_at__isnull=False),
                name="proposal_ended_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.circle.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether the circle still weighs it."""
        return not self.ending


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Reads of concerns."""

    def standing(self) -> "ConcernQuerySet":
        """Those not met yet, of members who are still in the circle: while there is one, nothing is adopted."""
        return self.filter(met_at__isnull=True, membership__left_at__isnull=True)


class Concern(models.Model):
    """What a member asks the circle to hear before it goes on. While one stands, nothing is adopted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="concerns")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="concerns")
    words = models.TextField(_("my concern"), max_length=1000)
    raised_at = models.DateTimeField(default=now)
    # When the one who raised it said it was heard.
    met_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "proposal",
                "membership",
                condition=Q(met_at__isnull=True),
                name="concern_one_open_for_a_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.raised_at:%Y-%m-%d}"


class Verdict(models.TextChoices):
    """What the circle decided when it looked at an agreement again."""

    GOES_ON = "goes_on", _("it goes on as it is")
    CHANGES = "changes", _("its words are to change")
    LET_GO = "let_go", _("it is let go")


class Review(models.Model):
    """The circle looked at an agreement again, with the three questions of a review."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField(_("reviewed on"))
    helped = models.TextField(_("How has it helped us?"), max_length=1000, blank=True)
    better = models.TextField(_("How could it be better?"), max_length=1000, blank=True)
    against = models.TextField(_("Is there a reason not to go on with it?"), max_length=1000, blank=True)
    verdict = models.CharField(_("what we decided"), max_length=7, choices=Verdict, default=Verdict.GOES_ON)
    next_on = models.DateField(_("review again on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["reviewed_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="review_verdict_known"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=models.F("reviewed_on")),
                name="review_again_after_this_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewed_on} · {self.get_verdict_display()}"
