"""The hosts' table, first floor: people, gatherings, turns, hosting roles, answers, who was there, who is away."""

from circles.models import Membership
from gatherings.admin.answers import AwayAdmin, RsvpAdmin
from gatherings.admin.gatherings import GatheringAdmin
from gatherings.admin.labs import LabAdmin, LabGuestAdmin
from gatherings.admin.people import MemberAdmin
from gatherings.admin.presences import PresenceAdmin
from gatherings.admin.roles import HostingRoleAdmin
from gatherings.admin.trail import TurnChangeAdmin
from gatherings.models import Away, Gathering, HostingRole, Lab, LabGuest, Presence, Rsvp, TurnChange

SHOWN = {
    Membership: MemberAdmin,
    Gathering: GatheringAdmin,
    HostingRole: HostingRoleAdmin,
    Rsvp: RsvpAdmin,
    Away: AwayAdmin,
    Presence: PresenceAdmin,
    TurnChange: TurnChangeAdmin,
    Lab: LabAdmin,
    LabGuest: LabGuestAdmin,
}
