"""The table itself: for each action, which role needs which relationship to the client.

`NONE` means the action is not about one client. What is not here is refused.
Source: minimum necessary (45 CFR 164.502(b)) and the program's need to know (42 CFR 2.12(c)(3)); docs/rules/access.md.
"""

from collections.abc import Mapping

from iop.core.policy.actions import Action
from iop.core.policy.roles import STAFF_ROLES, Relationship, Role

N, C, T, S = Relationship.NONE, Relationship.SAME_CENTER, Relationship.TREATING, Relationship.SELF
Needs = Mapping[Role, Relationship]

ALL = frozenset(Role)
CARE = frozenset({Role.DIRECTOR, Role.THERAPIST, Role.CASE_MANAGER, Role.PRESCRIBER})


def each(roles: frozenset[Role], relationship: Relationship) -> dict[Role, Relationship]:
    return dict.fromkeys(roles, relationship)


WHOLE_CENTER = {Role.DIRECTOR: C, Role.THERAPIST: T, Role.CASE_MANAGER: C, Role.PRESCRIBER: C}

TABLE: Mapping[Action, Needs] = {
    Action.OWN_ACCOUNT: each(ALL, N),
    Action.HOME: each(ALL, N),
    Action.BOARD_SEE: each(STAFF_ROLES - {Role.BILLER}, N),
    Action.CLIENT_LIST: {
        **WHOLE_CENTER,
        Role.ADMISSIONS: C,
        Role.BILLER: C,
        Role.FRONT_DESK: C,
        Role.PRIVACY_OFFICER: C,
    },
    Action.CLIENT_SEE: {**WHOLE_CENTER, Role.ADMISSIONS: C, Role.PRIVACY_OFFICER: C},
    Action.CLIENT_EDIT: {Role.DIRECTOR: C, Role.THERAPIST: T, Role.CASE_MANAGER: C, Role.ADMISSIONS: C},
    Action.CLIENT_ADD: {Role.DIRECTOR: N, Role.ADMISSIONS: N},
    Action.AVAILABILITY_EDIT: {Role.DIRECTOR: C, Role.THERAPIST: T, Role.CASE_MANAGER: C, Role.ADMISSIONS: C},
    Action.NO_CONTACT_SEE: {Role.DIRECTOR: C, Role.PRIVACY_OFFICER: C},
    Action.NO_CONTACT_EDIT: {Role.DIRECTOR: C},
    Action.CHART_AUDIT_SEE: {Role.DIRECTOR: C, Role.PRIVACY_OFFICER: C},
    Action.PLAN_SEE: dict(WHOLE_CENTER),
    Action.PLAN_EDIT: {Role.DIRECTOR: C, Role.THERAPIST: T},
    Action.PLAN_SIGN: {Role.DIRECTOR: C, Role.THERAPIST: T},
    Action.MILESTONE_OBSERVE: dict(WHOLE_CENTER),
    Action.MILESTONE_WAIVE: {Role.DIRECTOR: C, Role.THERAPIST: T},
    Action.PROPOSAL_LIST: {Role.DIRECTOR: C, Role.THERAPIST: T},
    Action.PROPOSAL_DECIDE: {Role.DIRECTOR: C, Role.THERAPIST: T},
    Action.RETURN_TO_USE_RECORD: dict(WHOLE_CENTER),
    Action.SAFETY_TASK_SEE: dict(WHOLE_CENTER),
    Action.SAFETY_TASK_CLOSE: {Role.DIRECTOR: C, Role.THERAPIST: T, Role.PRESCRIBER: C},
    Action.TIMETABLE_SEE: each(STAFF_ROLES - {Role.BILLER, Role.PRIVACY_OFFICER}, N),
    Action.WEEK_SOLVE: {Role.DIRECTOR: N},
    Action.WEEK_RELEASE: {Role.DIRECTOR: N},
    Action.SHORTFALL_KEEP: dict(WHOLE_CENTER),
    Action.GROUP_ROOM_SEE: {Role.DIRECTOR: N, Role.THERAPIST: N, Role.CASE_MANAGER: N, Role.PRESCRIBER: N},
    Action.ATTENDANCE_MARK: {Role.DIRECTOR: N, Role.THERAPIST: N, Role.CASE_MANAGER: N, Role.PRESCRIBER: N},
    Action.STAFF_SEE: each(STAFF_ROLES, N),
    Action.STAFF_EDIT: {Role.DIRECTOR: N},
    Action.PROGRAM_SEE: each(STAFF_ROLES, N),
    Action.PROGRAM_EDIT: {Role.DIRECTOR: N},
    Action.LIST_EXPORT: {Role.DIRECTOR: C, Role.PRIVACY_OFFICER: C},
    Action.PORTAL_SEE: {Role.CLIENT: S},
    Action.CALENDAR_MANAGE: {Role.CLIENT: S},
}

OPEN_TO_ALL = frozenset({Action.PUBLIC_PAGE, Action.CALENDAR_FEED})
