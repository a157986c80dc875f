"""Old registers on the desk: hand a file in, see how far it is, correct the wrong rows here or in a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework import run_list, sheets
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Run
from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Post, Role
from shramsetu.workers import oldbook_files, scope
from shramsetu.workers.actions import oldbooks, oldfiles
from shramsetu.workers.forms.oldbooks import Bring, Correction
from shramsetu.workers.models import Membership, OldBook, OldRow
from shramsetu.workers.rules import oldbook as rules

BRINGERS = frozenset({Role.OFFICER, Role.ENQUIRY, Role.HEAD})
PAGE, NAMED = 50, 5


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
    rows = [(one, run_list.progress(one.run) if one.run else None, oldfiles.waits(one)) for one in page.object_list]
    others = [one for one in _books(request, _waiting(request)) if not oldfiles.is_own(one, request.actor)]
    context = {"form": form, "page": page, "rows": rows, "can_bring": bool(boards), "others": others}
    return render(request, "workers/old_books.html", context, status=422 if form.errors else 200)


@post_required(*BRINGERS)
@require_safe
def book(request: DeskRequest, pk: int) -> HttpResponse:
    """Show how far one register is, and its wrong rows; to a second person how many rows wait to be let in."""
    found = get_object_or_404(_books(request, _own(request) | _waiting(request)), pk=pk)
    wrong = OldRow.objects.filter(book=found).exclude(fault="").order_by("number")
    page = Paginator(wrong, PAGE).get_page(request.GET.get("page"))
    run = found.run
    waits = oldfiles.waits(found)
    is_read = run is None or run.kind == oldbooks.KIND or waits
    context = {
        "book": found,
        "run": run,
        "progress": run_list.progress(run) if run and is_read and not waits else None,
        "is_running": run is not None and run.state == Run.State.RUNNING,
        "is_read": is_read,
        "told": run_list.results(run, failed_only=True).first() if run and not is_read else None,
        "page": page,
        "waits": waits,
        "may_let_in": not oldfiles.is_own(found, request.actor) and not request.actor.assists,
        "awaited": _awaited(found) if waits else (),
    }
    return render(request, "workers/old_book.html", context)


@post_required(*BRINGERS)
@require_POST
def let_in(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the rows of a register in, as the second person."""
    found = get_object_or_404(_books(request, _own(request) | _waiting(request)), pk=pk)
    try:
        oldfiles.let_in(found, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("registry:old_book", pk)
    messages.success(request, _("The rows are being entered."))
    return redirect("registry:old_book", pk) if found.post_id == request.post.pk else redirect("registry:old_books")


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


def _own(request: DeskRequest) -> Q:
    return Q(post=request.post)


def _waiting(request: DeskRequest) -> Q:
    """Say which registers the post may let in: of its boards, and of its own districts."""
    within = offices.scope_districts(request.post)
    here = Q() if within is None else Q(district__in=within) | _own(request)
    return Q(begun_by="", run__kind=oldfiles.KIND, rows__gt=0, board__in=_boards(request)) & here


def _awaited(book: OldBook) -> QuerySet[Post]:
    """Return posts of the same department, of the district and above it, whose holders may let a register in."""
    near = Q(place__kind="state")
    if book.district is not None:
        near |= Q(place__in=[book.district.pk, book.district.parent_id])
    rows = Post.objects.filter(near, role__in=BRINGERS, department__posts=book.post_id, abolished_at=None)
    return (
        rows.filter(is_vacant=False)
        .exclude(pk=book.post_id or 0)
        .select_related("place")
        .order_by("-place__path")[:NAMED]
    )


def _books(request: DeskRequest, which: Q | None = None) -> QuerySet[OldBook]:
    """Return registers, those that this post brought in, the newest first, each with how many rows are `wrong`."""
    faults = OldRow.objects.filter(book=OuterRef("pk")).exclude(fault="").order_by().values("book")
    counted = Coalesce(Subquery(faults.annotate(count=Count("pk")).values("count")), 0)
    mine = OldBook.objects.filter(which or _own(request)).select_related("run", "district")
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
