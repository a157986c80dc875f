"""A report as a spreadsheet and as a Hindi PDF: the same of the same day, whenever it is made."""

from hashlib import sha256

from django.utils import translation

from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.kinds import KINDS
from shramsetu.bonded.reports.outward import outward
from shramsetu.casework import pdf, sheets

TEMPLATE = "bonded/report_print.html"


def made(slug: str, asked: Asked, *, outside: bool = False) -> Report:
    """Return a report in Hindi, for `outside` only what may leave the circle; raises KeyError for none of ours."""
    kind = KINDS[slug]
    with translation.override("hi"):
        report = kind.build(asked)
        return outward(report, kind.outward) if outside else report


def xlsx(report: Report) -> bytes:
    """Return the report as a spreadsheet, a sheet for each table."""
    return sheets.xlsx(report.sheets, on=report.asked.on)


def paper(report: Report) -> bytes:
    """Return the report as a Hindi PDF. It names no moment of printing: the day it is of is what counts."""
    with translation.override("hi"):
        return pdf.render(TEMPLATE, {"report": report})


def digest(report: Report) -> str:
    """Return the digest by which a report that was handed in is known again."""
    return sha256(xlsx(report)).hexdigest()
