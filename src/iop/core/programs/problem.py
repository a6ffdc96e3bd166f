"""What is wrong with a program definition, on which line, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `line` counts from 1; `path` is like "groups[3].service", counting from 0.

    `words` is a sentence with {places} for `values`, so that it can be translated before it is filled.
    """

    line: int
    path: str
    words: str
    values: tuple[tuple[str, str | int], ...] = ()

    @property
    def message(self) -> str:
        """The whole sentence, in English."""
        return self.words.format(**dict(self.values))


@dataclass(frozen=True)
class Finding:
    """A problem by its path, before the text's lines are looked up."""

    path: str
    words: str
    values: tuple[tuple[str, str | int], ...] = ()


def finding(path: str, words: str, /, **values: str | int) -> Finding:
    """A problem at a path; `words` has a {place} for each value."""
    return Finding(path, words, tuple(values.items()))
