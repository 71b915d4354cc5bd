"""The hosts' table, first floor: its people, gatherings with their turns, hosting roles, answers, who is away."""

from circles.models import Membership
from gatherings.admin.answers import AwayAdmin, RsvpAdmin
from gatherings.admin.gatherings import GatheringAdmin
from gatherings.admin.labs import LabAdmin, LabGuestAdmin
from gatherings.admin.people import MemberAdmin
from gatherings.admin.roles import HostingRoleAdmin
from gatherings.models import Away, Gathering, HostingRole, Lab, LabGuest, Rsvp

SHOWN = {
    Membership: MemberAdmin,
    Gathering: GatheringAdmin,
    HostingRole: HostingRoleAdmin,
    Rsvp: RsvpAdmin,
    Away: AwayAdmin,
    Lab: LabAdmin,
    LabGuest: LabGuestAdmin,
}
