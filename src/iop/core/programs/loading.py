"""Read a program definition, or say line by line what is wrong with it."""

import re
import tomllib
from importlib.resources import files
from typing import Final

from .checks import findings_in
from .lines import index
from .model import Program
from .problem import Finding, Problem, finding
from .read import read_table

SHIPPED: Final = ("legacy", "waypoint", "steady", "roots", "harbor")
"""The definitions a center can start from."""

TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def load(text: str) -> Program | list[Problem]:
    """The program, or everything wrong with it in the order of its lines."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [_syntax_problem(text, str(error))]
    findings: list[Finding] = []
    program = read_table(Program, table, "", findings)
    if isinstance(program, Program) and not findings:
        findings = findings_in(program)
    if isinstance(program, Program) and not findings:
        return program
    return _located(text, findings)


def shipped_text(key: str) -> str:
    """The definition as it ships, comments included: what a center starts from."""
    return (files("iop.programs") / f"{key}.toml").read_text(encoding="utf-8")


def shipped() -> tuple[Program, ...]:
    """The five programs. A mistake in one of our own files is an error, not an outcome."""
    return tuple(shipped_program(key) for key in SHIPPED)


def shipped_program(key: str) -> Program:
    """One of the five."""
    found = load(shipped_text(key))
    if isinstance(found, Program):
        return found
    raise ValueError(f"{key}.toml: " + "; ".join(f"line {problem.line}: {problem.message}" for problem in found))


def _located(text: str, findings: list[Finding]) -> list[Problem]:
    lines = index(text)
    problems = [Problem(lines.line_of(f.path), f.path, f.words, f.values) for f in findings]
    return sorted(problems, key=lambda problem: problem.line)


def _syntax_problem(text: str, error: str) -> Problem:
    """TOML that cannot be read at all: only its first mistake is known."""
    at = TOML_LINE.search(error)
    line = int(at[1]) if at else text.count("\n") + 1
    reason = TOML_LINE.sub("", error).strip().rstrip(".")
    found = finding("", "This line cannot be read: {reason}. Mend it, then check again.", reason=reason)
    return Problem(line, "", found.words, found.values)
