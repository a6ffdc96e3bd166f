"""The file the engine gets: one program's week, in the format of docs/problem_format.md. No names go into it."""

import hashlib
import json
from datetime import date

from iop.centers.models import Program
from iop.flows.week.care import groups_json, service_json, services_of
from iop.flows.week.clients import clients_json, no_contact_json
from iop.flows.week.frame import Frame, frame_for
from iop.flows.week.past import add_what_was, previous_json, published_json, released
from iop.flows.week.places import places_json
from iop.flows.week.staff import absences_json, staff_json, staff_of

FORMAT = "iop-week/1+"

Json = dict[str, object]


def problem_for(program: Program, monday: date, *, now: int | None = None) -> Json:
    """The week's problem. `left_out` names the clients who cannot be planned and why; `notes` what was narrowed.

    A week that has begun is a repair of what was released (`replan`): what already started stays as it was. `now` repeats
    the moment of an earlier problem, so that two of them can be compared.
    """
    frame = frame_for(program, monday, now)
    services, staff = services_of(frame), staff_of(frame)
    ids = {row.pk: row.public_id for row in staff}
    people, staff_notes = staff_json(frame, staff, services)
    clients, left_out, notes = clients_json(frame, ids, {service.pk for service in services})
    present = {client["id"] for client in clients}
    problem = {
        **_head(frame),
        **places_json(frame, services),
        "services": [service_json(service) for service in services],
        "staff": people,
        "groups": _groups(frame, services, present),
        "clients": clients,
        "no_contact": no_contact_json(frame, present),
        "absences": absences_json(frame, staff),
        "previous": previous_json(frame),
        "left_out": left_out,
        "notes": staff_notes + notes + _clock_notes(frame),
    }
    return _as_repair(frame, problem, present)


def _head(frame: Frame) -> Json:
    return {
        "format": FORMAT,
        "name": f"{frame.program.key} {frame.monday}",
        "mode": "plan",
        "week_start": frame.monday.isoformat(),
        "time_zone": frame.program.time_zone,
        "grid": frame.grid,
        "now": frame.now,
    }


def _groups(frame: Frame, services: list, clients: set[str]) -> list[Json]:
    """Cohorts name only clients whom the problem has."""
    groups = groups_json(frame, services)
    for group in groups:
        if group["members"] is not None:
            group["members"] = [client for client in group["members"] if client in clients]
    return groups


def _clock_notes(frame: Frame) -> list[Json]:
    return [{"code": "clocks_change", "start": start, "end": end} for start, end in frame.clock_change]


def _as_repair(frame: Frame, problem: Json, clients: set[str]) -> Json:
    sessions = released(frame)
    if sessions:
        problem["mode"] = "replan"
        problem["published"] = published_json(sessions, clients)
        add_what_was(frame, problem)
    return problem


def fingerprint(problem: Json) -> str:
    """Equal problems have equal fingerprints, whatever the order of their keys."""
    text = json.dumps(problem, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def inputs_changed(program: Program, problem: Json) -> bool:
    """Whether the same problem, written now, would be another one."""
    monday = date.fromisoformat(problem["week_start"])
    return fingerprint(problem_for(program, monday, now=problem["now"])) != fingerprint(problem)
