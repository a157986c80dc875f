"""The registers of an office: type a letter in, print the register, cancel a line, labels for envelopes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.casework import pdf
from shramsetu.casework.actions import Refused
from shramsetu.intake import powers
from shramsetu.intake.dak import actions, queries
from shramsetu.intake.dak.forms import Cancelling, Line, Span
from shramsetu.intake.dak.models import Letter
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required

LABELS = 24  # of a sheet of A4, three across: 70 × 37 mm
MOST_LABELS = 240


@post_required(*powers.COUNTER)
@require_safe
def front(request: DeskRequest) -> HttpResponse:
    """Lead to the register of receipt."""
    return redirect("intake:letters", Letter.Book.RECEIPT)


@post_required(*powers.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: DeskRequest, book: str) -> HttpResponse:
    """Show a register with the form of its next line; enter what is typed."""
    _need(book)
    post = request.POST if request.method == "POST" else None
    kept = f"letters-{book}-{request.post.pk}-{request.actor.user_id}"
    form = Line(post, by=request.actor, office=request.post, book=book, initial={"way": Letter.Way.HAND})
    if form.is_valid():
        try:
            row = actions.enter(request.post, form.written, book=book, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, str(refused.message))
        else:
            messages.success(request, gettext("Entered: %(number)s") % {"number": row.number}, kept)
            return redirect("intake:letters", book)
    before = request.GET.get("before", "")[:17]
    words = request.GET.get("q", "").strip()[:60]
    start = int(before) if before.isdecimal() and len(before) < 18 else 0
    rows = queries.register(request.post, book, by=request.actor, words=words, before=start)
    shown = list(rows[: queries.PAGE + 1])
    today = clock.day(timezone.now())
    page = {
        "form": form,
        "kept": kept,
        "span": Span(initial={"first": today, "last": today}),
        "book": Letter.Book(book),
        "books": Letter.Book,
        "is_despatch": book == Letter.Book.DESPATCH,
        "letters": shown[: queries.PAGE],
        "older": shown[queries.PAGE - 1].pk if len(shown) > queries.PAGE else None,
        "words": words,
    }
    return render(request, "intake/letters.html", page, status=422 if form.errors else 200)


@post_required(*powers.COUNTER)
@require_safe
def printed(request: DeskRequest, book: str) -> HttpResponse:
    """Give the register of some days as a PDF; of a sealed case it says the number alone, for paper lies open."""
    _need(book)
    today = clock.day(timezone.now())
    form = Span(request.GET or {"first": today, "last": today})
    if not form.is_valid():
        messages.error(request, " ".join(str(said[0]) for said in form.errors.values()))
        return redirect("intake:letters", book)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    rows = list(queries.between(request.post, book, first, last))
    page = {"letters": rows, "book": Letter.Book(book), "first": first, "last": last, "office": request.post}
    page["is_despatch"] = book == Letter.Book.DESPATCH
    return pdf.response("intake/register_paper.html", page, name=f"{book}-{first}-{last}")


@post_required(*powers.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why a line is struck out, and strike it out."""
    row = get_object_or_404(Letter, pk=pk, office=request.post)
    form = Cancelling(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.cancel(row, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error("reason", str(refused.message))
        else:
            return redirect("intake:letters", row.book)
    return render(
        request, "intake/cancel_letter.html", {"letter": row, "form": form}, status=422 if form.errors else 200
    )


@post_required(*powers.COUNTER)
@require_safe
def labels(request: DeskRequest) -> HttpResponse:
    """Give labels for the envelopes of the chosen despatches; `skip` labels of the first sheet are used up."""
    chosen = [int(one) for one in request.GET.getlist("letter")[:MOST_LABELS] if one.isdecimal() and len(one) < 18]
    rows = queries.labelled(request.post, chosen, by=request.actor)
    if not rows:
        messages.info(request, gettext("Tick the letters whose envelopes need labels."))
        return redirect("intake:letters", Letter.Book.DESPATCH)
    asked = request.GET.get("skip", "")
    skip = int(asked) % LABELS if asked.isdecimal() and len(asked) < 4 else 0
    cells = [*([None] * skip), *rows]
    sheets = [cells[at : at + LABELS] for at in range(0, len(cells), LABELS)]
    return pdf.response("intake/labels.html", {"sheets": sheets, "office": request.post}, name="labels")


def _need(book: str) -> None:
    if book not in Letter.Book.values:
        raise Http404
