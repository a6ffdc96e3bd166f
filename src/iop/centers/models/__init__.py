"""Centers: organizations, their programs, sites, rooms, staff and services."""

from iop.centers.models.organization import Organization
from iop.centers.models.program import Program, ProgramVersion
from iop.centers.models.rooms import HostedMeeting, Room, RoomClosure, Site
from iop.centers.models.services import GroupDefinition, Service
from iop.centers.models.staff import Credential, Leave, Staff, StaffAvailability, StaffSite

__all__ = [
    "Credential",
    "GroupDefinition",
    "HostedMeeting",
    "Leave",
    "Organization",
    "Program",
    "ProgramVersion",
    "Room",
    "RoomClosure",
    "Service",
    "Site",
    "Staff",
    "StaffAvailability",
    "StaffSite",
]
