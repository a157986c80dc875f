"""How often one source may try something: counted in PostgreSQL, so that it holds over all processes and machines."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.people.models import Tally
from shramsetu.people.rules import keyed

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
View = Callable[..., HttpResponse]


class TooOften(Exception):
    """This source has tried this as often as it may for now."""


def address(request: HttpRequest) -> str:
    """Return the network address that asks."""
    return str(request.META.get("REMOTE_ADDR", ""))


def count(what: str, source: str, *, figure: str, span: timedelta, at: datetime) -> None:
    """Count one try of `what` by `source`; raise TooOften when the rulebook's `figure` is used up within `span`."""
    began = datetime.fromtimestamp(at.timestamp() // span.total_seconds() * span.total_seconds(), UTC)
    key = keyed(source, settings.LOOKUP_KEY, f"tally:{what}")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_tally (key, began_at, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (key, began_at) DO UPDATE SET count = people_tally.count + 1 RETURNING count",
            [key, began],
        )
        tries = cursor.fetchone()[0]
    if tries > rulebook.book().number(figure, clock.day(at)):
        raise TooOften(what)


def forget(*, at: datetime) -> int:
    """Drop counts that no longer matter; return how many."""
    return Tally.objects.filter(began_at__lt=at - 2 * HOUR).delete()[0]


def limited(
    what: str, *, figure: str, span: timedelta, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[[View], View]:
    """Let an address open the view as often as the rulebook says; then answer 429 with a sentence."""

    def around(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                if request.method in methods:
                    count(what, address(request), figure=figure, span=span, at=timezone.now())
            except TooOften:
                return too_often(request)
            return view(request, *args, **kwargs)

        return counted

    return around


def too_often(request: HttpRequest) -> HttpResponse:
    """Say that this was tried too often, and to come back in a while."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response
