"""When we meet, who comes, who hosts, and the calendars that show it."""

from gatherings.models.answers import Answer, Away, Rsvp, Way
from gatherings.models.hosting import Duty, HostingRole, How, RoleWish, Turn, Wish
from gatherings.models.labs import Growth, GuestState, Lab, LabGuest, LabQuerySet
from gatherings.models.practising import PRACTICE_LIMIT, Practice
from gatherings.models.schedule import Gathering, GatheringQuerySet, Rhythm, Status
from gatherings.models.subscriptions import FeedLink, StoredFeed

__all__ = [
    "PRACTICE_LIMIT",
    "Answer",
    "Away",
    "Duty",
    "FeedLink",
    "Gathering",
    "GatheringQuerySet",
    "Growth",
    "GuestState",
    "HostingRole",
    "How",
    "Lab",
    "LabGuest",
    "LabQuerySet",
    "Practice",
    "Rhythm",
    "RoleWish",
    "Rsvp",
    "Status",
    "StoredFeed",
    "Turn",
    "Way",
    "Wish",
]
