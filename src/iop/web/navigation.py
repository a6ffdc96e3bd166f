"""The rail: the role's screens in the order of the day."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from iop.core.policy import Role

SCREENS = {
    "board": (_("Board"), "board", "sun"),
    "sign": (_("To sign"), "proposals", "signature"),
    "timetable": (_("Timetable"), "timetable", "calendar-week"),
    "clients": (_("Clients"), "clients", "users"),
    "group_rooms": (_("Group rooms"), "group_rooms", "users-group"),
    "staff": (_("Staff and rooms"), "staff", "id-badge-2"),
    "programs": (_("Programs"), "programs", "adjustments"),
    "today": (_("Today"), "portal_today", "sun"),
    "week": (_("My week"), "portal_week", "calendar-week"),
    "plan": (_("My plan"), "portal_plan", "stairs-up"),
    "more": (_("More"), "portal_more", "dots"),
}
SET_UP = {"staff", "programs"}

RAILS = {
    Role.DIRECTOR: ["board", "sign", "timetable", "clients", "group_rooms", "staff", "programs"],
    Role.THERAPIST: ["board", "group_rooms", "clients", "sign", "timetable", "staff", "programs"],
    Role.ADMISSIONS: ["board", "clients", "timetable", "staff", "programs"],
    Role.CASE_MANAGER: ["board", "clients", "group_rooms", "timetable", "staff", "programs"],
    Role.PRESCRIBER: ["board", "clients", "group_rooms", "timetable", "staff", "programs"],
    Role.BILLER: ["clients", "staff", "programs"],
    Role.FRONT_DESK: ["board", "clients", "timetable", "staff", "programs"],
    Role.PRIVACY_OFFICER: ["board", "clients", "staff", "programs"],
    Role.CLIENT: ["today", "week", "plan", "more"],
    Role.FAMILY: [],
}


def rail(request, role: Role) -> list[dict[str, object]]:
    """Entries for the base template: label, url, icon, whether it is the present page, and its group."""
    return [_entry(request, key) for key in RAILS[role]]


def landing(role: Role) -> str:
    """The name of the address a role lands on: the first of its rail."""
    screens = RAILS[role]
    return SCREENS[screens[0]][1] if screens else "account"


def _entry(request, key: str) -> dict[str, object]:
    label, name, icon = SCREENS[key]
    url = reverse(name)
    group = "set_up" if key in SET_UP else "day"
    return {"label": label, "url": url, "icon": icon, "current": request.path.startswith(url), "group": group}
