"""Visits to sites where there is no network: what a phone takes along, and what it hands in afterwards."""

from datetime import datetime

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.lib import clock
from shramsetu.monitoring.works import powers, queries, standing, words
from shramsetu.monitoring.works.actions import visiting
from shramsetu.monitoring.works.models import Work
from shramsetu.monitoring.works.records import PhotoPoint
from shramsetu.monitoring.works.rules.progress import percent
from shramsetu.monitoring.works.views.desk import WRITERS
from shramsetu.monitoring.works.visit_form import VisitForm
from shramsetu.offices.models import Role
from shramsetu.offline import registry
from shramsetu.offline.registry import Giver, Handed

ROLES = frozenset(Role(one) for one in WRITERS)


def visit(handed: Handed) -> dict[str, object]:
    """Enter a visit of the time at which the phone says it was made, its photographs in the order of `points`.

    The day and hour are the phone's. Raises registry.Refused; registry.Conflict where a point was given up meanwhile,
    with the points that stand: the device loads them and asks for the photographs again.
    """
    body, giver, at = handed.written.body, handed.giver, handed.at
    work, post = _work(str(body.get("work", "")), giver), giver.post
    if work is None or post is None:
        raise registry.Refused({"": gettext("There is no such building, or it is not yours to visit.")})
    points = {str(one.number): one for one in _points(work)}
    named = [one for one in str(body.get("points", "")).split(",") if one]
    if any(one not in points for one in named):
        raise registry.Conflict({"mend": True, "points": [[one.number, one.title] for one in points.values()]})
    if len(named) != len(handed.files) or len(set(named)) != len(named):
        raise registry.Refused({"photos": gettext("To each photograph belongs one point.")})
    form = VisitForm(
        {name: value if isinstance(value, str) else "" for name, value in body.items()},
        MultiValueDict({f"photo_{name}": [file] for name, file in zip(named, handed.files, strict=True)}),
        points=list(points.values()),
        visitors=powers.visitors(powers.sides(post, work)),
    )
    if not form.is_valid():
        raise registry.Refused({name: str(said[0]) for name, said in form.errors.items()})
    try:
        made = visiting.visit(work, form.seen_then(handed.written.written_at), by=giver.actor, at=at)
    except NotAllowed as error:
        raise registry.Refused({"": gettext("There is no such building, or it is not yours to visit.")}) from error
    except Refused as refused:
        raise registry.Refused({refused.field: str(refused.message)}) from refused
    strange = sorted({str(words.FLAG[flag]) for flag in queries.flagged(list(made.photos.all()))})
    return {"visit": made.pk, "on": made.on.isoformat(), "strange": strange}


def kit(ref: str, *, giver: Giver, at: datetime) -> dict[str, object]:
    """Gather what a phone takes along to a site: the building with its parts, its points, the questions of a visit."""
    work = _work(ref, giver)
    sides = powers.sides(giver.post, work) if work is not None and giver.post is not None else frozenset()
    if work is None or not sides:
        raise Http404
    points, language = _points(work), words.language()
    form = VisitForm(points=points, visitors=powers.visitors(sides))
    parts = standing.one(work, clock.day(at)).parts
    return {
        "work": work.slug,
        "title": work.title(language),
        "points": [[one.number, one.title, one.bearing, one.lat, one.lon] for one in points],
        "before": _before(work),
        "parts": [[one.component.title(language), percent(one.done)] for one in parts],
        "form": render_to_string("monitoring/works/_visit_fields.html", {"form": form, "away": True}),
    }


def _before(work: Work) -> list[list[object]]:
    """Return by the number of a point where the device finds its last photograph, small."""
    newest = queries.photos(work, hidden=True, most=1)
    return [[point.number, reverse("files:small", args=[rows[0].file_id])] for point, rows in newest.items() if rows]


def _work(slug: str, giver: Giver) -> Work | None:
    return queries.by_slug(powers.seen_by(giver.post), slug) if giver.post is not None else None


def _points(work: Work) -> list[PhotoPoint]:
    return list(PhotoPoint.objects.filter(work=work, retired_at=None).order_by("number"))


registry.takes(registry.Kind("visit", visit, ROLES))
registry.gives(registry.Kit("site", kit, ROLES))
