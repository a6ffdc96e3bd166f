"""Whether people fit their program: what they name exists, and nobody is in two places by their own file."""

from collections import Counter
from collections.abc import Iterable

from iop.clients.models import AvailabilityBlock, NoContactPair
from iop.core.policy import Role
from iop.core.programs.model import Program as Definition
from iop.flows.demo.people import ClientEntry, People, StaffEntry
from iop.flows.demo.windows import NotAWindow, windows_in

MODES = ("onsite", "telehealth")
BUSY = tuple(kind for kind, _ in AvailabilityBlock.KINDS if kind != "free")


def slips_in(people: People, definition: Definition) -> list[str]:
    """Everything that does not fit, in words; empty when all is well."""
    found = [] if people.program == definition.key else [f'the file is for "{people.program}"']
    found += _twice("staff", (entry.key for entry in people.staff))
    found += _twice("clients", (entry.number for entry in people.clients))
    for entry in people.staff:
        found += [f"{entry.key}: {slip}" for slip in _staff(entry, people, definition)]
    for entry in people.clients:
        found += [f"{entry.number}: {slip}" for slip in _client(entry, people, definition)]
    return found + _pairs(people) + _roles(people)


def _twice(kind: str, keys: Iterable[str]) -> list[str]:
    return [f'{kind}: "{key}" is there twice' for key, count in Counter(keys).items() if count > 1]


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> list[str]:
    known = set(known)
    return [f'unknown {what} "{name}"' for name in named if name not in known]


def _staff(entry: StaffEntry, people: People, definition: Definition) -> list[str]:
    found = _unknown("site", entry.sites, (site.key for site in definition.sites))
    found += _unknown("supervisor", filter(None, [entry.supervisor]), (other.key for other in people.staff))
    return found + _stretches("hours", entry.hours) + _name(entry.name)


def _client(entry: ClientEntry, people: People, definition: Definition) -> list[str]:
    services = {service.key: service for service in definition.services}
    found = _unknown("track", [entry.track], (track.key for track in definition.tracks))
    found += _unknown("site", filter(None, [entry.site]), (site.key for site in definition.sites))
    found += _unknown("therapist", [entry.primary, *entry.covers], (other.key for other in people.staff))
    found += _unknown("way to attend", entry.modes, MODES)
    found += _unknown("service", [*entry.waivers, *entry.plan.needs], services)
    found += _unknown("group", entry.cohorts, (group.key for group in definition.groups if group.closed))
    found += _unknown("kind of block", entry.busy, BUSY)
    found += _stretches("availability", [*entry.free, *(one for blocks in entry.busy.values() for one in blocks)])
    for relative in entry.relatives:
        found += _stretches(f"availability of {relative.name}", relative.free)
    return found + _plan(entry, definition) + _name(entry.name) + _age(entry, definition)


def _stretches(what: str, written: list[str]) -> list[str]:
    try:
        windows_in(written)
    except NotAWindow as slip:
        return [f"{what}: {slip}"]
    return []


def _plan(entry: ClientEntry, definition: Definition) -> list[str]:
    plan = entry.plan
    ladders = [ladder for ladder in definition.ladders if plan.ladder in ("", ladder.key)]
    if not ladders:
        return [f'unknown ladder "{plan.ladder}"']
    rungs = {rung.key for ladder in ladders for rung in ladder.rungs}
    found = _unknown("rung", [plan.rung, *(earlier.rung for earlier in plan.earlier)], rungs)
    shared = set(entry.affinities)
    return found + [f'"{tag}" is prescribed but not shared' for tag in plan.affinity_needs if tag not in shared]


def _name(name: str) -> list[str]:
    return [] if " " in name.strip() else [f'"{name}" needs a first and a last name']


def _age(entry: ClientEntry, definition: Definition) -> list[str]:
    if bool(entry.age) == bool(entry.born):
        return ['exactly one of "age" and "born" is needed']
    if entry.age and definition.age_band_of(entry.age) is None:
        return [f"the program is not for somebody of {entry.age}"]
    return []


def _pairs(people: People) -> list[str]:
    known, scopes = {entry.number for entry in people.clients}, [scope for scope, _ in NoContactPair.SCOPES]
    found = []
    for pair in people.no_contact:
        found += [f"no_contact: {slip}" for slip in _unknown("client", pair.clients, known)]
        found += [f"no_contact: {slip}" for slip in _unknown("scope", [pair.scope], scopes)]
        if len(set(pair.clients)) != 2:
            found.append("no_contact: two different clients are needed")
    return found


def _roles(people: People) -> list[str]:
    named = [entry.account for entry in people.staff if entry.account] + [entry.role for entry in people.accounts]
    return [f"accounts: {slip}" for slip in _unknown("role", named, (role.value for role in Role))]
