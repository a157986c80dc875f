"""The presiding officer's pages: today's list, what came of a date, an order written and signed, a date moved."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import doing, rules
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.casework.words import SAY
from shramsetu.hearings import court, named, shown
from shramsetu.hearings.actions import dating, orders, sittings, video
from shramsetu.hearings.actions.dating import Video
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.forms import bench as forms
from shramsetu.hearings.models import Hearing, Matter, Order
from shramsetu.hearings.papers import order as order_paper
from shramsetu.hearings.queries import dates, forums, registers
from shramsetu.hearings.rules import meter
from shramsetu.hearings.views.roles import WORKERS
from shramsetu.hearings.words import SAY as REFUSED
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required


@post_required(*WORKERS)
@require_safe
def today(request: DeskRequest) -> HttpResponse:
    """Show the list of a day of one's forums, and the orders that wait for a signature with their hours."""
    at = timezone.now()
    on = clock.named(request.GET.get("on", ""), clock.day(at))
    kept = list(forums.kept_by(request.actor))
    language = named.language()
    now = clock.day(at)
    lists = [(one, one.name(language), _rows(list(dates.of_day(one, on))), dates.stranded(one, now)) for one in kept]
    allowed = rules.figure("hearings.order_hours", at)
    meters = [
        (case, meter.hours(heard_at, at), meter.is_late(heard_at, at, allowed))
        for case, heard_at in registers.unsigned(kept)
    ]
    page = {"on": on, "lists": lists, "meters": meters, "allowed": allowed, "form": forms.ListDay(initial={"on": on})}
    return render(request, "hearings/today.html", page)


def _rows(rows: list[Hearing]) -> list[dict[str, object]]:
    people = named.litigants_of([one.matter for one in rows])
    put_off = sittings.put_off_of(one.matter_id for one in rows)
    return [
        {
            "hearing": one,
            "case": one.matter.case,
            "number": shown.number(one.matter),
            "title": named.title(one.matter, people[one.matter_id]),
            "purpose": court.purpose(one.purpose),
            "put_off": put_off.get(one.matter_id, 0),
            "room": video.subject(one.matter),
        }
        for one in rows
    ]


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def hear(request: DeskRequest, number: str) -> HttpResponse:
    """Ask what came of the date; write it down."""
    row, at = matter_for(request, number), timezone.now()
    casework.step_for(row.case, "hear", by=request.actor)
    held = dates.fixed(row)
    people = named.litigants(row)
    free = dating.free_hours(row, after=clock.day(at), at=at)
    given = {"data": request.POST} if request.method == "POST" else {}
    form = forms.Held(people=people, free=list(free), **given)
    if request.method == "POST" and form.is_valid():
        detail = form.came.detail
        done = _take(request, row, "hear", detail, form)
        if done is not None:
            return done
    page = {
        "case": row.case,
        "matter": row,
        "held": held,
        "room": video.subject(row),
        "purpose": court.purpose(held.purpose) if held else "",
        "put_off": court.put_off(row),
        "form": form,
    }
    return render(request, "hearings/hear.html", page, status=422 if form.errors else 200)


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def order(request: DeskRequest, number: str) -> HttpResponse:
    """Choose a template, write the order, keep the draft, sign it."""
    row, at = matter_for(request, number), timezone.now()
    if request.post.pk not in (row.forum.post_id, row.forum.registry_id):
        raise Http404  # what is being written is nobody else's to read
    draft = Order.objects.filter(matter=row, signed_at=None).first()
    wanted = request.POST.get("template") or request.GET.get("template") or (draft.template if draft else "")
    rule = rulebook.book().law.orders.get(wanted)
    if rule is None:
        return render(request, "hearings/order_choose.html", {"case": row.case, "matter": row, "rules": _rules(row)})
    form = forms.Draft(request.POST if request.method == "POST" else None, initial=_words(row, draft, wanted))
    money = forms.Sum(request.POST if request.method == "POST" and rule.money else None, initial=_sum(row))
    if request.method == "POST" and form.is_valid() and (not rule.money or money.is_valid()):
        done = _write(request, row, form, money if rule.money else None)
        if done is not None:
            return done
    page = {
        "case": row.case,
        "matter": row,
        "rule": rule,
        "form": form,
        "money": money if rule.money else None,
        "draft": draft,
        "hours": meter.hours(draft.heard_at, at) if draft else None,
        "late": draft is not None and meter.is_late(draft.heard_at, at, rules.figure("hearings.order_hours", at)),
        "may_sign": row.case.holder_id == request.post.pk and not request.actor.assists,
        "law": shown.law(row),
    }
    return render(request, "hearings/order.html", page, status=422 if form.errors or money.errors else 200)


def _write(request: DeskRequest, row: Matter, form: forms.Draft, money: forms.Sum | None) -> HttpResponse | None:
    try:
        orders.draft(row.case, form.written, by=request.actor, at=timezone.now())
    except casework.Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return None
    if "sign" not in request.POST:
        messages.success(request, gettext("The draft is kept."))
        return redirect("hearings:order", row.case.number)
    return _take(request, row, "sign", {"given": money.given} if money else {}, form)


def _take(request: DeskRequest, row: Matter, verb: str, detail: dict[str, object], form: object) -> HttpResponse | None:
    """Take a step with a form; return where it leads, or None with what is wrong in the form."""
    fields, add = form.fields, form.add_error  # type: ignore[attr-defined]
    try:
        seen = request.POST.get("seen", "")
        doing.take_or_propose(
            row.case,
            verb,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
            by=request.actor,
            at=timezone.now(),
            detail=detail,
        )
    except casework.Refused as refused:
        add(refused.field if refused.field in fields else None, str(refused.message))
        return None
    except casework.NotAllowed:
        add(None, str(REFUSED["not_yours"]))
        return None
    except casework.Stale:
        add(None, str(SAY["stale"]))
        return None
    messages.success(request, gettext("Done, and written in the journal."))
    return redirect("desk:case", row.case.number)


def _rules(row: Matter) -> list[tuple[str, str, str]]:
    language, kinds = named.language(), dict(Order.Kind.choices)
    decided = row.case.state in ("awarded", "unpaid", "recovering")
    return [
        (slug, one.title.say(language), str(kinds[one.kind]))
        for slug, one in rulebook.book().law.orders.items()
        if row.forum.kind in one.forums and (not decided or one.kind == "correction")
    ]


def _words(row: Matter, draft: Order | None, template: str) -> dict[str, object]:
    if draft is not None and draft.template == template:
        words = court.order(draft, row.case)
        corrects = draft.corrects.seq if draft.corrects else None
        known = {"text": words.text, "operative": words.operative, "comply_by": draft.comply_by, "corrects": corrects}
        return {"template": template, **known}
    written = orders.prefilled(row, template, at=timezone.now())
    return {
        "template": template,
        "text": written.text,
        "operative": written.operative,
        "comply_by": written.comply_by,
    }


def _sum(row: Matter) -> dict[str, object]:
    at = timezone.now()
    rule = shown.rule(row)
    known: dict[str, object] = {}
    if row.amount_paise:
        rupees, paise = divmod(row.amount_paise, 100)
        known["amount"] = f"{rupees}.{paise:02d}" if paise else str(rupees)
    if rule.family == "security":
        known["interest_percent"] = rules.figure("hearings.award_interest_percent", at)
        known["interest_from"] = row.cause_on
    return known


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def move(request: DeskRequest, number: str) -> HttpResponse:
    """Move the date of a matter to another hour; fix one where there is none."""
    row, at = matter_for(request, number), timezone.now()
    held = dates.fixed(row)
    form = forms.Move(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        on_at, why, by = form.cleaned_data["on_at"], form.cleaned_data["why"], request.actor
        done = _done(
            request,
            form,
            lambda: (
                sittings.move(held, on_at, why=why, by=by, at=at)
                if held
                else sittings.list_for(row, on_at, purpose=row.next_purpose or "appearance", by=by, at=at)
            ),
        )
        if done:
            return redirect("desk:case", number)
    free = dating.free_hours(row, after=clock.day(at), at=at)
    link = forms.Link(initial={"by_video": held.by_video, "video_link": held.video_link} if held else {})
    page = {"case": row.case, "matter": row, "held": held, "form": form, "free": free, "link": link}
    return render(request, "hearings/move.html", page, status=422 if form.errors else 200)


@post_required(*WORKERS)
@require_POST
@of_case
def link(request: DeskRequest, number: str) -> HttpResponse:
    """Hold the date of a matter by video too, or no longer."""
    row, at = matter_for(request, number), timezone.now()
    held, form = dates.fixed(row), forms.Link(request.POST)
    if held is None or not form.is_valid():
        messages.error(request, str(forms.NO_LINK))
        return redirect("hearings:move", number)
    given = Video(form.cleaned_data["by_video"], form.cleaned_data["video_link"])
    _done(request, form, lambda: sittings.set_video(held, given, by=request.actor, at=at))
    return redirect("hearings:move", number)


@post_required(*WORKERS)
@require_safe
@of_case
def order_pdf(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Give a signed order as a Hindi PDF."""
    row = matter_for(request, number)
    found = get_object_or_404(Order, matter=row, seq=seq, signed_at__isnull=False)
    return order_paper.response(row, found)


def _done(request: DeskRequest, form: object, do: Callable[[], object]) -> bool:
    try:
        do()
    except casework.Refused as refused:
        field = refused.field if refused.field in form.fields else None  # type: ignore[attr-defined]
        form.add_error(field, str(refused.message))  # type: ignore[attr-defined]
        return False
    except casework.Stale:
        form.add_error(None, str(SAY["stale"]))  # type: ignore[attr-defined]
        return False
    messages.success(request, gettext("Done, and written in the journal."))
    return True


def matter_for(request: DeskRequest, number: str) -> Matter:
    """Return the matter of this number that the post sees; 404 for anything else."""
    case = case_for(request, number)
    if case.kind != KIND:
        raise Http404
    found = Matter.objects.select_related("forum__post__place", "forum__registry", "forum__place").get(pk=case.pk)
    found.case = case
    return found
