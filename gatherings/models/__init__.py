"""When we meet, who comes, who hosts, and the calendars that show it."""

from gatherings.models.answers import SAID, Answer, Away, Guest, Presence, Rsvp, Way
from gatherings.models.flow import FlowPart, Moment
from gatherings.models.hosting import (
    HANDOVER_LIMIT,
    Duty,
    Handover,
    HostingRole,
    HostingRoleQuerySet,
    How,
    RoleWish,
    Turn,
    Wish,
)
from gatherings.models.labs import Growth, GuestState, Lab, LabGuest, LabQuerySet
from gatherings.models.letter_times import LetterTimes
from gatherings.models.messenger import NOD_LASTS, UNUSED_LASTS, GroupLink, Phone, PhoneQuerySet
from gatherings.models.practising import PRACTICE_LIMIT, Practice
from gatherings.models.requests import Said, TurnRequest
from gatherings.models.rhythms import Rhythm
from gatherings.models.schedule import Gathering, GatheringQuerySet, Status
from gatherings.models.subscriptions import FeedLink, StoredFeed
from gatherings.models.trail import Change, Part, Told, TurnChange

__all__ = [
    "HANDOVER_LIMIT",
    "NOD_LASTS",
    "PRACTICE_LIMIT",
    "SAID",
    "UNUSED_LASTS",
    "Answer",
    "Away",
    "Change",
    "Duty",
    "FeedLink",
    "FlowPart",
    "Gathering",
    "GatheringQuerySet",
    "GroupLink",
    "Growth",
    "Guest",
    "GuestState",
    "Handover",
    "HostingRole",
    "HostingRoleQuerySet",
    "How",
    "Lab",
    "LabGuest",
    "LabQuerySet",
    "LetterTimes",
    "Moment",
    "Part",
    "Phone",
    "PhoneQuerySet",
    "Practice",
    "Presence",
    "Rhythm",
    "RoleWish",
    "Rsvp",
    "Said",
    "Status",
    "StoredFeed",
    "Told",
    "Turn",
    "TurnChange",
    "TurnRequest",
    "Way",
    "Wish",
]
