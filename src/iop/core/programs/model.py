"""A program, every fact of it as data: hours, days, length and mix are settings. Source: docs/rules/programs.md"""

from dataclasses import dataclass

from iop.core.levels_of_care import HourRange, Level
from iop.core.plans.ladder import Ladder, Need, Rung
from iop.core.plans.milestone import Milestone
from iop.core.plans.policy import ReturnToUsePolicy, StepDownPolicy

from .care import Group, Meeting, OffSite, Service
from .place import OpenHours, Room, Site, TimeOfDay, Weekday
from .terms import (
    Abstinence,
    Admission,
    AdmissionRule,
    AfterCare,
    AgeBand,
    Cadences,
    CheckIns,
    Claim,
    FrontDoor,
    GoalTemplate,
    Hours,
    Length,
    MilestoneSet,
    ObjectiveTemplate,
    PeerWelcome,
    StateRule,
    Track,
)

__all__ = [
    "Abstinence",
    "Admission",
    "AdmissionRule",
    "AfterCare",
    "AgeBand",
    "Cadences",
    "CheckIns",
    "Claim",
    "FrontDoor",
    "GoalTemplate",
    "Group",
    "HourRange",
    "Hours",
    "Ladder",
    "Length",
    "Level",
    "Meeting",
    "Milestone",
    "MilestoneSet",
    "Need",
    "ObjectiveTemplate",
    "OffSite",
    "OpenHours",
    "PeerWelcome",
    "Program",
    "ReturnToUsePolicy",
    "Room",
    "Rung",
    "Service",
    "Site",
    "StateRule",
    "StepDownPolicy",
    "TimeOfDay",
    "Track",
    "Weekday",
]


@dataclass(frozen=True)
class Program:
    """One program as a center signs it. `zone` is an IANA name; `grid` is the timetable's step in minutes."""

    key: str
    name: str
    summary: str
    zone: str
    grid: int
    conditions: tuple[str, ...]
    levels: tuple[Level, ...]
    hours: Hours
    length: Length
    tracks: tuple[Track, ...]
    age_bands: tuple[AgeBand, ...]
    sites: tuple[Site, ...]
    hour_ranges: tuple[HourRange, ...]
    services: tuple[Service, ...]
    groups: tuple[Group, ...]
    ladders: tuple[Ladder, ...]
    milestone_sets: tuple[MilestoneSet, ...]
    goals: tuple[GoalTemplate, ...]
    admission: Admission
    cadences: Cadences
    abstinence: Abstinence
    return_to_use: ReturnToUsePolicy
    step_down: StepDownPolicy
    check_ins: CheckIns
    peer_welcome: PeerWelcome
    aftercare: AfterCare
    front_door: FrontDoor
    meetings: tuple[Meeting, ...] = ()
    resources: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    state_rules: tuple[StateRule, ...] = ()
    since: int | None = None

    def service(self, key: str) -> Service:
        """The service of that key."""
        return next(service for service in self.services if service.key == key)

    def group(self, key: str) -> Group:
        """The group of that key."""
        return next(group for group in self.groups if group.key == key)

    def site(self, key: str) -> Site:
        """The site of that key."""
        return next(site for site in self.sites if site.key == key)

    def sites_of(self, group: Group) -> tuple[Site, ...]:
        """The sites where a group meets: those it names, or all."""
        return tuple(site for site in self.sites if not group.sites or site.key in group.sites)

    def size_of(self, group: Group) -> tuple[int, int]:
        """Least and most clients of a group: its own numbers, or its service's."""
        service = self.service(group.service)
        return group.min_size or service.min_size, group.max_size or service.max_size

    def rules_of(self, site: Site) -> tuple[StateRule, ...]:
        """What the site's state asks."""
        return tuple(rule for rule in self.state_rules if rule.state == site.state)

    def ladder(self, key: str) -> Ladder:
        """The ladder of that key."""
        return next(ladder for ladder in self.ladders if ladder.key == key)

    def ladders_for(self, track: str, age_band: str) -> tuple[Ladder, ...]:
        """The ladders a client may be on: those made for the track, or else those for every track."""
        fitting = [ladder for ladder in self.ladders if ladder.age_band == age_band]
        own = [ladder for ladder in fitting if track in ladder.tracks]
        return tuple(own or [ladder for ladder in fitting if not ladder.tracks])

    def age_band_of(self, age: int) -> AgeBand | None:
        """The band somebody of that age belongs to; None when the program is not for that age."""
        return next((band for band in self.age_bands if band.holds(age)), None)

    def milestones_for(self, track: str, ladder: str, rung: str) -> tuple[Milestone, ...]:
        """What a client of the track has to meet on the rung; empty on the last rung."""
        of_rung = [found for found in self.milestone_sets if (found.ladder, found.rung) == (ladder, rung)]
        own = [found for found in of_rung if track in found.tracks]
        chosen = own or [found for found in of_rung if not found.tracks]
        return chosen[0].milestones if chosen else ()
