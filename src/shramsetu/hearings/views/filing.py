"""Bringing a matter on the portal: one question a screen, the draft kept, read back, sent; then the slip."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.forms import file_sentence
from shramsetu.casework.models import Case, Party
from shramsetu.files import queries as files
from shramsetu.files import rules as file_rules
from shramsetu.hearings import named, own, screens, shown
from shramsetu.hearings.actions import drafts
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.forms.asking import Asked
from shramsetu.hearings.models import Draft
from shramsetu.hearings.read_back import read_back
from shramsetu.hearings.screens import REVIEW, SCREENS
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.people import throttle


@require_POST
@throttle.limited("sunvai-begin", figure="signin.track_per_address_minute", span=throttle.MINUTE)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin anew, or go on with a draft of one's own phone."""
    at, wanted = timezone.now(), request.POST.get("draft", "")
    by = own.proved(request, at=at)
    known = _uuid(wanted)
    made = own.drafts(by).filter(pk=known).first() if by and known else None
    made = made or drafts.begin(by=by or Actor(role=own.CITIZEN), at=at)
    request.session[own.DRAFT] = str(made.pk)
    return _on(made)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Ask one question; keep the answer and go to the next one."""
    at = timezone.now()
    draft, today = own.draft(request, at=at), clock.day(at)
    if draft is None:
        return redirect("sunvai:start")
    if name not in screens.asked(draft.answers, today=today):
        raise Http404
    asked = SCREENS[name].form
    if request.method != "POST":
        return _show(request, draft, name, asked(initial=draft.answers, told=draft.answers))
    form = asked(request.POST, told=draft.answers)
    if not form.is_valid():
        return _show(request, draft, name, form, status=422)
    language = {"language": request.LANGUAGE_CODE}
    return _on(drafts.tell(draft, {**screens.plain(form.cleaned_data), **language}, at=at))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("sunvai-send", figure="signin.track_per_address_minute", span=throttle.MINUTE, methods=("POST",))
def review(request: HttpRequest) -> HttpResponse:
    """Read everything back, with what the law says of the time; take papers; send."""
    at = timezone.now()
    draft, sent = own.draft(request, at=at), request.session.get(own.FILED, [])
    if draft is None:  # pressed twice, it leads to what the first press filed
        return redirect("sunvai:filed", sent[-1]) if sent else redirect("sunvai:start")
    if (waiting := screens.missing(draft.answers, today=clock.day(at))) != REVIEW:
        return redirect("sunvai:ask", waiting)
    if request.method != "POST":
        return _review(request, draft)
    by = own.proved(request, at=at) or Actor(role=own.CITIZEN)
    try:
        if uploads := request.FILES.getlist("file"):
            drafts.lay(draft, uploads[0], by=by, at=at)
            return redirect("sunvai:review")
        case = drafts.send(draft, channel=Case.Channel.PORTAL, by=by, at=at)
    except (file_rules.FalseType, file_rules.TooLarge) as fault:
        return _review(request, draft, file_sentence(fault))
    except casework.Refused as refused:
        return _review(request, draft, str(refused.message))
    own.note_filed(request, case.number)
    return redirect("sunvai:filed", case.number)


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Throw the draft away with its papers."""
    draft = own.draft(request, at=timezone.now())
    if draft is not None:
        drafts.drop(draft, at=timezone.now())
        request.session.pop(own.DRAFT, None)
        messages.success(request, pgettext("application", "The draft is gone."))
    return redirect("sunvai:start")


@never_cache
@require_safe
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it is filed: the number, the code, who has it; only in the browser that filed it."""
    if number not in request.session.get(own.FILED, []):
        raise Http404
    case = get_object_or_404(Case.objects.select_related("holder__place"), number=number, kind=KIND)
    party = Party.objects.filter(case=case, part=Party.Part.COMPLAINANT).order_by("seat").first()
    row = own.matter_of(case)
    page = {
        "case": case,
        "matter": row,
        "code": queries.slip_code(party, case) if party else "",
        "forum": row.forum.name(named.language()),
        "bring": shown.bring(row),
    }
    return render(request, "hearings/public/filed.html", page)


def _show(request: HttpRequest, draft: Draft, name: str, form: Asked, *, status: int = 200) -> HttpResponse:
    today = clock.day(timezone.now())
    names = screens.asked(draft.answers, today=today)
    page = {
        "form": form,
        "screen": name,
        "draft": draft,
        "back": screens.before(name, draft.answers, today=today),
        "left": len(names) - names.index(name),
    }
    return render(request, "hearings/public/ask.html", page, status=status)


def _review(request: HttpRequest, draft: Draft, error: str = "") -> HttpResponse:
    today = clock.day(timezone.now())
    rule = rulebook.book().law.matter(str(draft.answers["matter"]))
    page = {
        "title": rule.title.say(named.language()),
        "told": read_back(draft.answers, today=today),
        "timely": screens.timely(draft.answers, today=today),
        "papers": files.attached(draft.stream),
        "error": error,
        "back": screens.before(REVIEW, draft.answers, today=today),
    }
    return render(request, "hearings/public/review.html", page, status=422 if error else 200)


def _on(draft: Draft) -> HttpResponse:
    following = screens.missing(draft.answers, today=clock.day(timezone.now()))
    return redirect("sunvai:review") if following == REVIEW else redirect("sunvai:ask", following)


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
