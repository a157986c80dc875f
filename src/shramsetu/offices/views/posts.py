"""Posts: the list, one post, and the changes to it."""

import csv
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shramsetu.lib import clock
from shramsetu.offices import actions, burden, forms, history, words
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Charge, Leave, Post, Role
from shramsetu.offices.views.navigation import nav
from shramsetu.offices.views.verbs import Change, change

PAGE = 50
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("code", "title_hi", "title_en", "role", "department", "place", "level", "reports_to", "in_charge")


@require_GET
@post_required(Role.ADMINISTRATOR)
def posts(request: DeskRequest) -> HttpResponse:
    form = forms.Filter(request.GET)
    rows = _filtered(form, clock.day(timezone.now()))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "office_nav": nav(request), "query": request.GET.urlencode()}
    return render(request, "offices/posts.html", context, status=422 if form.errors else 200)


@require_GET
@post_required(Role.ADMINISTRATOR)
def posts_csv(request: DeskRequest) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="posts.csv"'
    lines = csv.writer(answer)
    lines.writerow(COLUMNS)
    for post in _filtered(forms.Filter(request.GET), clock.day(timezone.now())).iterator(chunk_size=1_000):
        cells = (post.code, post.title_hi, post.title_en, post.role, post.department or "", post.place, post.level)
        people = "; ".join(charge.user.username for charge in post.held)  # type: ignore[attr-defined]
        lines.writerow([_safe(str(cell)) for cell in (*cells, post.reports_to or "", people)])
    return answer


@require_GET
@post_required(Role.ADMINISTRATOR)
def post(request: DeskRequest, code: str) -> HttpResponse:
    found = _get(code)
    now = timezone.now()
    charges = found.charges.filter(to_at=None).select_related("user").order_by("kind", "user__name_hi")
    leaves = found.leaves.filter(cancelled_at=None, to_on__gte=clock.day(now)).select_related("covered_by")
    routes = found.routes.filter(ended_at=None).select_related("place")
    context = {
        "found": found,
        "title": words.title(found),
        "charges": charges,
        "leaves": leaves.order_by("from_on"),
        "routes": routes,
        "burden": burden.of(found, now),
        "history": history.of(f"post:{found.code}"),
        "office_nav": nav(request),
    }
    return render(request, "offices/post.html", context)


@post_required(Role.ADMINISTRATOR)
def new_post(request: DeskRequest) -> HttpResponse:
    def act(form: Any) -> str:
        made = actions.add_post(form.save(commit=False), by=request.actor, at=timezone.now())
        return _page(made)

    form = forms.PostForm(request.POST or None)
    return change(request, Change(_("New post"), _("Add the post"), act, reverse("office:posts"), form))


@post_required(Role.ADMINISTRATOR)
def change_post(request: DeskRequest, code: str) -> HttpResponse:
    found = _get(code)

    def act(form: Any) -> None:
        actions.change_post(form.save(commit=False), by=request.actor, at=timezone.now())

    form = forms.PostForm(request.POST or None, instance=found)
    return change(request, Change(_("Change the post"), _("Save"), act, _page(found), form, words.title(found)))


@post_required(Role.ADMINISTRATOR)
def abolish_post(request: DeskRequest, code: str) -> HttpResponse:
    found = _get(code)

    def act(form: Any) -> None:
        actions.abolish_post(found, by=request.actor, at=timezone.now())

    asked = Change(_("Abolish the post"), _("Abolish"), act, _page(found), about=words.title(found), danger=True)
    return change(request, asked)


def _get(code: str) -> Post:
    return get_object_or_404(Post.objects.select_related("department", "place", "reports_to"), code=code)


def _page(post: Post) -> str:
    return reverse("office:post", args=[post.code])


def _filtered(form: forms.Filter, today: date) -> QuerySet[Post]:
    held = Charge.objects.filter(to_at=None).select_related("user").order_by("kind", "pk")
    away = Leave.objects.filter(post=OuterRef("pk"), cancelled_at=None, from_on__lte=today, to_on__gte=today)
    rows = Post.objects.filter(abolished_at=None).select_related("department", "place", "reports_to")
    rows = rows.prefetch_related(Prefetch("charges", held, to_attr="held")).annotate(is_away=Exists(away))
    rows = rows.order_by("code")
    if not form.is_valid():
        return rows
    said = form.cleaned_data
    if said["q"]:
        rows = rows.filter(
            Q(title_hi__icontains=said["q"]) | Q(title_en__icontains=said["q"]) | Q(code__icontains=said["q"])
        )
    if said["department"]:
        rows = rows.filter(department=said["department"])
    if said["place"]:
        rows = rows.filter(place__path__startswith=said["place"].path)
    if said["role"]:
        rows = rows.filter(role=said["role"])
    states = {"vacant": Q(is_vacant=True), "held": Q(is_vacant=False), "away": Q(is_away=True)}
    return rows.filter(states.get(said["state"], Q()))


def _safe(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
