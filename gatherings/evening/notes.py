"""What the circle keeps of an evening: notes and links, written by whoever had a part in holding it.

1. Any host or steward writes them, and so does whoever held a role that evening or sat beside somebody who did; from
   when the gathering has begun, without an end.
2. They are saved on top of what their writer saw; if somebody wrote meanwhile, nothing is overwritten and both are
   shown.
"""

import hashlib
from datetime import datetime

from django.db import transaction

from circles.models import Membership
from gatherings.evenings import has_a_part
from gatherings.locking import locked
from gatherings.models import Gathering
from gatherings.refusals import IsCalledOff, NotBegunYet, NotesChanged


def fingerprint(notes: str) -> str:
    """Return what tells these notes from any others, for the page their writer saw (rule 2)."""
    return hashlib.sha256(notes.encode()).hexdigest()[:16]


@transaction.atomic
def write(gathering: Gathering, *, notes: str, seen: str, by: Membership, now: datetime) -> Gathering:
    """Keep the notes of a gathering, on top of those whose fingerprint was `seen`, and return it.

    Raises NotBegunYet, IsCalledOff, NotesChanged; ValueError for somebody who had no part in holding it.
    """
    gathering = locked(gathering.pk)
    if by.circle_id != gathering.circle_id or not has_a_part(by, gathering):
        raise ValueError("only hosts and role-holders of the evening write its notes")
    if gathering.is_called_off:
        raise IsCalledOff
    if not gathering.has_begun(now):
        raise NotBegunYet
    if gathering.notes != notes:
        if fingerprint(gathering.notes) != seen:
            raise NotesChanged
        gathering.notes = notes
        gathering.save(update_fields=["notes"])
    return gathering
