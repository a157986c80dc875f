"""Hindi PDF of a print page."""

from collections.abc import Mapping
from importlib import import_module

from django.http import HttpResponse
from django.template.loader import render_to_string


def render(template: str, context: Mapping[str, object]) -> bytes:
    """Return the PDF of a template that extends layouts/print.html."""
    # A second of processor and fifty megabytes, which a controller of calls or a worker should not pay at each start.
    paper = import_module("shramsetu.casework.paper")
    made: bytes = paper.printed(render_to_string(template, dict(context)))
    return made


def response(template: str, context: Mapping[str, object], *, name: str) -> HttpResponse:
    """Return the PDF as something the browser shows, under a file name."""
    answer = HttpResponse(render(template, context), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
