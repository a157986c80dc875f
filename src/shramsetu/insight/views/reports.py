"""Reports that people build themselves: list, build, make, wait, take."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework import sheets
from shramsetu.insight import exports, forms, scope, tasks
from shramsetu.insight.models import Export, Shape
from shramsetu.insight.views import page as pages
from shramsetu.insight.views.page import seen
from shramsetu.offices.access import DeskRequest


@require_safe
@seen
def reports(request: DeskRequest) -> HttpResponse:
    scope.sight(request.post)
    return render(request, "insight/reports.html", {"shapes": exports.of_post(request.post.pk)})


@require_http_methods(["GET", "HEAD", "POST"])
@seen
def build(request: DeskRequest) -> HttpResponse:
    scope.sight(request.post)
    form = forms.Build(request.POST or None)
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "insight/build.html", {"form": form}, status=status)
    exports.build(Shape(post=request.post, **form.cleaned_data), by=request.actor, at=timezone.now())
    return redirect("insight:reports")


@require_POST
@seen
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    exports.drop(_own(request, pk), by=request.actor, at=timezone.now())
    return redirect("insight:reports")


@require_POST
@seen
def make(request: DeskRequest, pk: int) -> HttpResponse:
    export = exports.ask(_own(request, pk), by=request.actor, at=timezone.now())
    tasks.make_export.defer(export=str(export.pk))
    return redirect("insight:export", export.pk)


@require_safe
@seen
def export(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Show how far it is; the page asks again by itself until it is ready."""
    return render(request, "insight/export.html", {"export": _own_export(request, pk)})


@require_safe
@seen
def take(request: DeskRequest, pk: UUID) -> HttpResponse:
    made = _own_export(request, pk)
    pages.found(Export.objects.filter(pk=made.pk, state=Export.State.DONE))
    answer = HttpResponse(bytes(made.content or b""), content_type=sheets.TYPES[made.shape.form])
    name = slugify(made.shape.title) or "report"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{made.shape.form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _own(request: DeskRequest, pk: int) -> Shape:
    shape: Shape = pages.found(Shape.objects.filter(pk=pk, post=request.post))
    return shape


def _own_export(request: DeskRequest, pk: UUID) -> Export:
    rows = Export.objects.filter(pk=pk, shape__post=request.post, expires_at__gt=timezone.now())
    row: Export = pages.found(rows.select_related("shape"))
    return row
