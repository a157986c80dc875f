"""Claiming on the portal: one question a screen, the answer beside it, then the claim followed to its money."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework.forms import file_sentence
from shramsetu.casework.models import Case
from shramsetu.files import actions as stored
from shramsetu.files import queries as files
from shramsetu.files import rules as file_rules
from shramsetu.lib import clock
from shramsetu.offices.citizens import PhoneRequest, phone_required
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.editions import MEMBER
from shramsetu.schemes import asked, fact_forms, holders, looking, mine, papers, registers, shown, whose
from shramsetu.schemes.actions import drafts
from shramsetu.schemes.models import Draft
from shramsetu.schemes.rules.outcome import Outcome


@phone_required
@require_safe
def start(request: PhoneRequest) -> HttpResponse:
    """Show one's own claims, drafts, and what can be claimed for whom."""
    by, on = mine.actor(request.phone), clock.day(timezone.now())
    people = [
        (one, mine.offers(one, on=on), mine.is_awaited(one), mine.run_out(one, on=on))
        for one in mine.workers(request.phone)
    ]
    rules = rulebook.book().scheme_rules.rules
    begun = [(one, rules[one.scheme]) for one in mine.drafts(by) if one.scheme in rules]
    page = {"people": people, "claims": mine.claims(by), "drafts": begun}
    return render(request, "schemes/public/start.html", page)


@require_POST
@phone_required
def begin(request: PhoneRequest, worker: str, scheme: str) -> HttpResponse:
    """Begin a claim, or go on with the one that was begun."""
    who = mine.worker(request.phone, worker)
    rule = rulebook.book().scheme_rules.rules.get(scheme)
    if who is None or rule is None:
        raise Http404
    at = timezone.now()
    try:
        found = looking.at(looking.Case(who, scheme, {}, clock.day(at)))
    except NoRule as error:
        raise Http404 from error
    if not holders.is_ours(found.edition):
        raise Http404
    draft = drafts.begin(who, scheme, by=mine.actor(request.phone), at=at)
    return redirect("yojana:ask", draft.pk)


@phone_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PhoneRequest, pk: UUID) -> HttpResponse:
    """Ask the next thing on which something hangs; show what holds so far."""
    draft = _draft(request, pk)
    found = _looked(draft)
    left = asked.questions(found)
    wanted = request.GET.get("fact") or request.POST.get("fact", "")
    told = _told(draft, found)
    rule = asked.rule_of(found.edition, wanted) if wanted in told else next(iter(left), None)
    if rule is None:
        return redirect("yojana:papers", draft.pk)
    asks = fact_forms.form_for([rule], choices={MEMBER: whose.choices(_about(draft))})
    form = asks(request.POST) if request.method == "POST" else asks(initial=told)
    if request.method == "POST" and form.is_valid():
        drafts.tell(draft, form.values, at=timezone.now())
        return redirect("yojana:ask", draft.pk)
    page = {**_page(draft, found), "form": form, "asked": rule, "left": len(left)}
    return render(request, "schemes/public/ask.html", page, status=422 if form.errors else 200)


@phone_required
@require_http_methods(["GET", "HEAD", "POST"])
def lay(request: PhoneRequest, pk: UUID) -> HttpResponse:
    """Take photos of the papers that are needed; what is missing can come later."""
    draft = _draft(request, pk)
    error, slug = "", request.POST.get("slug", "")
    found = _looked(draft)
    needed = papers.needed(found)
    upload = request.FILES.get("file")
    if upload is not None and slug in {one.slug for one in needed}:
        try:
            drafts.lay(draft, slug, upload=upload, by=mine.actor(request.phone), at=timezone.now())
        except (file_rules.FalseType, file_rules.TooLarge) as fault:
            error = file_sentence(fault)
        except casework.Refused as refused:
            error = str(refused.message)
        else:
            return redirect("yojana:papers", draft.pk)
    language = get_language() or "hi"
    rows = [(one, one.title.say(language), len(draft.papers.get(one.slug, []))) for one in needed]
    page = {**_page(draft, found), "rows": rows, "error": error}
    return render(request, "schemes/public/papers.html", page, status=422 if error else 200)


@phone_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: PhoneRequest, pk: UUID) -> HttpResponse:
    """Read everything back; send."""
    draft = _draft(request, pk)
    found = _looked(draft)
    error = ""
    if request.method == "POST":
        by = mine.actor(request.phone)
        try:
            case = drafts.send(draft, channel=Case.Channel.PORTAL, by=by, at=timezone.now())
        except casework.Refused as refused:
            error = str(refused.message)
        else:
            return redirect("yojana:claim", case.number)
    days = rulebook.book().number("claims.whole_days", clock.day(timezone.now()))
    page = {
        **_page(draft, found),
        "told": shown.told(_told(draft, found), found.edition, choices={MEMBER: whose.choices(_about(draft))}),
        "error": error,
        "days": days,
        "apply_by": looking.apply_by(found),
    }
    return render(request, "schemes/public/review.html", page, status=422 if error else 200)


@require_POST
@phone_required
def drop(request: PhoneRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away with its papers."""
    draft = _draft(request, pk)
    for paper in files.attached(draft.stream):
        stored.remove(paper, at=timezone.now())
    drafts.drop(draft)
    messages.success(request, pgettext("application", "The draft is gone."))
    return redirect("yojana:start")


def _draft(request: PhoneRequest, pk: UUID) -> Draft:
    """Return the visitor's own draft; one that was sent leads on to its claim."""
    by = mine.actor(request.phone)
    rows = Draft.objects.select_related("worker__district", "worker__place", "worker__family")
    return get_object_or_404(rows, pk=pk, by=by.key, claim=None)


def _looked(draft: Draft) -> Outcome:
    on = drafts.counts_on(draft, at=timezone.now())
    told = registers.filled(draft.worker, draft.scheme, asked.as_told(drafts.values(draft)), on=on)
    return looking.at(looking.Case(draft.worker, draft.scheme, told, on))


def _about(draft: Draft) -> whose.About:
    on = drafts.counts_on(draft, at=timezone.now())
    told = registers.filled(draft.worker, draft.scheme, asked.as_told(drafts.values(draft)), on=on)
    return whose.about(draft.worker, draft.scheme, told, on=on)


def _told(draft: Draft, found: Outcome) -> dict[str, object]:
    """Return what was told and what the family's register tells in its stead: each can be corrected."""
    facts, values = rulebook.book().scheme_rules.facts, _about(draft).values
    names = [name for name in asked.leaves(found.edition) if values.get(name) is not None]
    return {
        name: fact_forms.plain(facts[name], values[name]) for name in names if name != MEMBER or name in draft.facts
    }


def _page(draft: Draft, found: Outcome) -> dict[str, object]:
    lines, about = shown.live(found), _about(draft)
    named = {one.number for one in mine.workers(draft.worker.phone)}
    return {
        "cautions": [
            *whose.of_member(about),
            *registers.differing(about, on=found.edition.from_on),
            *whose.again(about, looking.event_on(found), known=named),
        ],
        "draft": draft,
        "who": draft.worker,
        "scheme": found.edition.scheme,
        "lines": lines,
        "holding": [one for one in lines if one.result],
        "failing": [one for one in lines if one.result is False],
        "gifts": shown.gifts(found),
    }
