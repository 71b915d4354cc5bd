"""The poem of a gathering."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Prefetch, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from checkins.models.consents import Leave, LetBy, leave_said
from checkins.models.rounds import PHRASE_LIMIT, Phrase
from circles.models import Circle, Membership
from gatherings.models import Gathering
from gatherings.moments import day_words

TITLE_LIMIT = 120  # characters of a poem's title
THANKS_LIMIT = 200  # characters of whom its catcher thanks


class HarvestQuerySet(models.QuerySet["Harvest"]):
    """Reads of poems."""

    def given(self) -> "HarvestQuerySet":
        """Those given to their circle, the latest first."""
        return self.filter(given_at__isnull=False).order_by("-gathering__starts_at", "-pk")

    def latest_of_each(self, circles: Iterable[int]) -> "HarvestQuerySet":
        """The latest poem given in each circle (by primary key), with its gathering, in one query."""
        given = Harvest.objects.given().filter(gathering__circle=OuterRef("pk"))
        lasts = Circle.objects.filter(pk__in=list(circles)).annotate(poem=Subquery(given.values("pk")[:1]))
        return self.filter(pk__in=lasts.values("poem")).select_related("gathering", "catcher")

    def shared(self) -> "HarvestQuerySet":
        """Those shared beyond their circle, the latest first, with all that is shown there: two queries more.

        Each line says in `phrase.leave` what was said of it: who shows them sees that it may travel.
        """
        shared = self.given().filter(shared_at__isnull=False, public_slug__isnull=False)
        phrases = Prefetch("stitches__phrase", Phrase.objects.annotate(leave=leave_said()))
        shared = shared.select_related("gathering__circle", "catcher").annotate(by_whose_yes=_let_by())
        return shared.prefetch_related("stitches", phrases)

    def asking(self, membership: Membership) -> "HarvestQuerySet":
        """With `asks`: whether the member has words in it of which they have not said yet if they may travel.

        And with `torn`: whether words were taken out of it, so that its places no longer count one, two, three.
        """
        mine = Stitch.objects.filter(harvest=OuterRef("pk"), phrase__speaker=membership, phrase__consent=None)
        aloud = membership.said_aloud.filter(gathering=OuterRef("gathering"))
        places = Stitch.objects.filter(harvest=OuterRef("pk")).order_by().values("harvest")
        gaps = places.annotate(count=Count("pk"), last=Max("position")).filter(last__gt=F("count"))
        return self.annotate(asks=Exists(mine) & ~Exists(aloud), torn=Exists(gaps))


def _let_by() -> Case:
    """Return, for a query of poems that may travel, whose yes lets their lines (a `LetBy`).

    The circle speaks for a line that nobody is known to have said and nobody has spoken of.
    """
    spoken = Stitch.objects.filter(harvest=OuterRef("pk"), phrase__is_silence=False)
    nobodys = Q(phrase__speaker=None, phrase__consent=None)
    return Case(
        When(~Exists(spoken.filter(nobodys)), then=Value(LetBy.EACH.value)),
        When(~Exists(spoken.exclude(nobodys)), then=Value(LetBy.CIRCLE.value)),
        default=Value(LetBy.BOTH.value),
        output_field=models.CharField(),
    )


class Harvest(models.Model):
    """The poem of a gathering: its stitches, title and catcher. It belongs to the circle once given."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="harvest")
    title = models.CharField(_("title"), max_length=TITLE_LIMIT, blank=True)
    catcher = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="harvests",
        verbose_name=_("caught by"),
    )
    thanks = models.CharField(_("with thanks to"), max_length=THANKS_LIMIT, blank=True)
    begun_at = models.DateTimeField(default=now)
    # Read back to the circle: from then on everybody in it may read the draft, to put their own words right.
    read_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    given_at = models.DateTimeField(null=True, blank=True)
    draft = models.ForeignKey(
        "checkins.Draft", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # What stands below it beyond the circle; and whether readers there may answer.
    names_catcher = models.BooleanField(_("name who caught it"), default=False)  # only they can say so
    shows_thanks = models.BooleanField(_("say the thanks"), default=False)
    shows_place = models.BooleanField(_("say where we met"), default=False)
    shows_day = models.BooleanField(_("say when we met"), default=True)
    takes_responses = models.BooleanField(_("let readers respond"), default=False)
    # Beyond the circle: its public address, kept once given, and when it was shared there; empty while it is not.
    public_slug = models.SlugField(max_length=90, unique=True, null=True, blank=True, editable=False)
    shared_at = models.DateTimeField(null=True, blank=True, editable=False)
    shared_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # When a line of it was put right while it was shared, so that it came home; empty once it is shared again.
    put_right_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Raised with every change of the draft: two catchers at once, nothing overwritten in silence.
    version = models.PositiveIntegerField(default=1)
    # When it was last changed since it was given, for those who follow it from outside.
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = HarvestQuerySet.as_manager()

    class Meta:
        verbose_name = _("poem")
        verbose_name_plural = _("poems")

    def __str__(self) -> str:
        return self.title or str(_("The poem of %(day)s")) % {"day": day_words(self.gathering.day)}

    def get_absolute_url(self) -> str:
        return reverse("poem", args=[self.gathering.circle.slug, self.gathering.number])

    @property
    def has_words(self) -> bool:
        """Whether anything that was said stands in it, and not only silences: one query."""
        return self.stitches.filter(phrase__is_silence=False).exists()

    @cached_property
    def let_by(self) -> str:
        """Whose yes lets its lines travel (a `LetBy`): one query where `HarvestQuerySet.shared` has not told."""
        told: str | None = getattr(self, "by_whose_yes", None)
        return told or str(Harvest.objects.filter(pk=self.pk).values_list(_let_by(), flat=True).get())

    @property
    def all_travels(self) -> bool:
        """Whether each of its lines may travel; of a poem as `HarvestQuerySet.shared` returns it."""
        lines = [stitch.phrase for stitch in self.stitches.all() if stitch.phrase]
        return all(line.is_silence or getattr(line, "leave", "") == Leave.TRAVELS for line in lines)

    @property
    def is_given(self) -> bool:
        """Whether it is the circle's."""
        return self.given_at is not None

    @property
    def is_shared(self) -> bool:
        """Whether it may be read beyond the circle now."""
        return self.shared_at is not None

    @property
    def came_home(self) -> bool:
        """Whether it was shared until a line of it was put right, and waits to be shared again."""
        return self.put_right_at is not None and not self.is_shared

    @property
    def is_read(self) -> bool:
        """Whether everybody in the circle may read it: read back as a first catch, or given."""
        return self.read_back_at is not None or self.is_given


def poem_of(gathering: Gathering) -> Harvest | None:
    """Return the poem of a gathering, begun or given; None where there is none. One query where it is not loaded."""
    harvest: Harvest | None = getattr(gathering, "harvest", None)
    return harvest


class SeamKind(models.TextChoices):
    """How a phrase joins the one before it; the values are those of `stitching.Seam`."""

    STANZA = "stanza", _("new stanza")
    LINE = "line", _("new line")
    SPACE = "space", _("run on")
    COMMA = "comma", _("comma")
    DASH = "dash", _("dash")


class StitchKind(models.TextChoices):
    """What stands at a place in the poem; the values are those of `stitching.Kind`."""

    SAID = "said", _("said")
    ADDED = "added", _("added by the catcher")
    REFRAIN = "refrain", _("come back")


class Stitch(models.Model):
    """One phrase at its place, with its seam. Said words are a key to their phrase, never a copy of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    harvest = models.ForeignKey(Harvest, on_delete=models.CASCADE, related_name="stitches")
    position = models.PositiveIntegerField()
    seam = models.CharField(max_length=6, choices=SeamKind, default=SeamKind.LINE)
    kind = models.CharField(max_length=7, choices=StitchKind, default=StitchKind.SAID)
    phrase = models.ForeignKey(
        Phrase, on_delete=models.CASCADE, null=True, blank=True, related_name="stitches"
    )
    added = models.CharField(max_length=PHRASE_LIMIT, blank=True)

    class Meta:
        verbose_name = _("stitch")
        verbose_name_plural = _("stitches")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("harvest", "position", name="stitch_place_once"),
            models.UniqueConstraint(
                "harvest", "phrase", condition=Q(kind=StitchKind.SAID), name="stitch_said_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind=StitchKind.ADDED, phrase__isnull=True) & ~Q(added=""))
                | Q(kind__in=[StitchKind.SAID, StitchKind.REFRAIN], phrase__isnull=False, added=""),
                name="stitch_points_to_a_phrase_or_was_added",
            ),
            models.CheckConstraint(condition=Q(seam__in=SeamKind.values), name="stitch_seam_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.position}"  # never the words
