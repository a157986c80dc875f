"""Old registers on the desk: hand a file in, see how far it is, correct the wrong rows here or in a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.casework import run_list, sheets
from shramsetu.casework.models import Run
from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.workers import oldbook_files, scope
from shramsetu.workers.actions import oldbooks, oldfiles
from shramsetu.workers.forms.oldbooks import Bring, Correction
from shramsetu.workers.models import Membership, OldBook, OldRow
from shramsetu.workers.rules import oldbook as rules

BRINGERS = frozenset({Role.OFFICER, Role.ENQUIRY, Role.HEAD})
PAGE = 50


@post_required(*BRINGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: DeskRequest) -> HttpResponse:
    """List the registers that the post brought in; take another one."""
    boards = _boards(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = Bring(*posted, boards=boards, whole_state=offices.scope_districts(request.post) is None)
    if form.is_valid() and (book := _handed_in(request, form)):
        return redirect("registry:old_book", book.pk)
    page = Paginator(_books(request), PAGE).get_page(request.GET.get("page"))
    rows = [(one, run_list.progress(one.run) if one.run else None) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "can_bring": bool(boards)}
    return render(request, "workers/old_books.html", context, status=422 if form.errors else 200)


@post_required(*BRINGERS)
@require_safe
def book(request: DeskRequest, pk: int) -> HttpResponse:
    """Show how far one register is, and its wrong rows."""
    found = get_object_or_404(_books(request), pk=pk)
    wrong = OldRow.objects.filter(book=found).exclude(fault="").order_by("number")
    page = Paginator(wrong, PAGE).get_page(request.GET.get("page"))
    run = found.run
    is_read = run is None or run.kind == oldbooks.KIND
    context = {
        "book": found,
        "run": run,
        "progress": run_list.progress(run) if run and is_read else None,
        "is_running": run is not None and run.state == Run.State.RUNNING,
        "is_read": is_read,
        "told": run_list.results(run, failed_only=True).first() if run and not is_read else None,
        "page": page,
    }
    return render(request, "workers/old_book.html", context)


@post_required(*BRINGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Correct one wrong row and enter it at once."""
    found = get_object_or_404(_books(request), pk=pk)
    wrong = get_object_or_404(OldRow.objects.exclude(fault=""), book=found, number=number, worker=None)
    form = Correction(wrong, request.POST) if request.method == "POST" else Correction(wrong)
    if form.is_valid():
        fault = oldbooks.correct(wrong, form.cells, by=request.actor, at=timezone.now())
        if not fault:
            messages.success(request, _("Row %(number)s is entered.") % {"number": number})
            return redirect("registry:old_book", pk)
        form.add_error(None, fault)
    context = {"book": found, "row": wrong, "form": form, "aadhaar": _masked(wrong)}
    return render(request, "workers/old_row.html", context, status=422 if form.errors else 200)


@post_required(*BRINGERS)
@require_safe
def wrong_rows(request: DeskRequest, pk: int, form: str) -> HttpResponse:
    """Give the wrong rows as the table that is brought in again; that it was taken is written down."""
    found, at = get_object_or_404(_books(request), pk=pk), timezone.now()
    sheet = oldbook_files.to_correct(oldbooks.wrong(found))
    detail = {"lines": len(sheet.lines), "form": form}
    journal.append(f"reads:{found}", "take_list", by=request.actor, at=at, detail=detail)
    return _file(sheet, form, f"old-register-{pk}")


@post_required(*BRINGERS)
@require_safe
def template(request: DeskRequest, form: str) -> HttpResponse:
    """Give the empty table with one example row."""
    return _file(oldbook_files.template(), form, "old-register")


def _handed_in(request: DeskRequest, form: Bring) -> OldBook | None:
    told, own = form.cleaned_data, request.post.place
    writing = oldbook_files.KRUTIDEV if told["is_krutidev"] else oldbook_files.UNICODE
    district = told.get("district", own if own.kind == "district" else None)
    try:
        return oldfiles.hand_in(
            told["file"], board=told["board"], district=district, writing=writing, by=request.actor, at=timezone.now()
        )
    except oldbook_files.Unreadable:
        form.add_error("file", _("This is neither XLSX nor CSV in UTF-8. Save it so in the spreadsheet program."))
    except oldbook_files.NoHeadings as lacking:
        words = ", ".join(rules.BY_KEY[key].hi for key in lacking.keys)
        form.add_error("file", _("These columns are lacking: %(columns)s.") % {"columns": words})
    return None


def _books(request: DeskRequest) -> QuerySet[OldBook]:
    """Return the registers that this post brought in, the newest first, each with how many rows are `wrong`."""
    faults = OldRow.objects.filter(book=OuterRef("pk")).exclude(fault="").order_by().values("book")
    counted = Coalesce(Subquery(faults.annotate(count=Count("pk")).values("count")), 0)
    mine = OldBook.objects.filter(by__endswith=f"@{request.post.pk}").select_related("run", "district")
    return mine.annotate(wrong=counted).order_by("-made_at", "-pk")


def _boards(request: DeskRequest) -> tuple[str, ...]:
    """Return the boards for which the post keeps the registry; none for other departments."""
    department = request.post.department
    slug = department.slug if department else ""
    if slug not in scope.KEEPERS:
        return ()
    every = tuple(Membership.Board.values)
    return (slug,) if slug in every else every


def _masked(wrong: OldRow) -> str:
    return str(wrong.cells.get("aadhaar", "")) if oldbooks.TOKEN in wrong.cells else ""


def _file(sheet: sheets.Sheet, form: str, name: str) -> HttpResponse:
    if form not in ("xlsx", "csv"):
        raise Http404
    content = sheets.csv(sheet) if form == "csv" else sheets.xlsx([sheet], on=clock.day(timezone.now()))
    answer = HttpResponse(content, content_type=sheets.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
