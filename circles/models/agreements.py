"""What a circle promises itself."""

import uuid
from datetime import date

from django.db import models
from django.db.models import FilteredRelation, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models.circle import Circle
from circles.models.membership import Membership


class Weight(models.TextChoices):
    """How an agreement is held."""

    LIGHTLY = "lightly", _("lightly held")
    FIRMLY = "firmly", _("firmly held")


class Origin(models.TextChoices):
    """How a wording came into force."""

    IN_CIRCLE = "circle", _("agreed in the circle")
    BY_CONSENT = "consent", _("adopted by consent")


class Stand(models.TextChoices):
    """What a member says to a wording. Neither locks anybody out."""

    BY_IT = "by_it", _("I stand by this")
    NOT_YET = "not_yet", _("Not yet, let’s talk")


def _in_force(field: str) -> Subquery:
    """Return a field of an agreement's newest wording, within a query of agreements."""
    newest = Wording.objects.filter(agreement=OuterRef("pk")).order_by("-number")
    return Subquery(newest.values(field)[:1])


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Reads of agreements."""

    def standing_now(self) -> "AgreementQuerySet":
        """Those the circle still holds, in its order."""
        return self.filter(retired_at__isnull=True).order_by("position", "pk")

    def in_short(self) -> "AgreementQuerySet":
        """With the text, weight and days in force as `text`, `weight`, `agreed_on`, `review_on`: no query more."""
        return self.annotate(
            text=_in_force("text"),
            weight=_in_force("weight"),
            agreed_on=_in_force("agreed_on"),
            review_on=_in_force("review_on"),
        )

    def to_review(self, today: date) -> "AgreementQuerySet":
        """Those whose wording in force says that they are looked at again by `today`."""
        return self.alias(looked_at_on=_in_force("review_on")).filter(looked_at_on__lte=today)

    def saying(self, text: str) -> "AgreementQuerySet":
        """Those whose wording in force is this very text."""
        return self.alias(says=_in_force("text")).filter(says=text)

    def with_wordings(self) -> "AgreementQuerySet":
        """With their wordings, newest first, and who affirmed each: two more queries, however many."""
        affirmations = Affirmation.objects.select_related("membership").order_by("affirmed_at")
        wordings = Wording.objects.order_by("-number").prefetch_related(
            Prefetch("affirmations", affirmations)
        )
        return self.prefetch_related(Prefetch("wordings", wordings))

    def with_story(self) -> "AgreementQuerySet":
        """With all that was ever said of them, and the open proposal, if any, as `lies`: three more queries.

        That is their wordings with the proposals they came from, who affirmed each, and the reviews of each.
        """
        affirmations = Affirmation.objects.select_related("membership").order_by("affirmed_at")
        wordings = Wording.objects.order_by("-number").select_related("recorded_by", "proposal__proposed_by")
        wordings = wordings.prefetch_related(Prefetch("affirmations", affirmations), "reviews")
        lies = FilteredRelation("proposals", condition=Q(proposals__ending=""))
        found = self.annotate(lies=lies).select_related("lies")  # type: ignore[misc]  # unknown to the stubs
        return found.prefetch_related(Prefetch("wordings", wordings))


class Agreement(models.Model):
    """One thing the circle promises itself. What it says stands in its wordings."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="agreements")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    retired_at = models.DateTimeField(_("let go"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        wording = self.wording
        return wording.text if wording else str(_("an agreement without words"))

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.circle.slug, self.pk])

    @property
    def wording(self) -> "Wording | None":
        """The wording in force: the newest. Uses what `with_wordings` fetched."""
        return max(self.wordings.all(), key=lambda wording: wording.number, default=None)


class Wording(models.Model):
    """One version of an agreement, never changed once agreed: a new wording is a new row."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("wording"), max_length=1000)
    weight = models.CharField(_("weight"), max_length=8, choices=Weight, default=Weight.LIGHTLY)
    agreed_on = models.DateField(_("agreed on"))
    review_on = models.DateField(_("review on"), null=True, blank=True)
    origin = models.CharField(_("how it came"), max_length=8, choices=Origin, default=Origin.IN_CIRCLE)
    recorded_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("agreement", "number", name="wording_number_once"),
            models.CheckConstraint(condition=Q(weight__in=Weight.values), name="wording_weight_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="wording_origin_known"),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gt=models.F("agreed_on")),
                name="wording_reviewed_after_it_was_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Affirmation(models.Model):
    """What a member says, by name, to one wording: they stand by it, or would talk first."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="affirmations")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="affirmations")
    stand = models.CharField(max_length=8, choices=Stand, default=Stand.BY_IT)
    words = models.CharField(_("what I would talk about"), max_length=500, blank=True)
    affirmed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("affirmation")
        verbose_name_plural = _("affirmations")
        constraints = [
            models.UniqueConstraint("wording", "membership", name="affirmation_once"),
            models.CheckConstraint(condition=Q(stand__in=Stand.values), name="affirmation_stand_known"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.wording}"
