"""The small logic behind the components: icons, status words, sort links, form widgets, shares."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from iop.web.templatetags.week_grid import Grid, grid_of

register = template.Library()

ICONS = Path(__file__).parent.parent / "static" / "vendor" / "tabler-icons"
ICON_NAME = re.compile(r"[a-z0-9-]+")
STROKE = re.compile(r'<path d="([^"]+)"')

# kind: (css class, icon, the word said when the page gives none)
STATUS = {
    "met": ("st-ok", "check", _("Met")),
    "ok": ("st-ok", "check", _("Done")),
    "not_met": ("", "circle-dashed", _("Not met yet")),
    "insufficient_data": ("st-unknown", "help-circle", _("Not enough data")),
    "unknown": ("st-unknown", "help-circle", _("Not known")),
    "paused": ("st-unknown", "player-pause", _("Paused")),
    "waived": ("", "circle-minus", _("Waived")),
    "attention": ("st-attention", "alert-triangle", _("Look today")),
    "urgent": ("st-urgent", "alert-circle", _("Safety alert")),
    "proposal": ("st-proposal", "signature", _("Proposed")),
    "info": ("st-info", "info-circle", ""),
}


@lru_cache(maxsize=512)
def drawing(name: str) -> SafeString:
    """The strokes of one vendored icon; an unknown name is a mistake of ours and is said so."""
    if not ICON_NAME.fullmatch(name):
        raise template.TemplateSyntaxError(f"an icon name has letters, digits and dashes only: {name!r}")
    source = ICONS / f"{name}.svg"
    if not source.exists():
        raise template.TemplateSyntaxError(f"no icon {name!r}; add it to static/vendor/tabler-icons")
    strokes = STROKE.findall(source.read_text(encoding="utf-8"))
    return format_html_join("", '<path d="{}"/>', ((stroke,) for stroke in strokes))


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """An icon beside a word: 15 px in pills, 16 in buttons, 18 in the rail. Never alone: screen readers skip it."""
    return format_html(
        '<svg class="iop-icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{1}</svg>',
        size,
        drawing(name),
    )


@register.simple_tag
def status_look(kind: str, icon_name: str = "") -> dict[str, object]:
    """How a status is drawn. A kind nobody knows is drawn as not known, never as good."""
    css, drawn, word = STATUS.get(str(kind), STATUS["unknown"])
    return {"css": css, "icon": icon_name or drawn, "word": word}


@register.simple_tag
def share(value: float | Decimal | str | None, whole: float | Decimal | str | None, width: int = 100) -> str:
    """How much of `width` the part takes, as text for an SVG attribute; "" when either is not known."""
    try:
        part, total = Decimal(str(value)), Decimal(str(whole))
    except InvalidOperation:
        return ""
    return f"{max(Decimal(0), min(Decimal(1), part / total)) * width:.1f}" if total > 0 else ""


@register.simple_tag(takes_context=True)
def sort_head(context: Context, key: str, label: str, numeric: bool = False, default: bool = False) -> SafeString:
    """A head that sorts: `?sort=key`, pressed again `?sort=-key`. `default` marks the list's own order."""
    query = context["request"].GET.copy()
    asked = query.get("sort", key if default else "")
    order = {key: "ascending", f"-{key}": "descending"}.get(asked, "")
    query["sort"] = f"-{key}" if order == "ascending" else key
    query.pop("page", None)
    arrow = {"ascending": "chevron-up", "descending": "chevron-down", "": "selector"}[order]
    return format_html(
        '<th scope="col"{}{}><a class="iop-sort" href="?{}">{}{}</a></th>',
        attributes(**{"class": "num" if numeric else ""}),
        attributes(aria_sort=order),
        query.urlencode(),
        label,
        icon(arrow, 14),
    )


def look_of(widget: forms.Widget) -> str:
    """The class a widget gets, by what it asks for."""
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "iop-choices"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


@register.simple_tag
def widget(field: BoundField, **attrs: str) -> SafeString:
    """The field's control with our class, its own attributes kept. Django ties the hint and the mistake to it."""
    own = field.field.widget.attrs
    classes = " ".join(filter(None, [look_of(field.field.widget), own.get("class", ""), attrs.pop("class", "")]))
    given = {name.replace("_", "-"): value for name, value in attrs.items() if value}
    return field.as_widget(attrs={**given, "class": classes})


@register.filter
def is_group(field: BoundField) -> bool:
    """Several controls under one question need a fieldset and a legend."""
    return bool(field.field.widget.use_fieldset)


@register.filter
def is_tick(field: BoundField) -> bool:
    """A single tick box carries its words at its right."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def toast_parts(message: Message) -> dict[str, str]:
    """What a toast offers: `messages.success(request, text, extra_tags="undo:/path seconds:60")`."""
    parts = dict(tag.split(":", 1) for tag in (message.extra_tags or "").split() if ":" in tag)
    return {"undo": parts.get("undo", ""), "seconds": parts.get("seconds", "8")}


@register.simple_tag
def attributes(**pairs: object) -> SafeString:
    """`data-*` and friends from keyword arguments; empty ones are left out."""
    kept = ((name.replace("_", "-"), value) for name, value in pairs.items() if value not in ("", None, False))
    return format_html_join("", ' {}="{}"', kept)


@register.simple_tag
def week_grid(start: str, end: str, step: str, chosen: Iterable[str]) -> Grid:
    """The grid a person paints: from `start` to `end` o'clock in steps of minutes, `chosen` ticked."""
    return grid_of(int(start), int(end), int(step), chosen)


@register.simple_tag
def chart_lines(chart: dict) -> list[dict[str, object]]:
    """The numbers of a chart as lines of a table: one for each category."""
    unknown = set(chart.get("unknown", ()))
    return [
        {
            "label": label,
            "unknown": at in unknown,
            "cells": [{"name": series["name"], "value": series["values"][at]} for series in chart["series"]],
        }
        for at, label in enumerate(chart["categories"])
    ]
