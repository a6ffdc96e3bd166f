"""Staff as the engine reads them: when they can give care this week, and with which credentials."""

from collections.abc import Iterable

from django.db.models import Q

from iop.centers.models import Credential, Service, Staff
from iop.core.timetable.times import Window, joined
from iop.flows.week.frame import Frame
from iop.flows.week.windows import cut, day_window, weekly
from iop.schedule.models import Booking, Session

Json = dict[str, object]


def staff_of(frame: Frame) -> list[Staff]:
    """Who works at the program's sites, leads something this week, or supervises one of them."""
    led = Session.objects.filter(week__program=frame.program, week__monday=frame.monday, withdrawn_by__isnull=True)
    mine = Staff.objects.filter(
        Q(staff_sites__site__program=frame.program)
        | Q(pk__in=led.values("leader_id"))
        | Q(pk__in=led.values("co_leader_id"))
    )
    rows = Staff.objects.filter(Q(pk__in=mine) | Q(supervises__in=mine)).distinct().order_by("pk")
    return list(rows.prefetch_related("staff_sites__site", "credentials", "availability", "leaves"))


def staff_json(frame: Frame, staff: list[Staff], services: list[Service]) -> tuple[list[Json], list[Json]]:
    """The `staff` of the problem, and notes on credentials that end during the week."""
    ids = {row.pk: row.public_id for row in staff}
    found, notes = [], []
    for row in staff:
        codes, ending = credentials_in(frame, row.credentials.all(), services)
        notes += [{"code": "credential_ends", "staff": row.public_id, "credential": c.code} for c in ending]
        found.append(_one(frame, row, codes, _windows(frame, row, ending), ids.get(row.supervisor_id)))
    return found, notes


def credentials_in(
    frame: Frame, held: Iterable[Credential], services: list[Service]
) -> tuple[list[str], list[Credential]]:
    """Codes that count, and those among them that end before Sunday and stop their holder's week.

    The format knows one set of credentials for the week. One that ends within it is left out when the others qualify for
    the same services; otherwise it counts and its holder gives no care after its last day.
    """
    held = list(held)
    whole = {c.code for c in held if c.holds_on(frame.sunday)}
    ending = [c for c in held if c.holds_on(frame.monday) and not c.holds_on(frame.sunday)]
    needed = [c for c in ending if _opens_more(c.code, whole, services)]
    return sorted(whole | {c.code for c in needed}), needed


def _opens_more(code: str, others: set[str], services: list[Service]) -> bool:
    return any(code in service.credentials and not others & set(service.credentials) for service in services)


def _windows(frame: Frame, row: Staff, ending: list[Credential]) -> list[Window]:
    lasts = [c.expires_on for c in ending] + ([row.last_day] if row.last_day else [])
    away = [window for last in lasts if (window := frame.until(last))]
    return cut(frame.plannable(weekly(row.availability.all())), away)


def _one(frame: Frame, row: Staff, codes: list[str], windows: list[Window], supervisor: str | None) -> Json:
    here = {place.site.public_id for place in row.staff_sites.all() if place.site.program_id == frame.program.pk}
    return {
        "id": row.public_id,
        "sites": sorted(here),
        "credentials": codes,
        "languages": sorted(row.languages),
        "gender": row.gender or None,
        "available": [list(window) for window in windows],
        "contract": row.contract_minutes,
        "target": row.target_minutes,
        "max_week": row.max_week_minutes,
        "max_day": row.max_day_minutes,
        "telehealth": row.telehealth,
        "supervisor": supervisor,
    }


def absences_json(frame: Frame, staff: list[Staff]) -> list[Json]:
    """Leave, and what the person is booked for in the center's other programs."""
    return [
        {"staff": row.public_id, "start": start, "end": end}
        for row, windows in _away(frame, staff)
        for start, end in cut(joined(windows), [(0, frame.now)])
    ]


def _away(frame: Frame, staff: list[Staff]) -> Iterable[tuple[Staff, list[Window]]]:
    elsewhere = _booked_elsewhere(frame, staff)
    for row in staff:
        leaves = (
            day_window(frame.monday, leave.first_day, leave.start_minute, leave.last_day, leave.end_minute)
            for leave in row.leaves.all()
        )
        yield row, [window for window in leaves if window] + elsewhere.get(row.pk, [])


def _booked_elsewhere(frame: Frame, staff: list[Staff]) -> dict[int, list[Window]]:
    rows = (
        Booking.objects.filter(kind=Booking.STAFF, resource_id__in=[row.pk for row in staff])
        .filter(session__day__range=(frame.monday, frame.sunday))
        .exclude(session__week__program=frame.program)
        .values_list("resource_id", "session__day", "session__start_minute", "session__minutes")
    )
    found: dict[int, list[Window]] = {}
    for who, day, start, minutes in rows:
        window = day_window(frame.monday, day, start, day, start + minutes)
        if window:
            found.setdefault(who, []).append(window)
    return found
