"""The day on a phone: targets, what is red, what waits for approval, reviews, decisions; the page of the morning."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shramsetu.casework import doing
from shramsetu.lib import clock
from shramsetu.monitoring import scope
from shramsetu.monitoring.reviews import forms, papers, queries, reds, words
from shramsetu.monitoring.reviews.actions import mornings, remarking
from shramsetu.monitoring.reviews.models import Morning
from shramsetu.monitoring.reviews.rules import agenda
from shramsetu.monitoring.reviews.views import page
from shramsetu.monitoring.targets import board
from shramsetu.monitoring.targets import queries as targets
from shramsetu.monitoring.targets import terms as target_terms
from shramsetu.monitoring.targets import words as target_words
from shramsetu.monitoring.targets.actions import setting
from shramsetu.monitoring.targets.models import TargetSet
from shramsetu.monitoring.targets.views import page as targets_page
from shramsetu.offices.access import DeskRequest, post_required

MOST, EACH = 20, 8
LAST_DAYS = timedelta(days=7)


@require_safe
@post_required(*scope.WATCHERS)
def today(request: DeskRequest) -> HttpResponse:
    """Show the post's day in one narrow column."""
    if not papers.watches(request.post):
        raise Http404
    at = timezone.now()
    on, place = clock.day(at), targets_page.home(request)
    context = {
        "on": on,
        "place": place,
        "tiles": board.tiles(place, on),
        **_red(request, on),
        "waiting": _waiting(request),
        "drafts": 0 if request.actor.assists else len(doing.tray(request.post.pk)),
        "next": [(one, words.title(one), words.LOOK[one.state]) for one in queries.next_for(request.post, at)],
        "owed": queries.owed_by(request.post)[:10],
        "seen": queries.to_be_seen_by(request.post)[:10],
        "said": queries.said_to(request.post, on - LAST_DAYS),
        "has_morning": Morning.objects.filter(pk=on).exists(),
    }
    return render(request, "monitoring/reviews/today.html", context)


def _red(request: DeskRequest, on: date) -> dict[str, object]:
    """Return what is red in the post's part of the state, the gravest first, with what was said of it."""
    found = reds.red(reds.of_post(request.post), on, at=timezone.now())
    taken, more = agenda.drawn(found, most=MOST, each=EACH)
    remarks = queries.remarks(one.subject for one in taken)
    language = int(words.language() == "en")
    matters, rows = [one.thing() for one in taken], []
    opens = queries.opens([one.case.pk for one in matters if one.case], request.actor)
    for number, (one, matter) in enumerate(zip(taken, matters, strict=True)):
        rows.append(
            {
                "subject": one.subject,
                "why": words.WHY[one.why],
                "title": matter.title[language],
                "reason": matter.reason[language],
                "owner": matter.owner,
                "case": matter.case if matter.case and matter.case.pk in opens else None,
                "link": matter.link,
                "remarks": remarks.get(one.subject, [])[:3],
                "form": forms.Word(initial={"subject": one.subject}, auto_id=f"red{number}_%s"),
            }
        )
    return {"red": rows, "more": more}


def _waiting(request: DeskRequest) -> list[tuple[TargetSet, str]]:
    """Return the targets that wait for this post's approval; nobody approves what they proposed."""
    if request.post.role not in setting.DECIDERS:
        return []
    rows = [one for one in targets.waiting() if one.proposed_by_id != request.actor.user_id]
    return [(one, target_words.title(target_terms.indicator(one.indicator))) for one in rows]


@require_POST
@post_required(*scope.WATCHERS)
def remark(request: DeskRequest) -> HttpResponse:
    """Write a word on a red item."""
    form = forms.Word(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write your remark."))
    elif page.takes(
        form,
        lambda: remarking.remark(
            form.cleaned_data["subject"], form.cleaned_data["text"], by=request.actor, at=timezone.now()
        ),
    ):
        messages.success(request, _("Your remark is written down; whose it is reads it."))
    else:
        messages.error(request, " ".join(str(one) for found in form.errors.values() for one in found))
    return redirect("monitoring:today")


@require_safe
@post_required(*scope.WATCHERS)
def morning(request: DeskRequest, on: str) -> HttpResponse:
    """Give the page of a morning as it was made."""
    if not papers.watches(request.post):
        raise Http404
    asked = clock.named(on, None)
    found = mornings.of(asked) if asked else None
    if found is None:
        raise Http404
    return redirect("files:attachment", found.file_id)
