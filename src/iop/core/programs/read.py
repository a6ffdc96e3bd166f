"""A TOML table becomes a frozen dataclass: the dataclass is the schema, its annotations the types.

Every mistake is told with its path; reading goes on to find the next one.
"""

import difflib
import types
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from .place import DAY_MINUTES, WEEKDAYS, TimeOfDay, Weekday
from .problem import Finding, finding

UNREADABLE: Final = object()
"""Stands for a value that could not be read; a finding says why."""

NOUNS: Final[dict[type, str]] = {str: "text in quotes", int: "a whole number", bool: "true or false"}


def read_value(kind: Any, value: Any, path: str, findings: list[Finding]) -> Any:
    """The value as its annotation wants it, or UNREADABLE with a finding."""
    origin = get_origin(kind)
    if origin is tuple:
        return _read_list(get_args(kind)[0], value, path, findings)
    if origin is Literal:
        return _read_choice(get_args(kind), value, path, findings)
    if origin in (Union, types.UnionType):
        return read_value(next(arm for arm in get_args(kind) if arm is not type(None)), value, path, findings)
    if is_dataclass(kind):
        return read_table(kind, value, path, findings)
    if kind is TimeOfDay:
        return _read_time(value, path, findings)
    if kind is Weekday:
        return _read_day(value, path, findings)
    return _read_plain(kind, value, path, findings)


def read_table(kind: Any, table: Any, path: str, findings: list[Finding]) -> Any:
    """The table as its dataclass; unknown and missing keys are findings."""
    if not isinstance(table, dict):
        return _refuse(findings, path, "{key} must be a table with named values.", key=_last(path))
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    _refuse_unknown(table, list(known), path, findings)
    values = {name: read_value(hints[name], table[name], _at(path, name), findings) for name in known if name in table}
    missing = [name for name, field in known.items() if name not in table and _is_needed(field)]
    for name in missing:
        findings.append(finding(path, "{key} is missing {holder}. Add it.", key=name, holder=_in(path)))
    if missing or any(value is UNREADABLE for value in values.values()):
        return UNREADABLE
    return kind(**values)


def _refuse_unknown(table: dict[str, Any], known: list[str], path: str, findings: list[Finding]) -> None:
    for name in table:
        if name in known:
            continue
        near = difflib.get_close_matches(name, known, n=1)
        words = "{key} is not a setting {holder}. " + ("Did you mean {near}?" if near else "Known here: {near}.")
        shown = near[0] if near else ", ".join(sorted(known))
        findings.append(finding(_at(path, name), words, key=name, holder=_in(path), near=shown))


def _read_list(kind: Any, value: Any, path: str, findings: list[Finding]) -> Any:
    if not isinstance(value, list):
        return _refuse(findings, path, "{key} must be a list: write it in [square brackets].", key=_last(path))
    items = tuple(read_value(kind, item, f"{path}[{place}]", findings) for place, item in enumerate(value))
    return UNREADABLE if any(item is UNREADABLE for item in items) else items


def _read_choice(choices: tuple[Any, ...], value: Any, path: str, findings: list[Finding]) -> Any:
    if value in choices:
        return value
    words = "{key} is {value}; it must be one of: {choices}."
    return _refuse(findings, path, words, key=_last(path), value=str(value), choices=", ".join(map(str, choices)))


def _read_time(value: Any, path: str, findings: list[Finding]) -> Any:
    hours, colon, minutes = value.partition(":") if isinstance(value, str) else ("", "", "")
    if colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(minutes) < 60:
        time = int(hours) * 60 + int(minutes)
        if time <= DAY_MINUTES:
            return TimeOfDay(time)
    words = '{key} is {value}, which is no time of day. Write it like "18:30".'
    return _refuse(findings, path, words, key=_last(path), value=str(value))


def _read_day(value: Any, path: str, findings: list[Finding]) -> Any:
    if value in WEEKDAYS:
        return Weekday(WEEKDAYS.index(value))
    words = "{value} is no day of the week. Write one of: {days}."
    return _refuse(findings, path, words, value=str(value), days=", ".join(WEEKDAYS))


def _read_plain(kind: Any, value: Any, path: str, findings: list[Finding]) -> Any:
    # In Python True is an int as well; a definition that says `minutes = true` is wrong.
    if type(value) is kind:
        return value
    words = "{key} is {value}; it must be {noun}."
    return _refuse(findings, path, words, key=_last(path), value=str(value), noun=NOUNS[kind])


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _refuse(findings: list[Finding], path: str, words: str, **values: str | int) -> Any:
    findings.append(finding(path, words, **values))
    return UNREADABLE


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _in(path: str) -> str:
    return f"in {path}" if path else "of a program"
