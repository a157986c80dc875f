"""Pages to read: the first page, schemes, answers, helplines, privacy, accessibility."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.grievances import suggest
from shramsetu.lib import clock, names, numbers
from shramsetu.portal import citizen, draft, notices
from shramsetu.schemes import holders

ASKED_MOST = 200


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ask one thing: what do you want to do?"""
    context = {
        "numbers": [one for one in rulebook.book().help_numbers if one.number in _FIRST],
        "begun": bool(draft.read(request).values),
        "who": citizen.signed_in(request, at=timezone.now()) if citizen.is_signed(request) else None,
    }
    return render(request, "portal/home.html", context)


_FIRST = ("1800-123-3100", "1076", "112")


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Search the answers and schemes in either script; a complaint number leads to its page."""
    asked = request.GET.get("q", "").strip()[:ASKED_MOST]
    try:
        return redirect("portal:case", numbers.parse(asked))
    except numbers.BadNumber:
        pass
    book = rulebook.book()
    found = suggest.articles(asked) if asked else []
    context = {
        "asked": asked,
        "found": found,
        "schemes": _schemes_like(asked) if asked else [],
        "topics": [] if asked else _topics(book),
    }
    return render(request, "portal/help.html", context)


@require_safe
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one answer in full."""
    found = rulebook.book().articles.get(slug)
    if found is None:
        raise Http404
    scheme = rulebook.book().schemes.get(found.scheme or "")
    return render(request, "portal/answer.html", {"article": found, "scheme": scheme})


@require_safe
def helplines(request: HttpRequest) -> HttpResponse:
    """List whom to phone for what."""
    return render(request, "portal/helplines.html", {"numbers": rulebook.book().help_numbers})


@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    """List the programmes by board; one that has ended is not listed, its page stays."""
    book, today = rulebook.book(), clock.day(timezone.now())
    rows = [one for one in book.schemes.values() if one.until is None or today <= one.until]
    boards = dict.fromkeys(one.board for one in rows)
    grouped = [(book.departments[board], [one for one in rows if one.board == board]) for board in boards]
    return render(request, "portal/schemes.html", {"boards": grouped})


@require_safe
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell one programme: who, what, papers, where; what is not verified is marked."""
    found = rulebook.book().schemes.get(slug)
    if found is None:
        raise Http404
    today = clock.day(timezone.now())
    context = {
        "scheme": found,
        "board": rulebook.book().departments[found.board],
        # one row for each who: the last in force, not what was paid before it
        "amounts": [*{one.who.en: one for one in found.amounts if one.from_on <= today}.values()],
        "articles": [one for one in rulebook.book().articles.values() if one.scheme == slug],
        "is_claimed_here": holders.is_claimed_here(slug, on=today),
    }
    return render(request, "portal/scheme.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice in force, or an earlier version."""
    wanted = request.GET.get("version", "")
    found = next((one for one in notices.NOTICES if str(one.version) == wanted), None)
    book, on = rulebook.book(), clock.day(timezone.now())
    kept = {name: book.number(f"privacy.{name}", on) for name in ("case_years", "sealed_years", "read_log_months")}
    notice = found or notices.current(on)
    return render(request, notice.template, {"notice": notice, "notices": notices.NOTICES, **kept})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far everybody can use these pages."""
    return render(request, "portal/accessibility.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what this is."""
    return render(request, "portal/about.html")


def _topics(book: rulebook.Book) -> list[tuple[str, list[rulebook.Article]]]:
    topics = dict.fromkeys(one.topic for one in book.articles.values())
    return [(topic, [one for one in book.articles.values() if one.topic == topic]) for topic in topics]


def _schemes_like(asked: str) -> list[rulebook.Scheme]:
    wanted = set(names.tokens(asked))
    rows = rulebook.book().schemes.values()
    scored = [(len(wanted & set(names.tokens(f"{one.name.hi} {one.name.en}"))), one) for one in rows]
    return [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score][:5]
