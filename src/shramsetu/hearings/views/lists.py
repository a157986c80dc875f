"""The registry's pages: the list of a day made and published, matters without a date called, a day moved."""

from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework import actions as casework
from shramsetu.casework.words import SAY
from shramsetu.hearings import days, listed, named, shown
from shramsetu.hearings.actions import calling, lists, sittings
from shramsetu.hearings.forms import bench as forms
from shramsetu.hearings.models import CauseList, Forum
from shramsetu.hearings.papers import cause_list
from shramsetu.hearings.papers import diary as daily
from shramsetu.hearings.queries import dates, forums
from shramsetu.hearings.rules.sitting import NeverSits
from shramsetu.hearings.views.roles import WORKERS
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required

MOST, LONGEST_KEY = 100, 19


@post_required(*WORKERS)
@require_safe
def lists_of(request: DeskRequest) -> HttpResponse:
    """Choose a forum and a day."""
    today, language = clock.day(timezone.now()), named.language()
    kept = list(forums.kept_by(request.actor))
    if len(kept) == 1:
        return redirect("hearings:day", kept[0].slug, _next_sitting(kept[0], today).isoformat())
    rows = [(one, one.name(language), _next_sitting(one, today).isoformat()) for one in kept]
    return render(request, "hearings/lists.html", {"rows": rows})


@post_required(*WORKERS)
@require_safe
def day(request: DeskRequest, slug: str, on: str) -> HttpResponse:
    """Show the draft and the published lists of a day, and the matters that have no date."""
    forum, wanted, at = _forum(request, slug), days.day_in(on), timezone.now()
    if given := request.GET.get("on"):
        return redirect("hearings:day", slug, clock.named(given, wanted).isoformat())
    undated = list(dates.undated(forum)[:MOST])
    titles = shown.titles(undated)
    draft = CauseList.objects.filter(forum=forum, on=wanted, published_at=None).first()
    fixed = list(dates.of_day(forum, wanted).filter(state=dates.FIXED))
    page = {
        "forum": forum,
        "name": forum.name(named.language()),
        "on": wanted,
        "is_over": wanted < clock.day(at),
        "draft": draft,
        "rows": listed.rows(draft) if draft else [],
        "published": [(one, listed.rows(one)) for one in listed.published(forum, wanted)],
        "count": len(fixed),
        "clashing": dates.clashing(forum, fixed, at=at),
        "stranded": dates.stranded(forum, clock.day(at)),
        "undated": [(one, shown.number(one), titles.get(one.pk, "")) for one in undated],
        "form": forms.ListDay(initial={"on": wanted}),
    }
    return render(request, "hearings/list_day.html", page)


@post_required(*WORKERS)
@require_POST
def change(request: DeskRequest, slug: str, on: str, verb: str) -> HttpResponse:
    """Draft, order, publish or throw away the list of a day; call matters without a date to it."""
    forum, wanted, by, at = _forum(request, slug), days.day_in(on), request.actor, timezone.now()
    draft = CauseList.objects.filter(forum=forum, on=wanted, published_at=None).select_related("forum").first()
    chosen = [int(one) for one in request.POST.getlist("matter") if _is_key(one)]
    matters = list(dates.undated(forum).filter(pk__in=chosen[:MOST]))
    verbs: dict[str, Callable[[], object]] = {
        "draft": lambda: lists.draft(forum, wanted, by=by, at=at),
        "fill": lambda: calling.fill(forum, wanted, matters=matters, by=by, at=at),
    }
    if draft is not None:
        verbs["put"] = lambda: lists.put(draft, _places(request), by=by, at=at)
        verbs["publish"] = lambda: lists.publish(draft, by=by, at=at)
        verbs["drop"] = lambda: lists.throw_away(draft, by=by, at=at)
    if verb not in verbs:
        raise Http404
    _do(request, verbs[verb])
    return redirect("hearings:day", slug, on)


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reschedule(request: DeskRequest, slug: str) -> HttpResponse:
    """Move all dates of a day: first the preview, then the moving of exactly what it showed."""
    forum, at = _forum(request, slug), timezone.now()
    today = clock.day(at)
    if request.method != "POST":
        on = clock.named(request.GET.get("on", ""), today)
        form = forms.MoveDay(initial={"on": on, "after": on})
        return render(request, "hearings/reschedule.html", {"forum": forum, "name": _name(forum), "form": form})
    form = forms.MoveDay(request.POST)
    page: dict[str, object] = {"forum": forum, "name": _name(forum), "form": form}
    if not form.is_valid():
        return render(request, "hearings/reschedule.html", page, status=422)
    given = form.cleaned_data
    rows = list(dates.of_day(forum, given["on"]).filter(state=dates.FIXED).select_related("forum"))
    if "move" in request.POST:
        moves = _moves(request)
        if _do(request, lambda: sittings.move_many(forum, moves, why=given["why"], by=request.actor, at=at)):
            return redirect("hearings:day", slug, given["on"].isoformat())
        return redirect(f"{reverse('hearings:reschedule', args=[slug])}?on={given['on'].isoformat()}")
    plan = calling.plan_moves(rows, after=max(given["after"], today), at=at)
    words = listed.of_hearings(rows)
    page["plan"] = [(one, words[one.pk], plan.get(one.pk)) for one in rows]
    page["left"] = len(rows) - len(plan)
    return render(request, "hearings/reschedule.html", page)


@post_required(*WORKERS)
@require_safe
def day_pdf(request: DeskRequest, slug: str, on: str) -> HttpResponse:
    """Give the published lists of a day as a Hindi PDF."""
    return cause_list.response(_forum(request, slug), days.day_in(on))


@post_required(*WORKERS)
@require_safe
def diary(request: DeskRequest, slug: str, on: str) -> HttpResponse:
    """Give what came of every date of a day as a Hindi PDF."""
    return daily.response(_forum(request, slug), days.day_in(on))


def _moves(request: DeskRequest) -> dict[int, datetime]:
    found = dict[int, datetime]()
    for one in request.POST.getlist("to"):
        pk, _, written = one.partition("@")
        try:
            at = datetime.fromisoformat(written)
        except ValueError:
            continue
        if _is_key(pk):
            found[int(pk)] = at
    return {pk: at for pk, at in found.items() if at.tzinfo is not None}


def _places(request: DeskRequest) -> dict[int, int]:
    pairs = (
        (name.removeprefix("place"), request.POST.get(name, "")) for name in request.POST if name.startswith("place")
    )
    return {int(pk): int(value) for pk, value in pairs if _is_key(pk) and _is_key(value) and len(value) < 5}


def _is_key(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < LONGEST_KEY


def _do(request: DeskRequest, do: Callable[[], object]) -> bool:
    try:
        do()
    except casework.Refused as refused:
        messages.error(request, str(refused.message))
        return False
    except casework.Stale:
        messages.error(request, str(SAY["stale"]))
        return False
    messages.success(request, gettext("Done, and written in the journal."))
    return True


def _forum(request: DeskRequest, slug: str) -> Forum:
    found = forums.kept_by(request.actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _name(forum: Forum) -> str:
    return forum.name(named.language())


def _next_sitting(forum: Forum, today: date) -> date:
    try:
        return forums.week(forum).next_day(today, forums.calendar(today))
    except NeverSits:
        return today
