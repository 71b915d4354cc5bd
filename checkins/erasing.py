"""Erasing somebody, on this floor: raw words always go, lines in poems go or stay without a speaker (R90).

1. Others' lines stay character for character, each at its place: taking a stitch out moves no other.
2. A line left without a name is nobody's to claim: what they had said of it, on the page or aloud, holds, and where
   they had said nothing it stays in the circle.
3. Thanks to them in a poem name nobody any more.
4. Where a line is taken out of a poem its places no longer count without a gap, and its page tells who may catch.
"""

import re
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from checkins.models import (
    CheckIn,
    Consent,
    Draft,
    Flame,
    Harvest,
    Leave,
    Phrase,
    Print,
    Response,
    SaidAloud,
    Stitch,
    Voice,
    leave_said,
)
from checkins.poem import poem_changes, prints
from circles import erasing
from circles.models import Membership
from gatherings.models import Gathering


def erase(membership: Membership, *, keep_words: bool, now: datetime) -> None:
    """Take their raw words, and their lines or their name on them (see circles.chapters)."""
    theirs = Phrase.objects.filter(Q(speaker=membership) | Q(speaker=None, checkin__membership=membership))
    evenings = theirs.values("round__gathering")
    list(Gathering.objects.select_for_update().filter(pk__in=evenings).order_by("pk"))
    in_a_poem = Exists(Stitch.objects.filter(phrase=OuterRef("pk")))
    left_out = ~in_a_poem & Q(round__gathering__harvest__given_at__isnull=False)
    take_out(theirs.filter(left_out) if keep_words else theirs, now=now)
    _hold(theirs.filter(consent=None), now=now)  # also where the poem is still to be made
    Phrase.objects.filter(speaker=membership).update(speaker=None, right_at=None)
    Phrase.objects.filter(caught_by=membership).update(caught_by=None)
    Consent.objects.filter(by=membership).update(by=None)
    CheckIn.objects.filter(membership=membership).delete()
    Flame.objects.filter(membership=membership).delete()
    SaidAloud.objects.filter(membership=membership).delete()
    SaidAloud.objects.filter(kept_by=membership).update(kept_by=None)
    responses = Response.objects.filter(membership=membership)
    if keep_words:
        responses.update(membership=None)
    else:
        erasing.mark(responses.values_list("uid", flat=True), words_kept=False, now=now)
        responses.delete()
    Response.objects.filter(welcomed_by=membership).update(welcomed_by=None)
    Draft.objects.filter(by=membership).update(by=None)
    Print.objects.filter(asked_by=membership).update(asked_by=None)
    _thank_nobody(membership, now=now)
    caught = Harvest.objects.filter(catcher=membership)
    prints.drop(*caught.select_related("gathering"), now=now)  # their name stands on them
    books = Print.objects.filter(circle=membership.circle_id, harvest=None)
    books.delete()  # as it may in them, as a host's
    caught.update(catcher=None)
    Harvest.objects.filter(shared_by=membership).update(shared_by=None)


def _thank_nobody(membership: Membership, *, now: datetime) -> None:
    """Take their name out of the thanks of their circle's poems (rule 3)."""
    if not membership.name:
        return
    named = re.compile(rf"(?<!\w){re.escape(membership.name)}(?!\w)")
    mine = {"thanks__contains": membership.name}
    thanked = Harvest.objects.filter(gathering__circle=membership.circle_id, **mine)
    for harvest in thanked.select_related("gathering"):
        Harvest.objects.filter(pk=harvest.pk).update(thanks=named.sub(erasing.TAKEN_OUT, harvest.thanks))
        prints.drop(harvest, now=now)
    for draft in Draft.objects.filter(harvest__gathering__circle=membership.circle_id, **mine):
        Draft.objects.filter(pk=draft.pk).update(thanks=named.sub(erasing.TAKEN_OUT, draft.thanks))


def _hold(phrases: QuerySet[Phrase], *, now: datetime) -> None:
    """Keep for good what was said of these lines aloud; where nothing was, they stay in the circle (rule 2)."""
    held = []
    for phrase, leave in phrases.annotate(leave=leave_said()).values_list("pk", "leave"):
        voice = Voice.ALOUD if leave else Voice.PAGE
        held.append(Consent(phrase_id=phrase, leave=leave or Leave.STAYS, voice=voice, by=None, given_at=now))
    Consent.objects.bulk_create(held)


def take_out(phrases: QuerySet[Phrase], *, now: datetime) -> None:
    """Delete phrases, out of every poem they stand in, and remember that they are gone."""
    gone = dict(phrases.values_list("pk", "uid"))
    erasing.mark(gone.values(), words_kept=False, now=now)
    poem_changes.take_out(Phrase.objects.filter(pk__in=gone), now=now)
