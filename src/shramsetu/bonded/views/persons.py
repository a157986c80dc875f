"""Pages of a person: the statement with its limbs, the finding drafted and signed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shramsetu.bonded import powers, reasoning, unsealed
from shramsetu.bonded.actions import findings, reading, versions
from shramsetu.bonded.models import Bondage, Finding, Survivor
from shramsetu.bonded.person_forms import PAISE, FindingForm, StatementForm
from shramsetu.bonded.rules import limbs
from shramsetu.bonded.views.of_person import person_page
from shramsetu.bonded.views.operations import WORKERS
from shramsetu.casework import actions as casework
from shramsetu.casework import timeline
from shramsetu.casework.actions import NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.casework.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

DRAFT, SIGN = "draft", "sign"


def examined(request: DeskRequest, case: Case) -> Survivor:
    """Return the person; raises NotAllowed unless the post examines and signs there."""
    return reading.examined(case, by=request.actor)


@post_required(*WORKERS)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(examined)
def statement(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Take the statement; what another wrote meanwhile is said, and nothing that was typed is lost."""
    casework.step_for(survivor.case, "record_statement", by=request.actor)
    if request.method == "GET":
        known = reading.reveal(survivor, reading.P3, purpose="finding", by=request.actor, at=timezone.now())
        return _page(request, survivor, StatementForm(initial=_begun(survivor, known)), "bonded/statement.html")
    form = StatementForm(request.POST)

    def put() -> None:
        findings.record(survivor, form.said, seen=_seen(request), by=request.actor, at=timezone.now())

    return _answer(request, survivor, form, put, "bonded/statement.html")


@post_required(*WORKERS, Role.MANDAL)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(examined)
def finding(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Draft the finding, or sign it."""
    if survivor.case.state not in ("stated", "inquiry", "review"):
        if not survivor.findings.exclude(signed_at=None).exists():
            raise NotAllowed("finding")
        messages.info(request, gettext("The finding is signed already; it stands in the case under “Findings”."))
        return redirect("desk:case", survivor.case.number)
    at = timezone.now()
    if request.method == "GET":
        reading.reveal(survivor, reading.P3, purpose="finding", by=request.actor, at=at)
        return _finding_page(request, survivor, FindingForm(initial=_drafted(survivor, request.actor)))
    form = FindingForm(request.POST)
    verb = "decide_review" if survivor.case.state == "review" else "find"

    def put() -> None:
        given, seen = form.cleaned_data, _seen(request)
        if request.POST.get("do") == SIGN:
            casework.take(survivor.case, verb, seen=seen, by=request.actor, at=at, detail=given)
        else:
            findings.draft(
                survivor, verdict=given["verdict"], reasons=given["text"], seen=seen, by=request.actor, at=at
            )

    return _answer(request, survivor, form, put, "bonded/finding.html", finding=True)


def _answer(
    request: DeskRequest,
    survivor: Survivor,
    form: forms.Form,
    put: Callable[[], None],
    template: str,
    *,
    finding: bool = False,
) -> HttpResponse:
    show = _finding_page if finding else _statement_page
    if not form.is_valid():
        return show(request, survivor, form, status=422)
    try:
        put()
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return show(request, survivor, form, status=422)
    except Stale:
        return _stale(request, survivor, form, show)
    messages.success(request, gettext("Written down."))
    return redirect("desk:case", survivor.case.number)


def _stale(
    request: DeskRequest, survivor: Survivor, form: forms.Form, show: Callable[..., HttpResponse]
) -> HttpResponse:
    """Show what changed since, with everything that was typed still in the form."""
    survivor.case.refresh_from_db()
    entries = timeline.entries(survivor.case, after=max(_seen(request), 0))
    changed = timeline.story(survivor.case, entries, by=request.actor)
    form.add_error(None, str(SAY["stale"]))
    return show(request, survivor, form, status=409, changed=changed)


def _statement_page(
    request: DeskRequest, survivor: Survivor, form: forms.Form, *, status: int = 200, **more: object
) -> HttpResponse:
    return _page(request, survivor, form, "bonded/statement.html", status=status, **more)


def _finding_page(
    request: DeskRequest, survivor: Survivor, form: forms.Form, *, status: int = 200, **more: object
) -> HttpResponse:
    at, found = timezone.now(), findings.limbs_of(survivor)
    waiting = findings.unsigned(survivor)
    own = waiting is not None and waiting.drafted_by == request.actor.key and survivor.case.state != "review"
    context = {
        "limbs": reasoning.rows(found),
        "suggested": dict(Finding.Verdict.choices)[limbs.suggested(found).value],
        "waiting": waiting,
        "versions": versions.listed(survivor),
        "may_sign": findings.may_sign(survivor, request.actor, at=at),
        "may_draft": not findings.reviews_above(survivor.case, request.actor),
        "is_own_draft": own and powers.may(request.actor, powers.FINDING, survivor.case.district, at=at),
    }
    return _page(request, survivor, form, "bonded/finding.html", status=status, **context, **more)


def _page(
    request: DeskRequest, survivor: Survivor, form: forms.Form, template: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"survivor": survivor, "case": survivor.case, "form": form, **more}
    return render(request, template, context, status=status)


def _begun(survivor: Survivor, known: dict[str, object]) -> dict[str, object]:
    """Return what was written before, for the form."""
    words = {name: known.get(name, "") for name in ("statement", "language", "interpreter")}
    words["away"] = {True: "yes", False: "no"}.get(known.get("away"), "")  # type: ignore[call-overload]
    row = Bondage.objects.filter(pk=survivor.pk).first()
    if row is None:
        return {**words, "laboured": "yes"}
    found = findings.limbs_of(survivor)
    evidence = {f"for_{name}": text for name, text in found.for_it.items()}
    evidence |= {f"against_{name}": text for name, text in found.against_it.items()}
    rupees = {
        name: None if paise is None else paise // PAISE
        for name, paise in (
            ("advance", row.advance_paise),
            ("wage_day", row.wage_day_paise),
            ("minimum_day", row.minimum_day_paise),
        )
    }
    plain = {name: getattr(row, name) for name in ("from_on", "to_on", "advance_on", "hours_day")}
    signs = {f"sign_{name}": level for name, level in row.indicators.items()}
    yes = {"laboured": "yes" if row.laboured else "no", "papers_held": "yes" if row.papers_held else "no"}
    return {**words, **evidence, **rupees, **plain, **signs, **yes}


def _drafted(survivor: Survivor, by: Actor) -> dict[str, object]:
    """Return the draft that waits, else one put together from what was written limb by limb."""
    waiting = findings.unsigned(survivor)
    if waiting is not None:
        return {"verdict": waiting.verdict, "text": unsealed.words(survivor.case, by).read(waiting.reasons)}
    found = findings.limbs_of(survivor)
    return {"verdict": limbs.suggested(found).value, "text": reasoning.composed(found)}


def _seen(request: DeskRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() else -1
