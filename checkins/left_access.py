"""The only way to lines in a circle one has left: those of one's own that may travel, and nothing else of it."""

from django.db.models import Exists, OuterRef, QuerySet

from checkins.models import Leave, Phrase, leave_said
from circles.access import Visitor, former_membership_for, former_memberships_of
from circles.models import Membership, MembershipQuerySet


def my_lines_left_in(person: Visitor, slug: str) -> tuple[list[Phrase], Membership]:
    """Return the person's lines that may travel, of a circle they have left, each with its poem; and who they were.

    Raises Http404 for anybody who has not left that circle.
    """
    former = former_membership_for(person, slug)
    lines = _that_travel().filter(speaker=former).select_related("round__gathering__harvest").distinct()
    return list(lines.order_by("round__gathering__starts_at", "position", "pk")), former


def my_line_left_in(person: Visitor, slug: str, pk: int) -> tuple[Phrase | None, Membership]:
    """Return a line of the person's own in a circle they have left; None for any other, as for one that is gone (R5).

    Raises Http404 as `my_lines_left_in` does.
    """
    former = former_membership_for(person, slug)
    return Phrase.objects.filter(pk=pk, speaker=former).select_related("round").first(), former


def left_with_lines_that_travel(person: Visitor) -> MembershipQuerySet:
    """Return what were the person's memberships in circles they have left, where lines of theirs may travel."""
    theirs = _that_travel().filter(speaker=OuterRef("pk"))
    return former_memberships_of(person).filter(Exists(theirs)).order_by("circle__name", "circle_id")


def _that_travel() -> QuerySet[Phrase]:
    """Return the lines of given poems that may be read beyond the circle, shared at this moment or not."""
    said = Phrase.objects.filter(stitches__harvest__given_at__isnull=False, is_silence=False)
    return said.annotate(leave=leave_said()).filter(leave=Leave.TRAVELS)
