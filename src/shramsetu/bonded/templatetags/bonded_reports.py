"""How the cells of a report are written: `{% load bonded_reports %}`."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.translation import get_language

from shramsetu.casework.sheets import Cell
from shramsetu.lib.text import dated, grouped

register = template.Library()


@register.filter
def report_cell(value: Cell) -> str:
    """Write a cell: days as 21 नवंबर 2026, whole numbers in India's grouping, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, date):
        return dated(value, get_language() or "hi")
    if isinstance(value, int):
        return grouped(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return f"{value:.1f}" if isinstance(value, float) else value


@register.filter
def is_number(value: Cell) -> bool:
    """Tell whether a cell is a number, which stands to the right."""
    return isinstance(value, int | float | Decimal)


@register.filter
def is_unbroken(value: Cell) -> bool:
    """Tell whether a cell stands in one line: a day, a code name, a number with strokes."""
    return isinstance(value, date) or (isinstance(value, str) and value.isascii() and " " not in value)
