"""A matter followed without sign-in: the next date, what to bring, what is to be done; steps by a proved phone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import doing, flow, sealing, timeline
from shramsetu.casework.forms import StepForm, form_for
from shramsetu.casework.models import Case
from shramsetu.casework.words import SAY
from shramsetu.hearings import court, named, offers, own, shown
from shramsetu.hearings.actions import answering, video
from shramsetu.hearings.forms.public import Look
from shramsetu.hearings.models import Filing, Matter
from shramsetu.hearings.offers import OFFERS, Offer
from shramsetu.hearings.queries import dates
from shramsetu.journal.rules import Actor
from shramsetu.offices.citizens import PhoneRequest, phone_required
from shramsetu.people import throttle

LOOKUPS, TRIES = "signin.track_per_address_minute", "signin.slip_tries_an_hour"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("sunvai", figure=LOOKUPS, span=throttle.MINUTE, methods=("POST",))
def start(request: HttpRequest) -> HttpResponse:
    """Offer to bring a matter or to look one up; list those of a proved phone."""
    at = timezone.now()
    by = own.proved(request, at=at)
    form = Look(request.POST) if request.method == "POST" else Look(initial={"number": request.GET.get("number", "")})
    page = {
        "form": form,
        "matters": _listed(by) if by else [],
        "drafts": list(own.drafts(by)) if by else [],
        "draft": own.draft(request, at=at),
    }
    if request.method != "POST":
        return render(request, "hearings/public/start.html", page)
    if not form.is_valid():
        return render(request, "hearings/public/start.html", page, status=422)
    number, given = form.cleaned_data["number"], form.cleaned_data
    try:
        throttle.count("sunvai-number", number, figure=TRIES, span=throttle.HOUR, at=at)
    except throttle.TooOften:
        return throttle.too_often(request)
    party = own.find(number, phone=given["phone"], code=given["code"])
    if party is None:
        form.add_error(None, gettext("We find no case with this number and this phone. Compare both with the slip."))
        return render(request, "hearings/public/start.html", page, status=404)
    own.open_for(request, number, party, at=at, by_code=not given["phone"])
    return redirect("sunvai:matter", number)


@never_cache
@require_safe
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """Show a matter to a party: one page, the next date first."""
    found = own.visitor(request, number, at=timezone.now())
    if found is None:
        return redirect(f"{reverse('sunvai:start')}?{urlencode({'number': number})}")
    return render(request, "hearings/public/matter.html", page(found))


@phone_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PhoneRequest, number: str, verb: str) -> HttpResponse:
    """Ask what a step needs; take it."""
    found, offer = own.visitor(request, number, at=timezone.now()), OFFERS.get(verb)
    if found is None or found.actor is None or offer is None:
        raise Http404
    case, by = found.matter.case, found.actor
    try:
        asks = form_for(casework.step_for(case, verb, by=by), case, by)
    except casework.NotAllowed:
        return moved(request, case)
    if request.method != "POST":
        return _ask(request, found.matter, offer=offer, form=_worded(asks(), offer))
    form = _worded(asks(request.POST, request.FILES), offer)
    if form.is_valid():
        try:
            doing.carry_out(form, seen=_seen(request), at=timezone.now())
        except casework.Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        except (casework.Stale, casework.NotAllowed, casework.Missing):
            return moved(request, case)
        else:
            messages.success(request, gettext("It is written down."))
            return redirect("sunvai:matter", number)
    return _ask(request, found.matter, offer=offer, form=form, status=422)


def page(found: own.Visitor) -> dict[str, object]:
    """Return what the one page of a matter shows; what the claimant is to put right is theirs alone to read."""
    row, case = found.matter, found.matter.case
    book, language = rulebook.book().law, named.language()
    purpose = book.purposes.get(row.next_purpose)
    return {
        "case": case,
        "matter": row,
        "claims": found.claims,
        "state": flow.flow_of(case.kind).by_name[case.state].portal,
        "title": book.matter(row.matter).title.say(language),
        "number": shown.number(row),
        "forum": row.forum.name(language),
        "address": row.forum.address(language),
        "purpose": purpose.plain.say(language) if purpose else "",
        "bring": shown.bring(row, claims=found.claims),
        **_video(found),
        "orders": [one for one in court.orders(row) if one.row.signed_at],
        "put_off": court.put_off(row),
        "money": court.money(row),
        "law": shown.governed_by(row),
        "defects": shown.defects(row, open_only=True) if found.claims and case.state == "defective" else [],
        "why": _refused_why(case) if found.claims and case.state in ("refused", "refused_final") else "",
        "offers": offers.of(case, found.actor) if found.actor else [],
        "replies": [one for one in shown.filings(row) if one.row.kind == Filing.Kind.REPLY],
        "asks_answer": not found.claims and answering.may_answer(case),
        "may_answer": found.answers is not None,
        "may_act": found.claims and found.actor is None and offers.are_for(case),
    }


def _refused_why(case: Case) -> str:
    """Return why it was not taken, as the presiding officer wrote it."""
    said = [one for one in timeline.entries(case) if one.verb == "refuse"]
    private = getattr(said[0], "private", None) if said else None
    return sealing.unveiled(case, str(private.body.get("reason", ""))) if private else ""


def _video(found: own.Visitor) -> dict[str, object]:
    """Return how this party joins by video: link and code of the room, and an outside link where there is one."""
    held = dates.fixed(found.matter)
    if held is None:
        return {"video": "", "door": None}
    door = video.door(found.matter, found.party.pk) if held.by_video else None
    return {"video": held.video_link or ("" if held.by_video else found.matter.forum.video_link), "door": door}


def _listed(by: Actor) -> list[tuple[Matter, str, object]]:
    table, rows = flow.flow_of("hg_matter"), list(own.matters(by))
    titles = shown.titles(rows)
    return [(one, titles.get(one.pk, ""), table.by_name[one.case.state].portal) for one in rows]


def _ask(request: HttpRequest, row: Matter, *, offer: Offer, form: StepForm, status: int = 200) -> HttpResponse:
    context = {"case": row.case, "offer": offer, "form": form, "defects": shown.defects(row, open_only=True)}
    return render(request, "hearings/public/step.html", context, status=status)


def _worded(form: StepForm, offer: Offer) -> StepForm:
    """Give the boxes the common words; what the office alone asks is left out."""
    for name in list(form.fields):
        if name.endswith("_purpose"):
            del form.fields[name]
        elif name in offer.labels:
            form.fields[name].label = offer.labels[name]  # type: ignore[assignment] # lazy words are words
    return form


def moved(request: HttpRequest, case: Case) -> HttpResponse:
    messages.error(request, str(SAY["not_allowed"]))
    return redirect("sunvai:matter", case.number)


def _seen(request: HttpRequest) -> int:
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
