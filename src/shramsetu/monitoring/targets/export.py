"""Targets as files."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shramsetu.casework import sheets
from shramsetu.casework.sheets import Sheet
from shramsetu.monitoring.targets import terms, words
from shramsetu.monitoring.targets.board import Sight
from shramsetu.monitoring.targets.standing import Stand

FORMS = ("xlsx", "csv")


def rows(sight: Sight) -> Sheet:
    """Return a place's row and those within it as a table."""
    head = [
        _("Place"),
        pgettext("target", "Target"),
        pgettext("target", "Done"),
        _("Percent"),
        _("Today's part"),
        _("Needed a day from now on"),
        _("Done today"),
        _("Due by today"),
        pgettext("target", "Still to do"),
        _("Forecast"),
        _("How it stands"),
        _("Last figure of"),
    ]
    return Sheet(words.title(terms.indicator(sight.target.indicator)), head, [_line(one) for one in _all(sight)])


def notes(sight: Sight) -> Sheet:
    """Return which target this is, and as of when."""
    one = sight.target
    lines: list[list[sheets.Cell]] = [
        [_("Indicator"), words.title(terms.indicator(one.indicator))],
        [_("First day"), one.first_on],
        [_("Last day"), one.last_on],
        [_("Version"), one.version],
        [_("Order, or reason"), one.reason],
        [_("As of"), sight.day.on],
    ]
    return Sheet(_("About this table"), ["", ""], lines)


def answer(pages: Sequence[Sheet], *, form: str, name: str, on: date) -> HttpResponse:
    """Return tables as a file to keep; a CSV holds the first of them."""
    content = sheets.xlsx(pages, on=on) if form == "xlsx" else sheets.csv(pages[0])
    made = HttpResponse(content, content_type=sheets.TYPES[form])
    made["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    made["Cache-Control"] = "private, no-store"
    return made


def _all(sight: Sight) -> list[Stand]:
    return [sight.own, *sight.within]


def _line(one: Stand) -> list[sheets.Cell]:
    return [
        words.row(one.share),
        one.share.number,
        None if one.is_unheard else one.done,
        None if one.is_unheard else one.percent,
        one.official,
        one.required,
        one.today,
        one.official_to,
        one.left,
        one.forecast_on,
        words.light(one.light, one.why),
        one.data_on,
    ]
