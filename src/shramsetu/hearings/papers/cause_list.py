"""The lists of a day as a Hindi paper for the door of the court."""

from datetime import date

from django.http import HttpResponse
from django.utils import translation

from shramsetu.casework import pdf
from shramsetu.hearings import listed
from shramsetu.hearings.models import Forum


def response(forum: Forum, on: date) -> HttpResponse:
    """Return the PDF of what was published for a day: always in Hindi."""
    with translation.override("hi"):
        return pdf.response("hearings/list_print.html", page(forum, on), name=f"list-{forum.slug}-{on.isoformat()}")


def page(forum: Forum, on: date) -> dict[str, object]:
    """Return what the paper shows."""
    lists = [(one, listed.rows(one)) for one in listed.published(forum, on)]
    return {"forum": forum, "name": forum.name("hi"), "address": forum.address("hi"), "on": on, "lists": lists}
