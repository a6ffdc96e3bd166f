"""A people file becomes entries, or a list of everything that is wrong with it, in words."""

import tomllib
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from iop.core.programs.model import Program as Definition
from iop.flows.demo.checking import slips_in
from iop.flows.demo.people import People


@dataclass(frozen=True)
class BrokenPeople:
    """Nothing was loaded: each slip names whom it is about."""

    slips: tuple[str, ...]


def read_people(text: str, definition: Definition) -> People | BrokenPeople:
    """The people of the file, if every entry is complete and fits the program."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return BrokenPeople((f"not TOML: {error}",))
    slips: list[str] = []
    people = _entry(People, raw, "the file", slips)
    if people is not None and not slips:
        slips = slips_in(people, definition)
    return BrokenPeople(tuple(slips)) if slips or people is None else people


def _entry(kind: type, raw: Any, where: str, slips: list[str]) -> Any:
    """One dataclass from one table. What is wrong is added to `slips`; then the answer is None."""
    if not isinstance(raw, dict):
        slips.append(f"{where}: a table was expected")
        return None
    hints, before = get_type_hints(kind), len(slips)
    slips += [f'{where}: unknown setting "{name}"' for name in raw if name not in hints]
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    slips += [f'{where}: "{name}" is missing' for name in needed if name not in raw]
    values = {name: _value(hints[name], raw[name], f"{where}, {name}", slips) for name in raw if name in hints}
    return kind(**values) if len(slips) == before else None


def _value(hint: Any, raw: Any, where: str, slips: list[str]) -> Any:
    if is_dataclass(hint):
        return _entry(hint, raw, where, slips)
    if get_origin(hint) is list and isinstance(raw, list):
        (inner,) = get_args(hint)
        return [_value(inner, one, _name_of(one, where, number), slips) for number, one in enumerate(raw, 1)]
    if get_origin(hint) is dict and isinstance(raw, dict):
        _, inner = get_args(hint)
        return {key: _value(inner, one, f"{where}.{key}", slips) for key, one in raw.items()}
    if not isinstance(raw, _plain(hint)) or isinstance(raw, datetime) or (raw is True and bool not in _plain(hint)):
        slips.append(f"{where}: {raw!r} is not what belongs here")
    return raw


def _plain(hint: Any) -> tuple[type, ...]:
    """The types a plain value may have."""
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return tuple(get_origin(kind) or kind for kind in kinds if kind is not NoneType)


def _name_of(raw: Any, where: str, number: int) -> str:
    """Whom a slip is about: by number, key or name where the entry has one."""
    known = [raw[name] for name in ("number", "key", "name") if name in raw] if isinstance(raw, dict) else []
    return f"{known[0]}" if known else f"{where} {number}"


def day_of(day: int | date, monday: date) -> date:
    """The date itself, or so many days after the Monday."""
    return day if isinstance(day, date) else date.fromordinal(monday.toordinal() + day)
