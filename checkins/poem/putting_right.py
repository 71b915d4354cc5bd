"""A line as its speaker says it was: that's right, or a word changed; by them alone, before it is given and after.

1. What they put is kept character for character, within a phrase's limits: one line, and not nothing.
2. With a changed word the poem's version rises, so that whoever stitches sees it, and what was typeset of it is
   dropped. Whether the line may travel stays as it was said: the words are still their own.
3. What was shared beyond the circle were the words as they stood. With a changed one the poem comes back into the
   circle, and says so to who may catch, until they have read it and share it again.
"""

from datetime import datetime

from django.db import transaction

from checkins.locking import locked_gathering
from checkins.models import Harvest, Phrase, is_one_line
from checkins.poem import poem_changes
from checkins.refusals import NotYours
from circles.models import Membership


@transaction.atomic
def is_right(phrase: Phrase, *, by: Membership, now: datetime) -> Phrase:
    """Let the speaker say that a line of the poem is right as it stands, and return it. Raises NotYours."""
    phrase = _own_line(phrase, by=by)
    phrase.right_at = now
    phrase.save(update_fields=["right_at"])
    return phrase


@transaction.atomic
def put_right(phrase: Phrase, *, words: str, by: Membership, now: datetime) -> Phrase:
    """Let the speaker change a line of the poem to `words`, and return it (rules 1 to 3).

    Raises NotYours; ValueError for words that no phrase can have.
    """
    phrase = _own_line(phrase, by=by)
    if not is_one_line(words):
        raise ValueError("not a line")
    changed = phrase.text != words
    phrase.text, phrase.right_at = words, now
    phrase.save(update_fields=["text", "right_at"])
    if changed:
        harvest = phrase.round.gathering.harvest
        shared = Harvest.objects.filter(pk=harvest.pk, shared_at__isnull=False)
        shared.update(shared_at=None, shared_by=None, put_right_at=now)
        poem_changes.changed(harvest, now=now)
    return phrase


def _own_line(phrase: Phrase, *, by: Membership) -> Phrase:
    """Lock the evening, and return the line as it stands in its poem; raise NotYours for any but its speaker."""
    gathering = locked_gathering(phrase.round.gathering_id, by=by)
    found = Phrase.objects.select_related("round").filter(pk=phrase.pk, speaker=by, is_silence=False)
    line = found.filter(stitches__isnull=False).first()
    if line is None:
        raise NotYours
    line.round.gathering = gathering
    return line
