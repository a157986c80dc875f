"""Departments, and the local exceptions to the ladder."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shramsetu import rulebook
from shramsetu.offices import actions, forms, history, words
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Department, Role, Route
from shramsetu.offices.views.navigation import nav
from shramsetu.offices.views.verbs import Change, change

PAGE = 50


@require_GET
@post_required(Role.ADMINISTRATOR)
def departments(request: DeskRequest) -> HttpResponse:
    held = Q(posts__abolished_at=None)
    rows = Department.objects.select_related("parent").order_by("name_hi")
    rows = rows.annotate(
        count=Count("posts", filter=held), vacant=Count("posts", filter=held & Q(posts__is_vacant=True))
    )
    return render(request, "offices/departments.html", {"rows": rows, "office_nav": nav(request)})


@post_required(Role.ADMINISTRATOR)
def new_department(request: DeskRequest) -> HttpResponse:
    def act(form: Any) -> None:
        actions.add_department(form.save(commit=False), by=request.actor, at=timezone.now())

    form = forms.DepartmentForm(request.POST or None)
    return change(request, Change(_("New department"), _("Add"), act, reverse("office:departments"), form))


@post_required(Role.ADMINISTRATOR)
def change_department(request: DeskRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)

    def act(form: Any) -> None:
        actions.change_department(form.save(commit=False), by=request.actor, at=timezone.now())

    form = forms.DepartmentForm(request.POST or None, instance=found)
    asked = Change(_("Change the department"), _("Save"), act, reverse("office:departments"), form)
    return change(request, asked)


@require_GET
@post_required(Role.ADMINISTRATOR)
def department(request: DeskRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department.objects.select_related("parent"), slug=slug)
    lines = history.of(f"department:{found.slug}")
    return render(request, "offices/department.html", {"found": found, "history": lines, "office_nav": nav(request)})


@require_GET
@post_required(Role.ADMINISTRATOR)
def routes(request: DeskRequest) -> HttpResponse:
    rows = Route.objects.filter(ended_at=None).select_related("post", "place").order_by("category", "place_id", "level")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    titles = {slug: row.title for slug, row in rulebook.book().categories.items()}
    for route in page:
        route.title = titles.get(route.category)  # type: ignore[attr-defined]
    return render(request, "offices/routes.html", {"page": page, "office_nav": nav(request)})


@post_required(Role.ADMINISTRATOR)
def new_route(request: DeskRequest) -> HttpResponse:
    def act(form: Any) -> None:
        actions.set_route(**form.cleaned_data, by=request.actor, at=timezone.now())

    form = forms.RouteForm(request.POST or None)
    about = _("What is written here goes before the ladder of the department.")
    return change(request, Change(_("New routing order"), _("Save"), act, reverse("office:routes"), form, about))


@post_required(Role.ADMINISTRATOR)
def end_route(request: DeskRequest, route: int) -> HttpResponse:
    found = get_object_or_404(Route.objects.select_related("post", "place"), pk=route)

    def act(form: Any) -> None:
        actions.end_route(found, by=request.actor, at=timezone.now())

    about = words.title(found.post)
    asked = Change(_("End the routing order"), _("End"), act, reverse("office:routes"), about=about, danger=True)
    return change(request, asked)
