"""Erasing somebody: their identity goes, and their words too unless they leave them without a name (R90).

1. The row of a membership stays, empty, for what others did with them hangs on it: a turn beside them, a poem.
2. The circle's words stay: what was agreed, and what a steward wrote in its name.
3. What was proposed and not adopted is its author's. Where others raised concerns about it the row stays, for their
   words, with "…" in place of the author's.
4. The uid of what was erased is kept, and nothing that says whose it was: no older archive or backup brings anybody
   back.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from circles.models import (
    Affirmation,
    Circle,
    Concern,
    Ending,
    Erasure,
    Face,
    GonePlace,
    Invitation,
    JoinRequest,
    Letter,
    Membership,
    Person,
    Proposal,
    Standing,
    Unwanted,
)

TAKEN_OUT = "…"


def mark(uids: Iterable[UUID], *, words_kept: bool, now: datetime) -> None:
    """Remember at `now` (aware) that these were erased (rule 4); marked twice, the first time counts."""
    marks = [Erasure(erased=uid, words_kept=words_kept, at=now) for uid in uids]
    Erasure.objects.bulk_create(marks, ignore_conflicts=True)


def erase(membership: Membership, *, keep_words: bool, now: datetime) -> None:
    """Take the identity off a membership, and its words unless they are kept (see circles.chapters)."""
    mark([membership.uid], words_kept=keep_words, now=now)
    for gone in (Face, Unwanted, Letter):
        gone._base_manager.filter(membership=membership).delete()
    Invitation.objects.filter(Q(membership=membership) | Q(claims=membership)).delete()
    JoinRequest.objects.filter(claims=membership).delete()
    if not keep_words:
        Affirmation.objects.filter(membership=membership).update(words="")
        Concern.objects.filter(membership=membership).delete()
        _take_out_proposals(membership, now=now)
    Membership.objects.filter(pk=membership.pk).update(
        name="",
        person=None,
        standing=Standing.MEMBER,
        welcomed_at=None,
        left_at=membership.left_at or now,
        erased_at=membership.erased_at or now,
        link_epoch=F("link_epoch") + 1,
        calendar_version=F("calendar_version") + 1,
    )
    Circle.objects.filter(pk=membership.circle_id).update(calendar_version=F("calendar_version") + 1)


def note_places(circle: Circle) -> None:
    """Note who had a place in a circle that is about to be deleted, so that erasing them later marks it."""
    places = circle.memberships.filter(person__isnull=False).values_list("person_id", "uid")
    noted = [GonePlace(person_id=person, membership=uid) for person, uid in places]
    GonePlace.objects.bulk_create(noted, ignore_conflicts=True)


def forget(person: Person, *, addresses: Collection[str]) -> None:
    """Let go of invitations and letters to a person's addresses, and of what they asked (see circles.chapters)."""
    Letter.objects.filter(address__in=addresses).delete()
    Invitation.objects.filter(email__in=addresses).delete()
    JoinRequest.objects.filter(person=person).delete()


def _take_out_proposals(membership: Membership, *, now: datetime) -> None:
    """Take their words out of what they proposed (rules 2 and 3)."""
    theirs = Proposal.objects.filter(proposed_by=membership)
    theirs.update(why="")
    theirs.filter(ending="").update(ending=Ending.WITHDRAWN, ended_at=now)
    refused = theirs.filter(wording__isnull=True)
    refused.filter(concerns__isnull=True).delete()
    refused.update(text=TAKEN_OUT)
    for adopted in theirs.filter(wording__isnull=False).select_related("wording"):
        if adopted.wording and adopted.text != adopted.wording.text:
            Proposal.objects.filter(pk=adopted.pk).update(text=adopted.wording.text)
