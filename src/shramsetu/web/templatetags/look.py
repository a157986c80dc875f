"""The tags and filters of the house: `{% load look %}`. How each is used: docs/reference/look.md."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shramsetu.lib import money, numbers
from shramsetu.lib import text as texts
from shramsetu.web import charts, figures, icons, stylesheets, wording

register = template.Library()


@register.simple_tag
def stylesheet(room: str) -> SafeString:
    """Link the CSS of a room: portal, desk, auth or print."""
    address = reverse("stylesheet", args=[room, stylesheets.sheet(room).digest])
    return format_html('<link rel="stylesheet" href="{}">', address)


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """Draw a lucide icon; silent beside a word, spoken when it has a `label`."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" {} viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        extra,
        spoken,
        icons.drawing(name),
    )


@register.filter
def text(value: Any) -> str:
    """Write a rulebook Text ({hi, en}, object or mapping) in the language of the page; other values as they are."""
    if value is None:
        return ""
    language = "en" if (get_language() or "hi").startswith("en") else "hi"
    found = value.get(language) if isinstance(value, dict) else getattr(value, language, None)
    return str(value if found is None else found)


@register.filter
def direction(value: str) -> str:
    """Name the side from which a text is read, for papers: `rtl` where its first letter is of Urdu, else `ltr`."""
    return texts.direction(str(value or ""))


@register.filter
def grouped(value: Any) -> str:
    """Write a whole number in India's grouping: 12,34,567; nothing for None."""
    return "" if value is None else texts.grouped(int(value))


@register.filter
def rupees(paise: int) -> str:
    """Write an amount of paise in rupees."""
    return money.rupees(paise)


@register.filter
def spaced(value: str) -> str:
    """Write a case's number in fours: 1047 2963 8150."""
    return numbers.spaced(str(value))


@register.filter
def hindi_date(value: date | datetime | None) -> str:
    """Write a day as 21 नवंबर 2026 (21 November 2026 on an English page)."""
    return "" if value is None else wording.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant as 21 नवंबर 2026, शाम 5:30 बजे."""
    return "" if value is None else wording.moment(value)


@register.filter(name="due")
def due_filter(value: datetime | None, since: datetime | None = None) -> SafeString:
    """Say how a due time stands: `{{ case.due_at|due }}`, better with its start `|due:case.level_at`."""
    return _due(value, since, "portal", "")


@register.simple_tag
def demo_tray() -> SafeString:
    """Say in the demo, and nowhere else, where the codes lie that phones would get."""
    if not settings.DEMO:
        return SafeString("")
    words = _("This is the demo: no SMS is sent. The code lies in the demo tray.")
    return format_html('<p class="small"><a href="{}" target="_blank">{}</a></p>', reverse("messages:tray"), words)


@register.simple_tag(takes_context=True)
def due(context: Context, value: datetime | None, since: datetime | None = None, *, bar: bool = False) -> SafeString:
    """Say how a due time stands in the words of the room; `bar=True` draws the used time below."""
    now = timezone.now()
    drawn = SafeString("")
    if bar and value is not None:
        left = wording.time_left(value, now, since)
        drawn = format_html(
            '<svg class="timebar is-{}" aria-hidden="true" height="6">'
            '<rect class="track" fill="#dcd8cd" width="100%" height="6"/>'
            '<rect class="used" fill="#5b6270" width="{}%" height="6"/></svg>',
            left.state,
            left.used,
        )
    return _due(value, since, _room(context), drawn)


def _due(value: datetime | None, since: datetime | None, room: str, bar: str) -> SafeString:
    if value is None:
        return SafeString("")
    left = wording.time_left(value, timezone.now(), since, room=room)
    return format_html(
        '<span class="due is-{}" title="{}">{}<span><span class="visually-hidden">{}: </span>{}</span></span>{}',
        left.state,
        wording.moment(value),
        _shape(left.state),
        left.word,
        left.sentence,
        bar,
    )


@register.simple_tag(takes_context=True)
def state_badge(context: Context, state: str, label: str = "") -> SafeString:
    """Show a state as word, shape and colour: on-time, soon, overdue, closed, paused, now, sealed, urgent."""
    kind = state.replace("_", "-")
    word = label or wording.state_word(kind, _room(context))
    look = "is-overdue" if kind == "urgent" else f"is-{kind}"
    return format_html('<span class="state {}">{}<span>{}</span></span>', look, _shape(kind), word)


def _room(context: Context) -> str:
    return str(context.get("room") or "portal")


def _shape(state: str) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 12 12" width="12" height="12" fill="currentColor" aria-hidden="true">{}</svg>',
        icons.shape(state),
    )


@register.simple_tag
def field(
    bound: BoundField, *, size: str = "", prefix: str = "", hint: str = "", label: str = "", columns: int = 1
) -> SafeString:
    """Render a form field with label, hint, error. `size`: short, code, large; `prefix`: a text before the box.

    A form may name in `EITHER` the fields of which one must be filled in; they are not called optional.
    """
    widget = bound.field.widget
    grouped_widget = bound.use_fieldset
    context = {
        "field": bound,
        "size": size,
        "prefix": prefix,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "columns": columns,
        "is_optional": not bound.field.required and bound.name not in getattr(bound.form, "EITHER", ()),
        "is_group": grouped_widget,
        "is_choices": grouped_widget and hasattr(widget, "choices"),
        "is_check": getattr(widget, "input_type", "") == "checkbox" and not grouped_widget,
        "control": _control(bound, hint),
    }
    return render_to_string("components/field.html", context)


def _control(bound: BoundField, hint: str) -> SafeString:
    described = [f"{bound.auto_id}_helptext"] if hint or bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("components/error_summary.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """List what is wrong, each line a link to its field, named where the sentence does not say which one it means.

    Nothing when all is well.
    """
    wrong = [(form[name], found) for name, found in form.errors.items() if name != "__all__"]
    lines = [(bound.id_for_label or bound.auto_id, _named(form, bound), found) for bound, found in wrong]
    return {"lines": lines, "general": form.non_field_errors(), "any": bool(form.errors)}


def _named(form: BaseForm, bound: BoundField) -> str:
    """Return the field's label if it was left empty (one "fill this in" is like another) or an action refused it."""
    return str(bound.label) if any(form.has_error(bound.name, code) for code in ("required", "refused")) else ""


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, Any]:
    """Show where a Django page stands in its list, with earlier and later."""
    return {"page": page, "request": context.get("request")}


@register.filter
def series_colour(series: int) -> str:
    """Return the colour of a series 0-4, written into the drawing for the PDF maker."""
    return charts.COLOURS[series]


@register.filter
def series_dash(series: int) -> str:
    """Return the dashes of a line 0-4."""
    return charts.DASHES[series]


@register.filter
def figure(value: float | None) -> str:
    """Write a number of a chart: grouped when whole, one decimal otherwise, a dash for unknown."""
    return figures.figure(value)


@register.inclusion_tag("components/hexmap.html", takes_context=True)
def hexmap(
    context: Context, cells: Any, *, title: str = "", sentence: str = "", unit: str = "", table: bool = True
) -> dict[str, Any]:
    """Draw the hexagon map of `cells`: col, row, name, value and if wanted said, url, group, chosen.

    On paper the hexagons carry figures only: the PDF maker cannot shape Devanagari inside a drawing.
    """
    drawn = figures.hexmap_context(cells or [], title=title, sentence=sentence, unit=unit)
    room = _room(context)
    return {**drawn, "table": table, "names": room != "print", "everyday": room == "portal"}


@register.inclusion_tag("components/bars.html")
def bars(rows: Any, *, title: str = "", sentence: str = "", parts: Any = (), head: str = "") -> dict[str, Any]:
    """Draw a table of bars of `rows`: label, value (or values for `parts`) and if wanted said, url."""
    return figures.bars_context(rows or [], title=title, sentence=sentence, parts=parts or (), head=head)


@register.inclusion_tag("components/columns.html")
def columns(rows: Any, *, title: str = "", sentence: str = "", head: str = "") -> dict[str, Any]:
    """Draw columns of `rows`: (label, value) in their order."""
    return figures.columns_context(rows or [], title=title, sentence=sentence, head=head)


@register.inclusion_tag("components/lines.html")
def lines(rows: Any, *, names: Any, title: str = "", sentence: str = "", head: str = "") -> dict[str, Any]:
    """Draw lines of `rows`: (label, value, value, …), one value for each of `names`."""
    return figures.lines_context(rows or [], names=names, title=title, sentence=sentence, head=head)
