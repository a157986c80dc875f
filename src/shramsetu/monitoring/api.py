"""The API of targets: other portals push their figures, each parcel under its own key; and how a target stands."""

from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.contract import KEY, described
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import files, queries, terms
from shramsetu.monitoring.targets.actions import taking
from shramsetu.monitoring.targets.actions.taking import Line, Parcel
from shramsetu.monitoring.targets.models import DayTarget, Delivery, TargetSet
from shramsetu.monitoring.targets.rules.figures_file import Unclear
from shramsetu.monitoring.targets.shapes import FiguresIn, FiguresOut, StandingOut
from shramsetu.offices import queries as offices
from shramsetu.offices import roster
from shramsetu.offices.models import Post
from shramsetu.places.models import Kind
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.watched import Indicator

router = Router(tags=["targets"])


SENDS = described(200, FiguresOut, errors=(400, 401, 403, 404, 413, 422, 429), headers=[KEY])
STANDS = described(200, StandingOut, errors=(401, 403, 404, 429))


@router.post("/{slug:indicator}/figures", response=FiguresOut, openapi_extra=SENDS)
@roster.held()
def push_figures(request: HttpRequest, indicator: str, values: FiguresIn) -> Status[dict[str, object]]:
    """Take in figures of an outside portal; a line that is wrong holds up no other one."""
    by = _actor(request)
    if by.role not in scope.REPORTERS:
        raise NotAllowed("push_figures")
    one = _indicator(indicator)
    if not one.is_outside:
        raise Refused(_("The platform counts this indicator by itself."), "indicator")
    if not scope.reports(_post(by), one):
        raise NotAllowed("push_figures")
    at = timezone.now()
    made, is_new = taking.take(_parcel(one, values, by, today=clock.day(at)), by=by, at=at)
    faults = [{"line": line, "message": message} for line, message in made.faults]
    return Status(
        200,
        {
            "delivery": made.pk,
            "rows": made.rows,
            "taken": made.taken,
            "same": made.same,
            "corrected": made.corrected,
            "faults": faults,
            "repeated": not is_new,
        },
    )


@router.get("/{slug:indicator}", response=StandingOut, openapi_extra=STANDS)
@roster.held()
def target_standing(request: HttpRequest, indicator: str) -> dict[str, object]:
    """Say how a target stands in the districts of the caller's post, on the last frozen morning."""
    seen = _seen(_post(_actor(request)))
    one = _indicator(indicator)
    today = clock.day(timezone.now())
    try:
        target = queries.latest(one.slug, today)
    except queries.NoTarget:
        raise Http404 from None
    rows = _rows(target, seen)
    return {
        "indicator": one.slug,
        "first_on": f"{target.first_on}",
        "last_on": f"{target.last_on}",
        "version": target.version,
        "number": target.number,
        "on": f"{rows[0].on}" if rows else None,
        "rows": [_row(day) for day in rows],
    }


def _parcel(one: Indicator, values: FiguresIn, by: Actor, *, today: date) -> Parcel:
    known, lines, faults = files.known(one.slug, _seen(_post(by))), list[Line](), list[tuple[int, str]]()
    for place, figure in enumerate(values.lines, 1):
        try:
            district, source = known.district(str(figure.lgd)), known.source(figure.source)
        except Unclear as unclear:
            faults.append((place, str(unclear)))
            continue
        told = figure.reported_on or today
        lines.append(Line(place, district.pk, source, figure.on, figure.number, told, figure.reason))
    return Parcel(one.slug, Delivery.Origin.API, values.key, "", lines, faults, said=values.model_dump_json())


def _rows(target: TargetSet, seen: frozenset[int] | None) -> list[DayTarget]:
    rows = DayTarget.objects.filter(share__target=target, share__source="", share__place__kind=Kind.DISTRICT)
    last = rows.order_by("-on").values_list("on", flat=True).first()
    if last is None:
        return []
    found = rows.filter(on=last).select_related("share__place").order_by("share__place__lgd_code")
    return list(found if seen is None else found.filter(share__place__in=seen))


def _row(day: DayTarget) -> dict[str, object]:
    return {
        "lgd": day.share.place.lgd_code,
        "number": day.share.number,
        "done": day.done,
        "official": day.official,
        "required": day.required,
        "forecast_on": f"{day.forecast_on}" if day.forecast_on else None,
        "light": day.light,
        "why": day.why,
    }


def _indicator(slug: str) -> Indicator:
    try:
        return terms.indicator(slug)
    except NoRule:
        raise Http404 from None


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined] # put there by the bearer
    return actor


def _post(by: Actor) -> Post:
    if by.post_id is None:
        raise NotAllowed("targets")
    return offices.get(by.post_id)


def _seen(post: Post) -> frozenset[int] | None:
    if post.role not in scope.WATCHERS:
        raise NotAllowed("targets")
    try:
        return scope.districts(post)
    except scope.OutOfSight:
        raise Http404 from None
