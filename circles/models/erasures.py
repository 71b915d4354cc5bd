"""Who asked to be erased: marks only, so that a backup or an older export brings nobody back (R90)."""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.models.people import Person


class Erasure(models.Model):
    """The uid of a person, membership, or piece of words that was erased; nothing that says whose it was."""

    erased = models.UUIDField(unique=True)
    words_kept = models.BooleanField(default=False)  # left in the circle, without a name
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return str(self.erased)


class GonePlace(models.Model):
    """A place somebody had in a circle that was deleted: erasing them later marks it too, for older exports hold it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="gone_places")
    membership = models.UUIDField()

    class Meta:
        verbose_name = _("place in a deleted circle")
        verbose_name_plural = _("places in deleted circles")
        constraints = [
            models.UniqueConstraint("person", "membership", name="gone_place_once"),
        ]

    def __str__(self) -> str:
        return str(self.membership)
