"""Why something is proposed or not: a sentence that can be translated before it is filled."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """`code` is for tests and counting; `words` has a {place} for each of `values`."""

    code: str
    words: str
    values: tuple[tuple[str, str | int], ...] = ()

    @property
    def text(self) -> str:
        """The whole sentence, in English."""
        return self.words.format(**dict(self.values))


def reason(code: str, words: str, /, **values: str | int) -> Reason:
    """A reason with its values by name."""
    return Reason(code, words, tuple(values.items()))
