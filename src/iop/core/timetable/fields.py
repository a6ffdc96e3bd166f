"""Reading JSON with a path in every message: `clients[3].plan.minutes: must be a whole number, is 'x'`."""

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass

from iop.core.timetable.times import Window, joined


class ProblemError(ValueError):
    """The file cannot be read as a week; the message names the place and what is wrong there."""


@dataclass(frozen=True)
class Field:
    """A value of the file and where it stands."""

    value: object
    path: str = ""

    def wrong(self, text: str) -> ProblemError:
        return ProblemError(f"{self.path or 'file'}: {text}")

    def must_be(self, what: str) -> ProblemError:
        shown = json.dumps(self.value, default=str)
        return self.wrong(f"must be {what}, is {shown if len(shown) <= 60 else shown[:57] + '...'}")

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def at(self, key: str) -> "Field":
        if not isinstance(self.value, dict):
            raise self.must_be("an object")
        if key not in self.value:
            raise self.wrong(f"{key} is missing")
        return Field(self.value[key], f"{self.path}.{key}" if self.path else key)

    def at_or(self, key: str, default: object) -> "Field":
        """The field, or the default where it is missing or null."""
        return self.at(key) if self.has(key) else Field(default, f"{self.path}.{key}" if self.path else key)

    def items(self) -> "Iterator[Field]":
        if not isinstance(self.value, list):
            raise self.must_be("a list")
        return (Field(item, f"{self.path}[{index}]") for index, item in enumerate(self.value))

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise self.must_be("a text")
        return self.value

    def text_or_none(self) -> str | None:
        return None if self.value is None else self.text()

    def one_of(self, *allowed: str) -> str:
        if self.value not in allowed:
            raise self.must_be("one of " + ", ".join(allowed))
        return self.text()

    def number(self, least: int = 0) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.must_be("a whole number")
        if self.value < least:
            raise self.must_be(f"at least {least}")
        return self.value

    def on_grid(self, grid: int, least: int = 0) -> int:
        if self.number(least) % grid:
            raise self.must_be(f"a multiple of {grid} minutes (the grid)")
        return self.number(least)

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.must_be("true or false")
        return self.value

    def texts(self) -> frozenset[str]:
        return frozenset(item.text() for item in self.items())

    def known(self, ids: Container[str], what: str) -> str:
        """The text, which must be an id of this table."""
        if self.text() not in ids:
            raise self.wrong(f"unknown {what} {self.text()!r}")
        return self.text()

    def window(self) -> Window:
        ends = [item.number() for item in self.items()]
        if len(ends) != 2 or ends[0] >= ends[1]:
            raise self.must_be("a window [start, end] with start before end")
        return ends[0], ends[1]

    def windows(self) -> tuple[Window, ...]:
        return joined(item.window() for item in self.items())


def parsed_json(text: str) -> Field:
    try:
        return Field(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise ProblemError(f"not JSON: {error}") from error
