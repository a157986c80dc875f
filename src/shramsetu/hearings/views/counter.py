"""Bringing a matter for somebody who is there, or on the telephone: everything on one page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from shramsetu.casework import actions as casework
from shramsetu.casework import doorstep
from shramsetu.casework.models import Case
from shramsetu.hearings import screens
from shramsetu.hearings.actions import drafts
from shramsetu.hearings.forms.asking import Counter
from shramsetu.hearings.views.roles import FILERS
from shramsetu.lib import clock, numbers
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

CHANNELS: dict[str, str] = {
    Role.SERVICE_CENTRE: Case.Channel.CSC,
    Role.CSC: Case.Channel.CSC,
    Role.OPERATOR: Case.Channel.CALL,
}


@post_required(*FILERS)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: DeskRequest) -> HttpResponse:
    """Ask everything; look at the time limit; send."""
    by, at = request.actor, timezone.now()
    if request.method != "POST":
        call = request.GET.get("call", "")
        begun = {"call": call, "matter": request.GET.get("matter", ""), **doorstep.begins(call, by)}
        return render(request, "hearings/file.html", {"form": Counter(initial=begun, told={})})
    form = Counter(request.POST, told={})
    if not form.is_valid():
        return render(request, "hearings/file.html", {"form": form}, status=422)
    told = screens.plain(form.cleaned_data)
    timely = screens.timely(told, today=clock.day(at))
    if "look" in request.POST:
        return render(request, "hearings/file.html", {"form": form, "timely": timely, "looked": True})
    draft = drafts.tell(drafts.begin(by=by, at=at), told, at=at)
    try:
        case = drafts.send(draft, channel=CHANNELS.get(by.role, Case.Channel.DESK), by=by, at=at)
    except casework.Refused as refused:
        drafts.drop(draft, at=at)
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return render(request, "hearings/file.html", {"form": form, "timely": timely}, status=422)
    doorstep.follows(case, form.cleaned_data["call"], by=by, at=at)
    said = {"number": numbers.spaced(case.number)}
    messages.success(request, gettext("The matter is filed. Tell the number: %(number)s") % said)
    return redirect("hearings:filed", case.number)
