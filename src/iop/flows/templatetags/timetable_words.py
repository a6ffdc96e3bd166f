"""Small words of the timetable's templates."""

from django import template

register = template.Library()


@register.filter
def hours_text(minutes: int) -> str:
    """540 minutes are "9.0"."""
    return f"{minutes / 60:.1f}"


@register.filter
def at(sequence, position: int):
    """The element at a position, counting from 0."""
    return sequence[position]
