"""The forums: which there are, who presides since when, from where matters come, on which days they sit."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.casework import queries as casework
from shramsetu.casework.actions import Refused
from shramsetu.hearings import named
from shramsetu.hearings.actions import forums as changing
from shramsetu.hearings.actions.forums import Changes
from shramsetu.hearings.forms.forums import Areas, ForumDayForm, SetUp, Sitting
from shramsetu.hearings.models import Area, Forum
from shramsetu.hearings.queries import dates, forums
from shramsetu.hearings.views.roles import FORUM_READERS
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

AHEAD = 14


@require_safe
@post_required(*FORUM_READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """List the forums, one's own first."""
    own = set(forums.kept_by(request.actor).values_list("pk", flat=True))
    rows = sorted(forums.forums(), key=lambda one: (one.pk not in own, one.kind, one.slug))
    language = named.language()
    shown = [(one, one.name(language), one.pk in own) for one in rows]
    page = {"rows": shown, "may_change": request.actor.role in changing.CHANGERS}
    return render(request, "hearings/forums.html", page)


@post_required(*FORUM_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def forum(request: DeskRequest, slug: str) -> HttpResponse:
    """Show a forum; its officers say on which days it sits otherwise than its week says."""
    found = get_object_or_404(Forum.objects.select_related("post__place", "registry__place", "place"), slug=slug)
    form = ForumDayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            changing.set_day(
                found, given["on"], sits=given["sits"], reason=given["reason"], by=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            messages.success(request, gettext("Done, and written in the journal."))
            return redirect(_after_day(request, found, given["on"]))
    return render(request, "hearings/forum.html", _page(request, found, form), status=422 if form.errors else 200)


def _after_day(request: DeskRequest, forum: Forum, on: date) -> str:
    """Return where to go on: to the moving of the dates of a day on which the forum does not sit any more."""
    left = dict(dates.stranded(forum, on)).get(on, 0)
    if left:
        words = ngettext("%(n)d date of that day is to be moved.", "%(n)d dates of that day are to be moved.", left)
        messages.warning(request, words % {"n": left})
    if left and request.post.pk in (forum.post_id, forum.registry_id):
        return f"{reverse('hearings:reschedule', args=[forum.slug])}?on={on.isoformat()}"
    return reverse("hearings:forum", args=[forum.slug])


@post_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Set up a forum by an order."""
    form = SetUp(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        area = given.pop("area")
        made = Forum(place=area, **given)
        try:
            changing.set_up(made, [area], by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, gettext("Done, and written in the journal."))
            return redirect("hearings:forum", made.slug)
    page = {"form": form, "title": gettext("Set up a forum"), "back": "hearings:forums"}
    return render(request, "hearings/forum_form.html", page, status=422 if form.errors else 200)


@post_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, slug: str) -> HttpResponse:
    """Change when and where a forum sits, by an order."""
    found = get_object_or_404(Forum, slug=slug)
    begun = {name: getattr(found, name) for name in Sitting.base_fields}
    first = {**begun, "slots": ", ".join(found.slots)}
    form = Sitting(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            changing.change(found, Changes(**form.cleaned_data), by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, gettext("Done, and written in the journal."))
            return redirect("hearings:forum", slug)
    page = {"form": form, "title": found.name(named.language()), "forum": found}
    return render(request, "hearings/forum_form.html", page, status=422 if form.errors else 200)


@post_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: DeskRequest, slug: str) -> HttpResponse:
    """Change from where matters come before a forum, by an order."""
    found, today = get_object_or_404(Forum, slug=slug), clock.day(timezone.now())
    begun = {"areas": list(found.areas.filter(to_on=None).values_list("place", flat=True)), "from_on": today}
    form = Areas(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        days = {"from_on": given["from_on"], "order": given["order"], "by": request.actor, "at": timezone.now()}
        try:
            changing.set_areas(found, list(given["areas"]), **days)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            messages.success(request, gettext("Done, and written in the journal."))
            return redirect("hearings:forum", slug)
    page = {"form": form, "title": found.name(named.language()), "forum": found}
    return render(request, "hearings/forum_form.html", page, status=422 if form.errors else 200)


@require_safe
@post_required()
def filed(request: DeskRequest, number: str) -> HttpResponse:
    """Lead on to what was filed just now, where the post sees it; say the number where it does not."""
    if casework.cases_visible_to(request.actor).filter(number=number).exists():
        return redirect("desk:case", number)
    return render(request, "hearings/filed.html", {"number": number})


def _page(request: DeskRequest, found: Forum, form: ForumDayForm) -> dict[str, object]:
    today = clock.day(timezone.now())
    week, calendar = forums.week(found), forums.calendar(today)
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    taken = forums.taken(found, clock.bounds(today)[0])
    return {
        "forum": found,
        "name": found.name(named.language()),
        "tenures": forums.tenures(found),
        "areas": _areas(found, today),
        "days": [(on, [(slot, taken.get(slot, 0)) for slot in week.slots_on(on, calendar)]) for on in days],
        "exceptions": found.days.filter(on__gte=today).order_by("on"),
        "form": form,
        "may_change": request.actor.role in changing.CHANGERS,
        "may": request.post.pk in (found.post_id, found.registry_id) or request.actor.role in changing.CHANGERS,
    }


def _areas(found: Forum, today: date) -> list[tuple[Area, bool]]:
    """Return the areas of today and of days to come, each with whether it holds today."""
    rows = found.areas.exclude(to_on__lt=today).select_related("place").order_by("place__path")
    return [(one, one.holds_on(today)) for one in rows]
