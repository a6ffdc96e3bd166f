"""The rail: the role's screens in the order of the day."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from iop.core.policy import Role

# name of the address: label, icon, the letter after G, the rail's part
SCREENS = {
    "board": (_("Board"), "sun", "b", ""),
    "proposals": (_("To sign"), "signature", "s", ""),
    "timetable": (_("Timetable"), "calendar-week", "t", ""),
    "clients": (_("Clients"), "users", "c", ""),
    "group_rooms": (_("Group rooms"), "users-group", "r", ""),
    "staff": (_("Staff and rooms"), "id-badge-2", "f", _("Set-up")),
    "programs": (_("Programs"), "adjustments-alt", "p", _("Set-up")),
    "portal_today": (_("Today"), "sun", "", ""),
    "portal_week": (_("My week"), "calendar-week", "", ""),
    "portal_plan": (_("My plan"), "stairs-up", "", ""),
    "portal_more": (_("More"), "dots", "", ""),
}

SET_UP = ["staff", "programs"]
RAILS = {
    Role.DIRECTOR: ["board", "proposals", "timetable", "clients", "group_rooms", *SET_UP],
    Role.THERAPIST: ["board", "group_rooms", "proposals", "clients", "timetable", *SET_UP],
    Role.ADMISSIONS: ["board", "clients", "timetable", *SET_UP],
    Role.CASE_MANAGER: ["board", "clients", "group_rooms", "timetable", *SET_UP],
    Role.PRESCRIBER: ["board", "clients", "group_rooms", "timetable", *SET_UP],
    Role.BILLER: ["clients", *SET_UP],
    Role.FRONT_DESK: ["board", "clients", "timetable", *SET_UP],
    Role.PRIVACY_OFFICER: ["board", "clients", *SET_UP],
    Role.CLIENT: ["portal_today", "portal_week", "portal_plan", "portal_more"],
    Role.FAMILY: [],
}


def rail(request, role: Role) -> list[dict[str, object]]:
    """Entries for the base template: label, url, icon, key, part of the rail, and whether it is the present page."""
    return [_entry(request, name) for name in RAILS[role]]


def landing(role: Role) -> str:
    """The name of the address a role lands on: the first of its rail."""
    screens = RAILS[role]
    return screens[0] if screens else "account"


def _entry(request, name: str) -> dict[str, object]:
    label, icon, key, group = SCREENS[name]
    url = reverse(name)
    return {
        "label": label,
        "url": url,
        "icon": icon,
        "key": key,
        "group": group,
        "current": request.path.startswith(url),
    }
