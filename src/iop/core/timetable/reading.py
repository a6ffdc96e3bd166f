"""From a problem file to a `Problem`. Anything odd stops here with a `ProblemError` that names the place."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from iop.core.timetable import problem as p
from iop.core.timetable.fields import Field, ProblemError, parsed_json
from iop.core.timetable.solution import read_sessions
from iop.core.timetable.times import WEEK, Window, joined
from iop.core.timetable.week import Week

FORMATS = ("iop-week/1", "iop-week/1+")


class HasId(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=HasId)


def read_problem(text: str) -> p.Problem:
    """Parse the text of a problem file; raises ProblemError."""
    return problem_from(parsed_json(text).value)


def problem_from(value: object) -> p.Problem:
    """Build a problem from parsed JSON; raises ProblemError."""
    top = Field(value)
    top.at("format").one_of(*FORMATS)
    grid = top.at("grid").number(1)
    mode = top.at("mode").one_of(p.PLAN, p.REPLAN)
    sites = _table(top.at("sites"), _site)
    rooms = _table(top.at("rooms"), lambda f: _room(f, sites))
    services = _table(top.at("services"), lambda f: _service(f, grid))
    staff = _table(top.at("staff"), lambda f: _staff(f, sites))
    _known_supervisors(top.at("staff"), staff)
    groups = _table(top.at("groups"), lambda f: _group(f, grid, sites, services))
    clients = _table(top.at("clients"), lambda f: _client(f, sites, services))
    problem = p.Problem(
        name=top.at_or("name", "week").text(),
        mode=mode,
        week_start=top.at_or("week_start", "unknown").text(),
        time_zone=top.at_or("time_zone", "unknown").text(),
        grid=grid,
        now=top.at("now").number() if mode == p.REPLAN else top.at_or("now", 0).number(),
        sites=sites,
        rooms=rooms,
        services=services,
        staff=staff,
        groups=groups,
        clients=clients,
        no_contact=_no_contact(top.at_or("no_contact", []), clients),
        absences=_blocked(top.at_or("absences", []), "staff", staff),
        closures=_blocked(top.at_or("room_closures", []), "room", rooms),
        previous=_week(top.at_or("previous", {"sessions": []})),
        published=_week(top.at("published")) if mode == p.REPLAN else Week(()),
    )
    if mode == p.REPLAN:
        _known_published(top.at("published").at("sessions"), problem)
    return problem


def _table(field: Field, read: Callable[[Field], Record]) -> Mapping[str, Record]:
    """Records by id, sorted by id."""
    found: dict[str, Record] = {}
    for item in field.items():
        record = read(item)
        if record.id in found:
            raise item.wrong(f"id {record.id!r} is used twice")
        found[record.id] = record
    return dict(sorted(found.items()))


def _site(field: Field) -> p.Site:
    site = p.Site(field.at("id").text(), field.at("open").windows())
    if site.id == p.TELEHEALTH:
        raise field.wrong("a site cannot be called telehealth")
    return site


def _room(field: Field, sites: Mapping[str, p.Site]) -> p.Room:
    return p.Room(
        id=field.at("id").text(),
        site=field.at("site").known(sites, "site"),
        capacity=field.at("capacity").number(),
        features=field.at_or("features", []).texts(),
    )


def _service(field: Field, grid: int) -> p.Service:
    minutes = field.at("minutes").on_grid(grid, 1)
    return p.Service(
        id=field.at("id").text(),
        kind=field.at("kind").one_of(p.GROUP, p.INDIVIDUAL, p.SUPERVISION),
        minutes=minutes,
        counted_minutes=field.at_or("counted_minutes", minutes).number(),
        credentials=field.at_or("credentials", []).texts(),
        room_features=field.at_or("room_features", []).texts(),
        telehealth=field.at_or("telehealth", False).flag(),
        primary=field.at_or("primary", False).flag(),
    )


def _staff(field: Field, sites: Mapping[str, p.Site]) -> p.Staff:
    return p.Staff(
        id=field.at("id").text(),
        sites=frozenset(item.known(sites, "site") for item in field.at("sites").items()),
        credentials=field.at_or("credentials", []).texts(),
        languages=field.at_or("languages", []).texts(),
        gender=field.at_or("gender", None).text_or_none(),
        available=field.at("available").windows(),
        contract=field.at("contract").number(),
        target=field.at("target").number(),
        max_week=field.at("max_week").number(),
        max_day=field.at("max_day").number(),
        telehealth=field.at_or("telehealth", False).flag(),
        supervisor=field.at_or("supervisor", None).text_or_none(),
    )


def _known_supervisors(field: Field, staff: Mapping[str, p.Staff]) -> None:
    for item in field.items():
        if item.has("supervisor"):
            supervisor = item.at("supervisor").known(staff, "staff member")
            if supervisor == item.at("id").text():
                raise item.at("supervisor").wrong("nobody supervises themselves")


def _group(field: Field, grid: int, sites: Mapping[str, p.Site], services: Mapping[str, p.Service]) -> p.Group:
    mode = field.at("mode").one_of(p.ONSITE, p.TELEHEALTH)
    service = field.at("service").known(services, "service")
    if services[service].kind != p.GROUP:
        raise field.at("service").wrong(f"{service!r} is not a group service")
    members = field.at_or("members", None)
    return p.Group(
        id=field.at("id").text(),
        service=service,
        mode=mode,
        site=field.at("site").known(sites, "site") if mode == p.ONSITE else None,
        age_band=field.at("age_band").text(),
        language=field.at("language").text(),
        affinity=field.at_or("affinity", None).text_or_none(),
        leader_gender=field.at_or("leader_gender", None).text_or_none(),
        min_size=field.at("min_size").number(),
        max_size=field.at("max_size").number(),
        max_sections=field.at("max_sections").number(),
        starts=_starts(field.at("starts"), grid),
        members=None if members.value is None else members.texts(),
    )


def _starts(field: Field, grid: int) -> tuple[int, ...]:
    starts = {item.on_grid(grid) for item in field.items()}
    if starts and max(starts) >= WEEK:
        raise field.wrong(f"{max(starts)} is after the week ({WEEK} minutes)")
    return tuple(sorted(starts))


def _client(field: Field, sites: Mapping[str, p.Site], services: Mapping[str, p.Service]) -> p.Client:
    return p.Client(
        id=field.at("id").text(),
        age_band=field.at("age_band").text(),
        languages=field.at("languages").texts(),
        affinities=field.at_or("affinities", []).texts(),
        site=field.at("site").known(sites, "site"),
        modes=frozenset(item.one_of(p.ONSITE, p.TELEHEALTH) for item in field.at("modes").items()),
        available=field.at("available").windows(),
        priority=field.at("priority").number(1),
        primary=field.at_or("primary", None).text_or_none(),
        cover=field.at_or("cover", []).texts(),
        staff_gender=field.at_or("staff_gender", None).text_or_none(),
        plan=_plan(field.at("plan"), services),
    )


def _plan(field: Field, services: Mapping[str, p.Service]) -> p.Plan:
    return p.Plan(
        minutes=field.at("minutes").number(),
        max_minutes=field.at("max_minutes").number(),
        min_days=field.at("min_days").number(),
        max_days=field.at("max_days").number(),
        min_visit=field.at("min_visit").number(),
        max_visit=field.at("max_visit").number(),
        needs=_needs(field.at("needs"), services),
        affinity_needs=tuple(
            sorted(
                (
                    p.AffinityNeed(item.at("affinity").text(), item.at("sessions").number())
                    for item in field.at_or("affinity_needs", []).items()
                ),
                key=lambda need: (need.affinity, need.sessions),
            )
        ),
    )


def _needs(field: Field, services: Mapping[str, p.Service]) -> tuple[p.Need, ...]:
    found: dict[str, p.Need] = {}
    for item in field.items():
        service = item.at("service").known(services, "service")
        if service in found:
            raise item.wrong(f"service {service!r} is named twice")
        if services[service].kind == p.SUPERVISION:
            raise item.wrong("clients do not attend supervision meetings")
        narrowed = item.at("available").windows() if item.has("available") else None
        found[service] = p.Need(service, item.at("sessions").number(), item.at("max").number(), narrowed)
    return tuple(need for _, need in sorted(found.items()))


def _no_contact(field: Field, clients: Mapping[str, p.Client]) -> tuple[p.NoContact, ...]:
    pairs: set[tuple[str, str, str]] = set()
    for item in field.items():
        both = sorted(who.known(clients, "client") for who in item.at("clients").items())
        if len(both) != 2 or both[0] == both[1]:
            raise item.at("clients").must_be("two different clients")
        pairs.add((both[0], both[1], item.at("scope").one_of("session", p.PREMISES)))
    return tuple(p.NoContact((a, b), scope) for a, b, scope in sorted(pairs))


def _blocked(field: Field, key: str, known: Mapping[str, object]) -> Mapping[str, tuple[Window, ...]]:
    """Windows by staff member or room in which they cannot be used."""
    found: dict[str, list[Window]] = defaultdict(list)
    for item in field.items():
        start, end = item.at("start").number(), item.at("end").number()
        if start >= end:
            raise item.wrong("start must be before end")
        found[item.at(key).known(known, "staff member" if key == "staff" else key)].append((start, end))
    return {who: joined(windows) for who, windows in sorted(found.items())}


def _week(field: Field) -> Week:
    return Week.of(read_sessions(field.at("sessions")))


def _known_published(field: Field, problem: p.Problem) -> None:
    """What was announced for this very week must fit the tables (last week's people may have left)."""
    for item in field.items():
        service = item.at("service").known(problem.services, "service")
        item.at("staff").known(problem.staff, "staff member")
        for key, table, what in (
            ("co_staff", problem.staff, "staff member"),
            ("room", problem.rooms, "room"),
            ("group", problem.groups, "group"),
        ):
            if item.has(key):
                item.at(key).known(table, what)
        for client in item.at("clients").items():
            client.known(problem.clients, "client")
        if item.at("location").text() != p.TELEHEALTH:
            item.at("location").known(problem.sites, "site")
        if (problem.services[service].kind == p.GROUP) != item.has("group"):
            raise item.wrong("group is named exactly for group services")
        if problem.services[service].kind == p.INDIVIDUAL and len(list(item.at("clients").items())) != 1:
            raise item.at("clients").must_be("one client")


__all__ = ["FORMATS", "ProblemError", "problem_from", "read_problem"]
