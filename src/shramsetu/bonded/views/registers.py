"""Old registers on the desk: send a file, look at what it holds, write it, take the rows to correct."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import halves, register_files, scope
from shramsetu.bonded import register_words as words
from shramsetu.bonded.actions import registers
from shramsetu.bonded.forms.registers import Upload
from shramsetu.bonded.models import Register, RegisterRow
from shramsetu.bonded.rules.register import COLUMNS
from shramsetu.casework import sheets
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.views.guard import refused
from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.places import queries as places
from shramsetu.places.models import Place

IMPORTERS = tuple(sorted(registers.MAY_IMPORT))
SHOWN = 50
CHOICE = "row-"


@post_required(*IMPORTERS)
@never_cache
@require_http_methods(["GET", "POST"])
def home(request: DeskRequest) -> HttpResponse:
    """List the files of the post's districts, and take another one in."""
    form = Upload(request.POST or None, request.FILES or None, districts=list(_districts(request)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        district = get_object_or_404(_districts(request), pk=given["district"])
        try:
            made = registers.look(
                given["file"].read(), district=district, writing=given["writing"], by=request.actor, at=timezone.now()
            )
        except Refused as error:
            form.add_error("file", str(error.message))
        except NotAllowed:
            return refused(request, "")
        else:
            return redirect("bonded:register", made.pk)
    page = {"form": form, "rows": _own(request).order_by("-at", "-pk")[:SHOWN], "columns": COLUMNS}
    return render(request, "bonded/registers/home.html", page, status=422 if request.method == "POST" else 200)


@post_required(*IMPORTERS)
@never_cache
@require_safe
def register(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what a file holds: how many rows, which are to be corrected and why; nobody is named here."""
    found = get_object_or_404(_own(request), pk=pk)
    looked = registers.opened(found, at=timezone.now())
    page = {
        "register": found,
        "good": len(looked.good),
        "known": len(looked.known),
        "wrong": [(one.number, registers.said(one)) for one in looked.wrong[:SHOWN]],
        "wrong_count": len(looked.wrong),
        "perhaps": _perhaps(request, looked.perhaps[:SHOWN]),
        "perhaps_count": len(looked.perhaps),
        "codes": list(_entered(found).order_by("number").values_list("number", "survivor__code")[:SHOWN]),
        "written": _entered(found).count(),
    }
    return render(request, "bonded/registers/register.html", page)


@post_required(*IMPORTERS)
@require_POST
def write(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter the good rows, and do what was decided of those whose person is perhaps known."""
    found = get_object_or_404(_own(request), pk=pk)
    before = _entered(found).count()
    registers.write(found, by=request.actor, at=timezone.now(), decided=_decided(request))
    count = _entered(found).count() - before
    said = ngettext("%(count)s person is entered.", "%(count)s persons are entered.", count) % {"count": count}
    messages.success(request, said)
    return redirect("bonded:register", pk)


@post_required(*IMPORTERS)
@never_cache
@require_safe
def errors(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the rows to correct as the table to send again; that it was taken is written."""
    at, found = timezone.now(), get_object_or_404(_own(request), pk=pk)
    wrong = [(one, registers.said(one)) for one in registers.opened(found, at=at).wrong]
    detail = {"register": found.pk, "rows": len(wrong)}
    journal.append("reads:bonded", "take_register_errors", by=request.actor, at=at, detail=detail)
    return _file(sheets.xlsx([register_files.to_correct(wrong)], on=clock.day(at)), f"register-{found.pk}-errors.xlsx")


@post_required(*IMPORTERS)
@require_safe
def template(request: DeskRequest) -> HttpResponse:
    """Give the table to be filled in."""
    return _file(sheets.xlsx(register_files.template(), on=clock.day(timezone.now())), "register.xlsx")


def _decided(request: DeskRequest) -> dict[int, str]:
    """Return what was chosen by the number of a row."""
    found = {name.removeprefix(CHOICE): str(value) for name, value in request.POST.items() if name.startswith(CHOICE)}
    return {int(number): value for number, value in found.items() if number.isascii() and number.isdigit()}


def _perhaps(request: DeskRequest, found: Sequence[registers.Perhaps]) -> list[Mapping[str, object]]:
    """Return the rows to decide: whom they may mean, by code where this post may see it, and by which marks."""
    mine = scope.survivors(request.actor).filter(pk__in=[one.survivor.pk for one in found if one.survivor])
    seen = set(mine.values_list("pk", flat=True))
    return [
        {
            "number": one.row.number,
            "name": f"{CHOICE}{one.row.number}",
            "marks": ", ".join(str(words.MARKS[mark]) for mark in one.marks),
            "as_row": one.as_row,
            "new": ", ".join(str(words.BEYOND[name]) for name in (one.beyond.new if one.beyond else ())),
            "otherwise": ", ".join(str(words.BEYOND[name]) for name in (one.beyond.otherwise if one.beyond else ())),
            "code": one.survivor.code if one.survivor and one.survivor.pk in seen else "",
            "case": one.survivor.case.number if one.survivor and one.survivor.pk in seen else "",
            "district": one.survivor.case.district if one.survivor else None,
        }
        for one in found
    ]


def _entered(found: Register) -> QuerySet[RegisterRow]:
    return RegisterRow.objects.filter(register=found, is_same=False)


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=sheets.TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _districts(request: DeskRequest) -> QuerySet[Place]:
    mine = halves.districts(request.actor) if registers.may_import(request.actor) else None
    return places.districts().filter(pk__in=mine or ())


def _own(request: DeskRequest) -> QuerySet[Register]:
    return Register.objects.filter(district__in=_districts(request)).select_related("district")
