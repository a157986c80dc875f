"""Meetings: called with their agenda, written up, printed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import committee_forms as forms
from shramsetu.bonded import minutes as papers
from shramsetu.bonded import powers
from shramsetu.bonded.actions import committees as actions
from shramsetu.bonded.models import Meeting
from shramsetu.bonded.queries import committees as queries
from shramsetu.bonded.reports import sight
from shramsetu.bonded.reports.sight import MAGISTRATES
from shramsetu.bonded.views.committees import committee_for
from shramsetu.bonded.views.desk import seen_by
from shramsetu.casework import pdf
from shramsetu.casework.actions import Refused
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest


@seen_by(*MAGISTRATES)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: DeskRequest, pk: int) -> HttpResponse:
    """Call a meeting."""
    one = committee_for(request, pk)
    at = timezone.now()
    form = forms.Call(request.POST or None, at=at)
    if form.is_valid():
        try:
            made = actions.call(one, **form.cleaned_data, by=request.actor, at=at)
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            called = gettext("The meeting is called; the agenda is filled from what is open.")
            entered = gettext("The meeting is entered; write its minutes now.")
            messages.success(request, called if made.meets_at > at else entered)
            return redirect("bonded:meeting", made.pk)
    return render(request, "bonded/call.html", {"form": form, "committee": one}, status=422 if form.errors else 200)


@seen_by()
@require_safe
def meeting(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a meeting: agenda, who came, what was decided, what became of the actions."""
    one = meeting_for(request, pk)
    page = {
        **papers.contents(one, papers.read_by(one, request.actor)),
        "may_write": one.state == Meeting.State.CALLED
        and powers.may(request.actor, powers.MINUTES, one.committee.district, at=timezone.now()),
        "cancel": forms.Cancel(),
        "at": timezone.now(),
    }
    return render(request, "bonded/meeting.html", page)


@seen_by(*MAGISTRATES)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: DeskRequest, pk: int) -> HttpResponse:
    """Write the minutes."""
    one, at = meeting_for(request, pk), timezone.now()
    seats = queries.sitting([one.committee], on=clock.day(one.meets_at))[one.committee_id]
    form = forms.Minutes(request.POST or None, meeting=one, seats=seats)
    if form.is_valid():
        try:
            held = actions.hold(one, form.values, by=request.actor, at=at)
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            said = gettext("The minutes are written. Print, sign and scan them back.")
            without = gettext("There was no quorum: the meeting is adjourned, and the time for the next one runs on.")
            messages.success(request, said if held.state == Meeting.State.HELD else without)
            return redirect("bonded:meeting", one.pk)
    page = {**papers.contents(one, papers.read_by(one, request.actor)), "form": form}
    return render(request, "bonded/minutes.html", page, status=422 if form.errors else 200)


@seen_by(*MAGISTRATES)
@require_POST
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Cancel a meeting that was called."""
    one, form = meeting_for(request, pk), forms.Cancel(request.POST)
    if form.is_valid():
        try:
            actions.cancel(one, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
        except Refused as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, gettext("The meeting is cancelled."))
    else:
        messages.error(request, gettext("Say why the meeting is not held."))
    return redirect("bonded:meeting", one.pk)


@seen_by()
@require_safe
def paper(request: DeskRequest, pk: int) -> HttpResponse:
    """Print the agenda of a meeting that was called, the minutes of one that was held."""
    one = meeting_for(request, pk)
    name = f"committee-{one.committee_id}-meeting-{one.number}"
    with translation.override("hi"):
        return pdf.response(
            "bonded/minutes_print.html", papers.contents(one, papers.read_by(one, request.actor)), name=name
        )


def meeting_for(request: DeskRequest, pk: int) -> Meeting:
    """Return a meeting within the sight of the post; one elsewhere is not found."""
    districts = [one.pk for one in sight.districts(request.post)]
    rows = Meeting.objects.filter(committee__district__in=districts).select_related("committee__district", "paper")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found
