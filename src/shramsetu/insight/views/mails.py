"""Which scheduled reports a post gets by e-mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from shramsetu.insight import mailings, scope
from shramsetu.insight.models import Mailing
from shramsetu.insight.views.page import seen
from shramsetu.offices.access import DeskRequest


@require_http_methods(["GET", "HEAD", "POST"])
@seen
def mails(request: DeskRequest) -> HttpResponse:
    scope.sight(request.post)
    if request.method == "POST":
        wanted = [name for name in request.POST.getlist("report") if name in Mailing.Report.values]
        mailings.choose(request.post, wanted, by=request.actor, at=timezone.now())
        messages.success(request, gettext("Kept. Reports go to the e-mail address of whoever holds the post."))
        return redirect("insight:mails")
    reports = [(name, word, mailings.wants(request.post, name)) for name, word in Mailing.Report.choices]
    return render(request, "insight/mails.html", {"reports": reports, "email": request.user.email})
