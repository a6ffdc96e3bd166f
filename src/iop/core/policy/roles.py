"""The roles people sign in with, and how they can stand to a client."""

from enum import StrEnum


class Role(StrEnum):
    """One per account. `SYSTEM` is for jobs; nobody signs in as it."""

    DIRECTOR = "director"
    THERAPIST = "therapist"
    ADMISSIONS = "admissions"
    CASE_MANAGER = "case_manager"
    PRESCRIBER = "prescriber"
    BILLER = "biller"
    FRONT_DESK = "front_desk"
    PRIVACY_OFFICER = "privacy_officer"
    CLIENT = "client"
    FAMILY = "family"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Role.DIRECTOR: "Clinical director",
    Role.THERAPIST: "Therapist",
    Role.ADMISSIONS: "Admissions",
    Role.CASE_MANAGER: "Case manager",
    Role.PRESCRIBER: "Prescriber",
    Role.BILLER: "Biller",
    Role.FRONT_DESK: "Front desk",
    Role.PRIVACY_OFFICER: "Privacy officer",
    Role.CLIENT: "Client",
    Role.FAMILY: "Family",
}

STAFF_ROLES = frozenset(Role) - {Role.CLIENT, Role.FAMILY}


class Relationship(StrEnum):
    """How the viewer stands to the client whose record is asked for."""

    NONE = "none"
    SAME_CENTER = "same_center"
    TREATING = "treating"
    SELF = "self"
