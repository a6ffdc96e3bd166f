"""What a measure found, and how it is printed."""

from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of one measure; `over` names every limit that was passed, and by how much."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def row(self, *cells: object) -> None:
        self.rows.append(tuple(str(cell) for cell in cells))

    def at_most(self, what: str, measured: float, limit: float, unit: str) -> None:
        """The limit is part of what was promised; being above it is said, never rounded away."""
        if measured > limit:
            self.over.append(
                f"{what}: {measured:.1f} {unit}, {measured - limit:.1f} {unit} over the limit of {limit:g}"
            )

    def text(self) -> str:
        """Plain columns, the first to the left, figures to the right."""
        lines = [self.headings, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.headings))]
        printed = [_line(line, widths) for line in lines]
        rule = "-" * max(map(len, printed))
        said = [f"OVER: {words}" for words in self.over] or ["within its limits"]
        return "\n".join([self.title, rule, printed[0], rule, *printed[1:], rule, *self.notes, *said])


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *others = cells
    figures = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return "  ".join([first.ljust(widths[0]), *figures]).rstrip()
