"""The letter of the morning after: the poem was read back, is your line right? Without a line of it.

1. It goes once, to who has a line in the poem or said aloud that theirs may travel, and wants letters about poems. To
   nobody else.
2. Read back on the evening itself, it leaves the next morning, at the circle's hour where its reader lives; read back
   later, at the next humane hour.
3. What it says is read when it leaves (`checkins.mail.first_catch`): where nothing concerns its reader any more, or
   the poem was given meanwhile, it does not leave.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from checkins.letters import poem_letters
from checkins.models import Harvest, Phrase, SaidAloud
from circles.models import LetterKind, MembershipQuerySet
from circles.post.humane import next_morning
from circles.post.letter_choices import members_who_want
from gatherings.letters.letter_hours import times_of
from gatherings.models import LetterTimes

FIRST_CATCH: Final = "first_catch"


def write(harvest: Harvest, *, now: datetime) -> None:
    """Write whom it concerns the letter about a poem that is read back by `now` (aware); its gathering is loaded."""
    circle = harvest.gathering.circle
    times = times_of([circle.pk])[circle.pk]

    def due(zone: ZoneInfo) -> datetime:
        return leaves_at(harvest.gathering.starts_at, zone=zone, times=times, now=now)

    members = concerned(harvest, members_who_want(circle, LetterKind.HARVEST))
    poem_letters.write(harvest, members, kind=FIRST_CATCH, due=due, now=now)


def concerned(harvest: Harvest, members: MembershipQuerySet) -> MembershipQuerySet:
    """Return those of the members who have a line in the poem, or whose yes said aloud stands (rule 1)."""
    lines = Phrase.objects.filter(stitches__harvest=harvest, speaker=OuterRef("pk"))
    aloud = SaidAloud.objects.filter(
        gathering=harvest.gathering_id, membership=OuterRef("pk"), taken_back_at=None
    )
    return members.filter(Exists(lines) | Exists(aloud))


def leaves_at(starts_at: datetime, *, zone: ZoneInfo, times: LetterTimes, now: datetime) -> datetime:
    """Return when it leaves for somebody living in `zone`, `now` or later, aware (rule 2)."""
    morning = datetime.combine(starts_at.astimezone(zone).date() + timedelta(days=1), times.hour, zone)
    return morning if morning > now else next_morning(zone, now, opens=times.hour)
