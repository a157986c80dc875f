"""How the cells of a report are written: `{% load bonded_reports %}`."""

from datetime import date

from django import template

from shramsetu.casework.sheets import Cell
from shramsetu.lib.text import grouped

register = template.Library()


@register.filter
def report_cell(value: Cell) -> str:
    """Write a cell: days as 21-11-2026, whole numbers in India's grouping, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, int):
        return grouped(value)
    return f"{value:.1f}" if isinstance(value, float) else value


@register.filter
def is_number(value: Cell) -> bool:
    """Tell whether a cell is a number, which stands to the right."""
    return isinstance(value, int | float)
