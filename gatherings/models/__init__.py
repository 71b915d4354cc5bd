"""When we meet, who comes, who hosts, and the calendars that show it."""

from gatherings.models.answers import Answer, Away, Rsvp, Way
from gatherings.models.hosting import Duty, HostingRole, How, Turn
from gatherings.models.schedule import Gathering, GatheringQuerySet, Rhythm, Status
from gatherings.models.subscriptions import FeedLink, StoredFeed

__all__ = [
    "Answer",
    "Away",
    "Duty",
    "FeedLink",
    "Gathering",
    "GatheringQuerySet",
    "HostingRole",
    "How",
    "Rhythm",
    "Rsvp",
    "Status",
    "StoredFeed",
    "Turn",
    "Way",
]
