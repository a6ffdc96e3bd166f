"""On which line of a TOML text each key stands. The standard reader forgets; a person mending a file needs it.

The text has already been read by tomllib, so this only has to follow TOML that is right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"^\s*([A-Za-z0-9_\-\"'.]+)\s*=")
INLINE_KEY = re.compile(r"[{,]\s*([A-Za-z0-9_\-\"']+)\s*=")
STRING = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*')


@dataclass
class LineIndex:
    """Line numbers by path; a path that is not written stands where its nearest parent does."""

    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, path: str) -> int:
        """The line of the path, or of what holds it; 1 when nothing is known."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)


def index(text: str) -> LineIndex:
    """Find the line of every key, table and list item."""
    found = LineIndex()
    counts: dict[str, int] = {}
    table = ""
    for number, statement in _statements(_blanked(text)):
        header = HEADER.match(statement) if "\n" not in statement else None
        if header:
            table = _open_table(header[2], counts, is_list=header[1] == "[[")
            found.lines.setdefault(table, number)
        elif key := KEY.match(statement):
            path = _joined(table, _plain(key[1]))
            found.lines[path] = number
            _index_value(found, path, statement[key.end() :], number)
    return found


def _blanked(text: str) -> str:
    """The text with the insides of strings and comments blanked, keys in quotes excepted, lines kept."""
    return STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]) if _hides(match) else match[0], text)


def _hides(match: re.Match[str]) -> bool:
    """Whether this string or comment is a value, not a quoted key."""
    after = match.string[match.end() :].lstrip(" \t")
    return match[0].startswith("#") or not after.startswith("=")


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header or `key = value`, a value over many lines as one, with the line where it begins."""
    begun, number_begun, depth = "", 0, 0
    for number, line in enumerate(text.split("\n"), start=1):
        if depth == 0:
            begun, number_begun = "", number
        begun = f"{begun}\n{line}" if begun else line
        is_header = HEADER.match(line) and not KEY.match(line)
        if depth > 0 or not is_header:
            depth += sum(map(line.count, "[{")) - sum(map(line.count, "]}"))
        if depth == 0 and begun.strip():
            yield number_begun, begun


def _open_table(name: str, counts: dict[str, int], *, is_list: bool) -> str:
    """The path of a table header; a list of tables counts on, and its parents are their latest items."""
    path = ""
    parts = [_plain(part) for part in name.split(".")]
    for place, part in enumerate(parts):
        path = _joined(path, part)
        if is_list and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
            path = f"{path}[{counts[path]}]"
        elif path in counts:
            path = f"{path}[{counts[path]}]"
    return path


@dataclass
class _Opened:
    """A list or inline table being read: where it is, and which item or key we are at."""

    is_list: bool
    path: str
    count: int = 0
    key: str = ""

    @property
    def here(self) -> str:
        """The path of the item or value being read."""
        return f"{self.path}[{self.count}]" if self.is_list else _joined(self.path, self.key)


def _index_value(found: LineIndex, path: str, value: str, number: int) -> None:
    """Note the items of a list and the keys of inline tables, down to any depth."""
    opened: list[_Opened] = []
    for place, sign in enumerate(value):
        if sign in "]}":
            opened.pop()
        elif sign in "[{":
            here = opened[-1].here if opened else path
            found.lines.setdefault(here, number + value.count("\n", 0, place))
            opened.append(_Opened(sign == "[", here))
        elif sign == "," and opened[-1].is_list:
            opened[-1].count += 1
        if sign in "{," and opened and not opened[-1].is_list and (key := INLINE_KEY.match(value, place)):
            opened[-1].key = _plain(key[1])
            found.lines.setdefault(opened[-1].here, number + value.count("\n", 0, key.start(1)))


def _joined(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _plain(key: str) -> str:
    return key.strip().strip("\"'")
