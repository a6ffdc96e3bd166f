"""Program definitions as the database keeps them: text, checked before it was saved."""

from functools import lru_cache

from iop.core.programs.loading import load
from iop.core.programs.model import Program


class BrokenDefinition(ValueError):
    """A saved definition no longer passes the validator; `problems` say where."""

    def __init__(self, problems) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@lru_cache(maxsize=64)
def parsed(text: str) -> Program:
    """The definition in a text. Raises BrokenDefinition, which only a change of the validator can cause."""
    found = load(text)
    if isinstance(found, Program):
        return found
    raise BrokenDefinition(found)
