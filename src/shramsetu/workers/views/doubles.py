"""The steward's desk: pairs that may be one person, side by side; merging, "not the same", and undoing a merge."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shramsetu.casework.actions import Refused
from shramsetu.lib.text import latin_digits
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.workers import agreeing, scope
from shramsetu.workers.actions import merging, pairing, reading
from shramsetu.workers.agreeing import Words
from shramsetu.workers.models import Merge, Pair, Worker
from shramsetu.workers.queries import doubles as queries
from shramsetu.workers.rules.agreement import STRONG, within

PAGE = 50


NOTICERS = frozenset({Role.OFFICER, Role.ENQUIRY, Role.STEWARD})


class Other(forms.Form):
    """The number of a row that seems to be the same person."""

    other = forms.CharField(max_length=20)

    def clean_other(self) -> str:
        """Take the digits of any script."""
        return "".join(latin_digits(str(self.cleaned_data["other"])).split())


class Kept(forms.Form):
    """Which of the two rows stays."""

    kept = forms.ChoiceField(choices=[("first", ""), ("second", "")])


@post_required(Role.STEWARD)
@require_safe
@never_cache
def listed(request: DeskRequest) -> HttpResponse:
    """List the pairs that wait, the surest first."""
    show = request.GET.get("show", queries.ALL)
    page = Paginator(queries.open_pairs(request.actor, show), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(pair) for pair in page.object_list],
        "show": show,
        "tabs": [
            (queries.ALL, gettext("All")),
            (queries.STRONG_ONES, gettext("Nearly certain")),
            (queries.REVIEW_ONES, gettext("To be looked at")),
        ],
    }
    return render(request, "workers/doubles.html", context)


def _row(pair: Pair) -> tuple[Pair, list[tuple[str, Words]], int | None, bool]:
    """Give a pair, what agrees, how sure that makes one (nothing for one that a person noticed), and the mark."""
    score = within(pair.score, pair.agreed) if pair.agreed else None
    return pair, agreeing.short(pair.agreed), score, score is not None and score >= STRONG


@post_required(Role.STEWARD)
@require_safe
@never_cache
def pair(request: DeskRequest, pk: int) -> HttpResponse:
    """Show two rows side by side; both looks are written down."""
    found = get_object_or_404(queries.pairs(request.actor), pk=pk)
    at = timezone.now()
    for worker in (found.first, found.second):
        reading.look(worker, by=request.actor, at=at)
    merge = Merge.objects.filter(pair=found, undone_at=None).first()
    context = {
        "pair": found,
        "both": (found.first, found.second),
        "comparison": agreeing.compare(found.first, found.second),
        "merge": merge,
        "is_strong": bool(found.agreed) and found.score >= STRONG,
        "can_decide": not (found.verdict or found.first.merged_into_id or found.second.merged_into_id),
    }
    return render(request, "workers/double.html", context)


@post_required(Role.STEWARD)
@require_POST
def merge(request: DeskRequest, pk: int) -> HttpResponse:
    """Take one row into the other."""
    found, form = get_object_or_404(queries.pairs(request.actor), pk=pk), Kept(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose which of the two rows stays."))
        return redirect("registry:double", pk)
    kept, gone = (found.first, found.second) if form.cleaned_data["kept"] == "first" else (found.second, found.first)
    try:
        merging.merge(kept, gone, pair=found, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("registry:double", pk)
    said = gettext("%(gone)s was merged into %(kept)s. It can be undone.")
    messages.success(request, said % {"gone": gone.number, "kept": kept.number})
    return _next(request)


@post_required(Role.STEWARD)
@require_POST
def never(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that they are two persons, for ever."""
    found = get_object_or_404(queries.pairs(request.actor), pk=pk)
    try:
        pairing.never(found, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("registry:double", pk)
    messages.success(request, gettext("Written down: two persons. They are not shown as one again."))
    return _next(request)


@post_required(*NOTICERS)
@require_POST
def point_out(request: DeskRequest, number: str) -> HttpResponse:
    """Lay before the steward that a worker seems to be the same person as another, wherever that one is registered."""
    worker = get_object_or_404(scope.workers_visible_to(request.actor), number=number)
    form = Other(request.POST)
    standing = Worker.objects.filter(merged_into=None, erased_at=None)
    other = standing.filter(number=form.cleaned_data["other"]).first() if form.is_valid() else None
    if other is None:
        messages.error(request, gettext("There is no worker with this number. Write all eleven digits."))
        return redirect("workers:worker", number)
    try:
        pair = pairing.point_out(worker, other, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = gettext("A steward looks at both rows.")
        messages.success(request, gettext("A steward has decided on these two already.") if pair.verdict else said)
    return redirect("workers:worker", number)


@post_required(Role.STEWARD)
@require_safe
@never_cache
def merged(request: DeskRequest) -> HttpResponse:
    """List what was merged, newest first, and what was undone."""
    page = Paginator(queries.merges(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "workers/merges.html", {"page": page, "rows": page.object_list})


@post_required(Role.STEWARD)
@require_POST
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Make two of one again."""
    found = get_object_or_404(queries.merges(request.actor), pk=pk)
    try:
        merging.undo(found, for_ever=bool(request.POST.get("for_ever")), by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("Undone. Both rows are as they were."))
    return redirect("registry:merges")


def _next(request: DeskRequest) -> HttpResponse:
    """Go on with the next pair; the list where there is none."""
    following: Pair | None = queries.open_pairs(request.actor).first()
    return redirect("registry:double", following.pk) if following else redirect("registry:doubles")
