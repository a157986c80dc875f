"""Filing in four short steps: one question a screen, the draft in the session, the number at the end."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu import rulebook
from shramsetu.files import queries as files
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.grievances import prepare, suggest
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.people import throttle
from shramsetu.portal import actions, answers, citizen, draft, earlier, screens, words
from shramsetu.portal.draft import Draft
from shramsetu.portal.screens import SCREENS, SEND
from shramsetu.portal.views.voice import FAULT


def start(request: HttpRequest) -> HttpResponse:
    """Begin, or go on where the visitor stopped."""
    begun = draft.read(request)
    if not begun.values:
        return redirect("portal:file_screen", "what")
    waiting = screens.missing(begun) or SEND
    return render(request, "portal/file/go_on.html", {"draft": begun, "screen": waiting})


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away and begin anew."""
    begun = draft.read(request)
    actions.drop_papers(begun, at=timezone.now())
    draft.drop(request)
    return redirect("portal:file_screen", "what")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, name: str) -> HttpResponse:
    """Ask one question; keep the answer and go to the next one."""
    if name not in SCREENS:
        raise Http404
    asked, begun = SCREENS[name], draft.begin(request)
    if name != "what" and not begun.values:
        return redirect("portal:file_screen", "what")
    if request.method != "POST":
        form = asked.form(initial=_first(request, begun), draft=begun)
        return _show(request, name, form, begun, 200)
    form = asked.form(request.POST, draft=begun)
    if not form.is_valid():
        return _show(request, name, form, begun, 422)
    told = [*dict.fromkeys([*_told(begun), name])]
    kept = draft.write(request, begun, {**form.cleaned_data, "told": told, "language": request.LANGUAGE_CODE})
    following = screens.after(name, kept)
    return redirect("portal:file_send") if following == SEND else redirect("portal:file_screen", following)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Read everything back; on POST register it."""
    begun = draft.read(request)
    sent = draft.filed(request)
    if not begun.values:
        return redirect("portal:filed", list(sent.values())[-1]) if sent else redirect("portal:file_screen", "what")
    if waiting := screens.missing(begun):
        return redirect("portal:file_screen", waiting)
    if request.method != "POST":
        return _read_back(request, begun, {}, 200)
    return _register(request, begun)


@throttle.limited("file", figure="signin.track_per_address_minute", span=throttle.MINUTE)
def _register(request: HttpRequest, begun: Draft) -> HttpResponse:
    at = timezone.now()
    trusted = {"against": answers.named_post(begun), "spoken": answers.is_spoken(begun)}
    try:
        filing = prepare.filing(answers.values(begun), at=at, **trusted)
    except prepare.BadFiling as wrong:
        return _read_back(request, draft.write(request, begun), wrong.errors, 422)
    case = actions.send(begun, filing, by=_actor(request), at=at)
    draft.note_filed(request, begun, case.number)
    return redirect("portal:filed", case.number)


@never_cache
@require_POST
def papers(request: HttpRequest) -> HttpResponse:
    """Take a photo, voice note or paper at once, so that a later mistake does not lose it."""
    begun = draft.read(request)
    uploads = request.FILES.getlist("files")
    if not begun.values:
        return redirect("portal:file_screen", "what")
    try:
        if not uploads:
            return _read_back(request, begun, {"files": _("Choose a photo, recording or paper first.")}, 422)
        actions.attach(begun, uploads, by=_actor(request), at=timezone.now())
    except (FalseType, TooLarge, actions.TooManyFiles) as error:
        return _read_back(request, begun, {"files": words.file_fault(error)}, 422)
    draft.write(request, begun)
    return HttpResponseRedirect(reverse("portal:file_send") + "#papers")


@require_POST
def drop_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one of the draft's papers away again."""
    begun = draft.read(request)
    actions.drop_papers(begun, at=timezone.now(), only=pk)
    draft.write(request, begun)
    if request.GET.get("back") == "what":
        return redirect("portal:file_screen", "what")
    return HttpResponseRedirect(reverse("portal:file_send") + "#papers")


def _show(request: HttpRequest, name: str, form: object, begun: Draft, status: int) -> HttpResponse:
    asked = SCREENS[name]
    context = {
        "form": form,
        "screen": asked,
        "steps": screens.STEPS,
        "back": screens.before(name, begun),
        "draft": begun,
        **_extra(name, begun),
        **(_spoken(request, begun) if name == "what" else {}),
    }
    response = render(request, [f"portal/file/{name}.html", "portal/file/screen.html"], context, status=status)
    if name == "what":  # here people may speak instead of writing
        response["Permissions-Policy"] = "microphone=(self), camera=()"
    return response


def _extra(name: str, begun: Draft) -> Mapping[str, object]:
    said = begun.text("text")
    if name == "answers":
        return {"articles": suggest.articles(said, most=3)}
    if name == "elsewhere":
        return {"exclusions": suggest.exclusions(said)}
    if name == "about":
        book = rulebook.book()
        grouped = {group: [one for one in book.categories.values() if one.group == group] for group in book.groups}
        return {
            "likely": suggest.categories(said),
            "groups": [(book.groups[group], rows) for group, rows in grouped.items() if rows],
            "chosen": begun.text("category") or (prepare.OTHER if answers.is_spoken(begun) else ""),
            "spoken": answers.is_spoken(begun),
            "unsure": prepare.OTHER,
        }
    return {}


def _spoken(request: HttpRequest, begun: Draft) -> Mapping[str, object]:
    """Return what was recorded or photographed so far, and how long one may speak."""
    seconds = rulebook.book().number("voice.seconds_max", clock.day(timezone.now()))
    fault = request.session.pop(FAULT, "")
    return {"notes": files.attached(begun.stream), "seconds": seconds, "minutes": seconds // 60, "file_error": fault}


def _read_back(request: HttpRequest, begun: Draft, errors: Mapping[str, str], status: int) -> HttpResponse:
    at = timezone.now()
    who = citizen.signed_in(request, at=at)
    lines = [(answers.screen_for(name), sentence) for name, sentence in errors.items() if name != "files"]
    context = {
        "draft": begun,
        "steps": screens.STEPS,
        "back": screens.before(SEND, begun),
        "facts": words.read_back(begun),
        "papers": files.attached(begun.stream),
        "errors": lines,
        "file_error": errors.get("files"),
        "exclusion": rulebook.book().exclusions.get(answers.exclusion(begun)),
        "category": rulebook.book().categories.get(begun.text("category")),
        "alike": earlier.alike(begun, who, at=at),
        "may_prove": who is None and bool(begun.text("phone")),
    }
    return render(request, "portal/file/send.html", context, status=status)


def _first(request: HttpRequest, begun: Draft) -> dict[str, object]:
    """Return what the screen shows at first: what was told before; a kind or words given in the address."""
    asked = {name: request.GET[name] for name in ("kind", "text", "category") if name in request.GET}
    return {**asked, **begun.values}


def _told(begun: Draft) -> list[str]:
    told = begun.values.get("told")
    return told if isinstance(told, list) else []


def _actor(request: HttpRequest) -> Actor:
    who = citizen.signed_in(request, at=timezone.now())
    return who.actor if who else Actor(role=citizen.ROLE)
