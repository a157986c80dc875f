"""One review: its agenda with replies, decisions while it is in progress, minutes after it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.lib import clock
from shramsetu.monitoring.reviews import forms, meeting, powers, queries, terms, words
from shramsetu.monitoring.reviews.actions import agendas, planning
from shramsetu.monitoring.reviews.models import AgendaItem, Review
from shramsetu.monitoring.reviews.rules import times
from shramsetu.monitoring.reviews.views import page
from shramsetu.offices.access import DeskRequest, post_required


@require_safe
@post_required(*page.READERS)
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a review as far as it has come."""
    return shown(request, page.found(request, pk))


def shown(request: DeskRequest, found: Review, *, order: forms.Order | None = None) -> HttpResponse:
    """Show a review with the form of its next decision, or with the one that was refused."""
    at = timezone.now()
    items, decided = queries.agenda(found), queries.decisions(found)
    is_chair = powers.is_chair(request.post.pk, found) and not request.actor.assists
    may_decide = is_chair and found.state == Review.State.OPEN
    if may_decide and order is None:
        order = forms.Order(review=found, items=items, today=clock.day(at))
    ends = (
        times.minutes_due(found.closed_at, terms.figure("reviews.minutes_minutes", found.on))
        if found.closed_at
        else None
    )
    context = {
        "review": found,
        "title": words.title(found),
        "look": words.LOOK[found.state],
        "stands": words.stands(found, clock.day(at)),
        "lines": [_line(request, found, n, one) for n, one in enumerate(items, 1)],
        "decisions": [(one, words.DECISION_LOOK[one.case.state], words.DECISION[one.case.state]) for one in decided],
        "opens": queries.opens([*(one.case_id for one in items), *(one.pk for one in decided)], request.actor),
        "minutes": queries.minutes(found),
        "minutes_due": ends,
        "is_chair": is_chair,
        "is_planned": found.state == Review.State.PLANNED,
        "is_open": found.state == Review.State.OPEN,
        "is_over": found.state == Review.State.CLOSED,
        "may_join": found.state in (Review.State.PLANNED, Review.State.OPEN),
        "subject": meeting.subject(found),
        "order": order if may_decide else None,
        "own": None if request.actor.assists else forms.Own(),
        "hours": terms.figure("reviews.agenda_hours", found.on),
        "minutes_long": planning.length(found),
    }
    status = 422 if order is not None and order.errors else 200
    return render(request, "monitoring/reviews/review.html", context, status=status)


def _line(request: DeskRequest, found: Review, number: int, item: AgendaItem) -> dict[str, object]:
    """Return one subject as it is drawn; who is asked gets the form of the reply."""
    language = words.language()
    may = found.state in (Review.State.PLANNED, Review.State.OPEN) and powers.may_answer(request.actor, item)
    return {
        "number": number,
        "item": item,
        "title": item.title(language),
        "why": words.why(item.why),
        "reason": item.reason(language),
        "answers": list(item.answers.all()),
        "decisions": list(item.decisions.all()),
        "form": forms.Reply(prefix=f"item{item.pk}") if may else None,
    }


@require_POST
@post_required(*page.READERS)
def answer(request: DeskRequest, pk: int, item: int) -> HttpResponse:
    """Write a reply to a subject."""
    found = page.found(request, pk)
    row = get_object_or_404(AgendaItem.objects.select_related("owner", "review"), review=found, pk=item)
    form = forms.Reply(request.POST, prefix=f"item{row.pk}")
    text = form.cleaned_data["text"] if form.is_valid() else ""
    act: Callable[[], object] = lambda: agendas.answer(row, text, by=request.actor, at=timezone.now())  # noqa: E731
    return page.done(request, found, act, _("Your answer is written down."), f"#item-{row.pk}")


@require_POST
@post_required(*page.READERS)
def lay(request: DeskRequest, pk: int) -> HttpResponse:
    """Lay an own issue of the office on the table."""
    found = page.found(request, pk)
    form = forms.Own(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    return page.done(
        request, found, lambda: agendas.lay(found, text, by=request.actor, at=timezone.now()), _("It is on the agenda.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*powers.CALLERS)
def arrange(request: DeskRequest, pk: int) -> HttpResponse:
    """Move a review, give it an outside link, name its deputy."""
    found = page.found(request, pk)
    page.must_chair(request, found)
    local = clock.local(found.begins_at)
    first = {
        "day": local.date(),
        "hour": local.time(),
        "outside_link": found.outside_link,
        "deputy": found.deputy.code if found.deputy else "",
    }
    form = forms.WhenForm(request.POST if request.method == "POST" else None, chair=found.chair, initial=first)

    def act() -> object:
        return planning.arrange(
            found,
            begins_at=form.begins_at,
            outside_link=form.cleaned_data["outside_link"],
            deputy=form.named,
            by=request.actor,
            at=timezone.now(),
        )

    if form.is_valid() and page.takes(form, act):
        return page.done(request, found, lambda: None, _("The review is arranged anew."))
    context = {"form": form, "review": found, "title": words.title(found)}
    return render(request, "monitoring/reviews/arrange.html", context, status=422 if form.errors else 200)


@require_POST
@post_required(*powers.CALLERS)
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Cancel a review with a reason."""
    found = page.found(request, pk)
    reason = str(request.POST.get("reason", ""))
    return page.done(
        request,
        found,
        lambda: planning.cancel(found, reason=reason, by=request.actor, at=timezone.now()),
        _("The review is cancelled."),
    )
