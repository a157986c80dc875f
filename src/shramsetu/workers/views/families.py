"""The desk's pages of families: one family with its benefits, and where a worker's word and Family ID's differ."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.workers import scope
from shramsetu.workers.actions import reading
from shramsetu.workers.familyid import port
from shramsetu.workers.familyid.actions import comparing, fetching
from shramsetu.workers.models import Difference, Family, Member
from shramsetu.workers.queries import families as queries
from shramsetu.workers.queries.families import Shown
from shramsetu.workers.rules.household import Double

PAGE = 50
VIEWERS = scope.BY_DEPARTMENT | scope.BY_PLACE
DECIDES = frozenset({Role.OFFICER, Role.ENQUIRY, Role.STEWARD})


class Decision(forms.Form):
    """Who is right."""

    verdict = forms.ChoiceField(choices=[("said", ""), ("told", "")])


@post_required(*VIEWERS)
@require_safe
@never_cache
def listed(request: DeskRequest) -> HttpResponse:
    """List what the two words differ in, the oldest first."""
    what = request.GET.get("what", "")
    page = Paginator(queries.differences(request.actor, what), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, _value(one.what, one.said), _value(one.what, one.told)) for one in page.object_list],
        "what": what,
        "kinds": Difference.What.choices,
        "decides": request.post.role in DECIDES,
    }
    return render(request, "workers/differences.html", context)


@post_required(*VIEWERS)
@require_safe
@never_cache
def family(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a family; the look is written down."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    at = timezone.now()
    shown = queries.shown(found, request.actor, clock.day(at))
    for worker in shown.workers:
        reading.look(worker, by=request.actor, at=at)
    return render(request, "workers/family.html", {**_context(request, found, shown), "at": at})


@post_required(*VIEWERS)
@require_POST
def ask(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask Family ID for this family now."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    try:
        fetching.fetch(found.number, by=request.actor, at=timezone.now())
    except port.NoSuchFamily:
        messages.warning(request, gettext("Family ID knows no family under this number."))
    except (port.NotReached, ValueError):
        messages.warning(request, gettext("Family ID does not answer now. What is known here stays; try again later."))
    else:
        messages.success(request, gettext("This is what Family ID says now."))
    return redirect("families:family", pk)


@post_required(*DECIDES)
@require_POST
def settle(request: DeskRequest, pk: int) -> HttpResponse:
    """Say who is right where the two words differ."""
    found = get_object_or_404(queries.differences(request.actor), pk=pk)
    form = Decision(request.POST)
    if form.is_valid():
        comparing.settle(found, form.cleaned_data["verdict"], by=request.actor, at=timezone.now())
        messages.success(request, gettext("Noted."))
    else:
        messages.warning(request, gettext("Say who is right."))
    if request.GET.get("from") == "family":
        return redirect("families:family", found.family_id)
    return redirect("families:differences")


def _context(request: DeskRequest, found: Family, shown: Shown) -> dict[str, object]:
    names = {one.number: one.name for one in shown.workers}
    return {
        "family": found,
        "number": found.number if scope.sees_in_clear(request.actor) else f"…{found.number[-4:]}",
        "has_id": found.number.isdigit(),
        "shown": shown,
        "members": [(one, _word(Member.Kin, one.kin), _married(one.is_married)) for one in shown.told.members],
        "given": [(one, _scheme(one.scheme), names.get(one.worker, "")) for one in shown.given],
        "doubles": [(_why(one), _scheme(one.first.scheme), one) for one in shown.doubles],
        "totals": sorted((_scheme(slug), count) for slug, count in shown.counts.granted.items()),
        "differences": [(one, _value(one.what, one.said), _value(one.what, one.told)) for one in shown.differences],
        "decides": request.post.role in DECIDES,
    }


def _value(what: str, value: str) -> str:
    """Return one side of a difference as people read it."""
    if what == Difference.What.MARRIED and value:
        return _married(value == "True")
    if what == Difference.What.BORN and value:
        return f"{value[8:10]}.{value[5:7]}.{value[:4]}"
    return _word(Member.Kin, value)


def _word(choices: type[Member.Kin], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _married(known: bool | None) -> str:
    return "–" if known is None else gettext("Married") if known else gettext("Unmarried")


def _scheme(slug: str) -> str:
    scheme = rulebook.book().schemes.get(slug)
    return getattr(scheme.name, (get_language() or "hi")[:2]) if scheme else slug


def _why(one: Double) -> str:
    return {
        "event": gettext("Two workers asked for the same event"),
        "person": gettext("Two workers asked for the same person"),
        "schemes": gettext("Two schemes give for the same need"),
    }[one.why]
