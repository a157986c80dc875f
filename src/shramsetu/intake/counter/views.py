"""The pages of scanned letters: hand a pile in, type one beside its scan, part and join what lies wrong."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.grievances.views import register as registering
from shramsetu.intake import powers
from shramsetu.intake.counter import actions, queries
from shramsetu.intake.counter.forms import Describing, Scanning, Typing
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.letters import reader
from shramsetu.offices.access import DeskRequest, post_required

BEFORE_SENDING = "intake/counter/compared.html"


@post_required(*powers.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def worklist(request: DeskRequest) -> HttpResponse:
    """Show what waits for typing, take a pile in."""
    at = timezone.now()
    form = Scanning(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.scan_in(request.post, form.pile, by=request.actor, at=at)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused.message))
        else:
            told = ngettext("%(n)s letter got its number.", "%(n)s letters got their numbers.", len(made))
            messages.success(request, told % {"n": len(made)})
            return redirect("intake:scanned")
    return _list(request, form, at, status=422 if form.errors else 200)


@post_required(*powers.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def type_letter(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the form of every complaint beside the scan; register, and go on to the next letter."""
    at = timezone.now()
    scanned, refused = _letter(request, pk, at)
    if refused and (request.method != "POST" or scanned.done_by == request.actor.key):
        return _next(request, pk, at, refused)
    if request.method != "POST":
        form = Typing(by=request.actor, scanned=scanned, initial=Typing.begins(scanned))
        return _typing(request, scanned, form, at)
    form = Typing(request.POST, by=request.actor, scanned=scanned)
    if refused:  # the words stay before the clerk, who copies what the letter lacks
        form.add_error(None, refused)
    if not form.is_valid():
        return _typing(request, scanned, form, at, status=409 if refused else 422)
    if likely := registering.unseen(request, form, at=at):
        return _typing(request, scanned, form, at, likely=likely, must_choose=True)
    try:
        case = actions.register(scanned, form.filing(request.actor.role), by=request.actor, at=at)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return _typing(request, scanned, form, at, status=422)
    return _next(request, pk, at, done=case.number)


@post_required(*powers.COUNTER)
@require_POST
def describe(request: DeskRequest, pk: int) -> HttpResponse:
    """Fill in the line of a letter that is no new complaint, and go on to the next one."""
    at = timezone.now()
    scanned, refused_words = _letter(request, pk, at)
    form = Describing(request.POST, by=request.actor)
    if refused_words:
        form.add_error(None, refused_words)
    if form.is_valid():
        try:
            actions.describe(scanned, form.written(scanned.letter.way), by=request.actor, at=at)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            told = gettext("Entered: %(number)s") % {"number": scanned.letter.number}
            messages.success(request, told, f"line-{_kept(request, pk)}")
            return _next(request, pk, at)
    typing = Typing(by=request.actor, scanned=scanned, initial=Typing.begins(scanned))
    return _typing(request, scanned, typing, at, status=422, describing=form)


@post_required(*powers.COUNTER)
@require_POST
def split(request: DeskRequest, pk: int) -> HttpResponse:
    """Let another letter begin at a page."""
    scanned = get_object_or_404(queries.waiting(request.post), pk=pk)
    page = request.POST.get("page", "")
    try:
        first = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 0
        other = actions.split(scanned, first, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        told = gettext("The pages from there on are a letter of their own: %(number)s")
        messages.success(request, told % {"number": other.letter.number})
    return redirect("intake:type_letter", pk)


@post_required(*powers.COUNTER)
@require_POST
def join(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the pages of a letter follow those of the one before it."""
    scanned = get_object_or_404(queries.waiting(request.post), pk=pk)
    try:
        earlier = actions.join(scanned, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("intake:type_letter", pk)
    return redirect("intake:type_letter", earlier.pk)


def _letter(request: DeskRequest, pk: int, at: datetime) -> tuple[Scanned, str]:
    """Return a letter of this office, opened for this clerk, or why it is not theirs to type."""
    found = get_object_or_404(Scanned.objects.select_related("letter"), pk=pk, office=request.post)
    if found.state != Scanned.State.WAITING:
        return found, gettext("This letter was typed meanwhile. Take the next one.")
    if not actions.open_for(found, by=request.actor, at=at):
        return found, gettext("Somebody else is typing this letter.")
    return found, ""


def _kept(request: DeskRequest, pk: int) -> str:
    """Return the name under which the browser keeps what this clerk types of a letter."""
    return f"scan-{pk}-{request.actor.user_id}"


def _list(request: DeskRequest, form: Scanning, at: datetime, *, status: int) -> HttpResponse:
    after = request.GET.get("after", "")
    rows = queries.waiting(request.post)
    if after.isascii() and after.isdigit() and len(after) < 18:
        rows = rows.filter(letter_id__gt=int(after))
    shown = list(rows[: queries.PAGE + 1])
    page = {
        "form": form,
        "rows": [(one, one.is_taken(request.actor.key, at)) for one in shown[: queries.PAGE]],
        "more": shown[queries.PAGE - 1].pk if len(shown) > queries.PAGE else None,
        "reads": reader.is_here(),
        **_done(request),
    }
    return render(request, "intake/counter/list.html", page, status=status)


def _typing(
    request: DeskRequest, scanned: Scanned, form: Typing, at: datetime, *, status: int = 200, **more: object
) -> HttpResponse:
    page = {
        **registering.about(request, form),
        "action": reverse("intake:type_letter", args=[scanned.pk]),
        "before_sending": BEFORE_SENDING,
        "scanned": scanned,
        "kept": _kept(request, scanned.pk),
        "pages": queries.pages_of(scanned),
        "place": queries.place_of(scanned.pk, request.post, key=request.actor.key, at=at),
        "reads": reader.is_here(),
        "describing": Describing(by=request.actor, initial=Describing.begins(scanned)),
        **_done(request),
        **more,
    }
    return render(request, "intake/counter/typing.html", page, status=status)


def _done(request: DeskRequest) -> dict[str, object]:
    """Return the case that this clerk registered just now, for its slip, and what the browser may let go."""
    number, letter = request.GET.get("done", ""), request.GET.get("letter", "")
    if not (number.isascii() and number.isdigit() and len(number) == 12):
        return {}
    rows = Case.objects.filter(number=number, opened_by=request.actor.key).select_related("holder__place", "district")
    pk = int(letter) if letter.isascii() and letter.isdigit() and len(letter) < 18 else 0
    return {"done": rows.first(), "done_kept": _kept(request, pk)}


def _next(request: DeskRequest, pk: int, at: datetime, told: str = "", *, done: str = "") -> HttpResponse:
    """Go on to the next letter that nobody has open, else to the list."""
    if told:
        messages.info(request, told)
    place = queries.place_of(pk, request.post, key=request.actor.key, at=at)
    following = place.after or place.before
    address = reverse("intake:type_letter", args=[following]) if following else reverse("intake:scanned")
    return redirect(f"{address}?done={done}&letter={pk}" if done else address)
