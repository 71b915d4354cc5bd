"""Earlier versions of a poem: what undo goes back to."""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from checkins.models.poems import THANKS_LIMIT, TITLE_LIMIT, Harvest
from circles.models import Membership


class Draft(models.Model):
    """A poem as somebody saved it, on top of the draft it was made from; kept until its words are let go.

    `places` holds a list `[seam, kind, phrase, added, mark]` a place: keys of phrases, never their text, so that words
    taken back are in no version. `Harvest.draft` is the one that stands.
    """

    harvest = models.ForeignKey(Harvest, on_delete=models.CASCADE, related_name="drafts")
    made_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next"
    )
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)
    thanks = models.CharField(max_length=THANKS_LIMIT, blank=True)
    places = models.JSONField(default=list)
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"  # never the words
