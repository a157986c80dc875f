"""What magistrates do with a certificate after its issue: correct, supersede, cancel, issue anew, sign by e-sign."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shramsetu.bonded import scope
from shramsetu.bonded.actions import certificates
from shramsetu.bonded.forms import papers as forms
from shramsetu.bonded.models import Certificate, Survivor
from shramsetu.bonded.papers import esign
from shramsetu.bonded.views.who import SIGNERS
from shramsetu.casework.actions import Refused
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.journal.rules import Actor
from shramsetu.offices.access import DeskRequest, post_required

TITLES: dict[str, str | Promise] = {
    "correct": _("Correct the certificate"),
    "supersede": _("Issue another certificate in its place"),
    "cancel": _("Cancel the certificate"),
    "anew": _("Issue a certificate again"),
    "esign": _("Sign electronically"),
}
WITHOUT_REASON = frozenset({"anew", "esign"})
Standing = Certificate.Standing


@post_required(*SIGNERS)
@require_http_methods(["GET", "POST"])
@of_case
def change(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Ask for the reason, and do it."""
    case = case_for(request, number)
    survivor = scope.survivors(request.actor).filter(pk=case.pk).select_related("case__district").first()
    if verb not in TITLES or survivor is None:
        raise Http404(gettext("There is no such step."))
    certificate = certificates.in_force(survivor)
    form = forms.ReasonForm(request.POST or None) if verb not in WITHOUT_REASON else None
    trouble = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        try:
            said = _do(verb, survivor, certificate, reason, by=request.actor, at=timezone.now())
        except Refused as error:
            trouble = str(error.message)
        else:
            messages.success(request, said)
            return redirect("bonded:case_papers", number)
    context = {
        "case": case,
        "certificate": certificate,
        "form": form,
        "title": TITLES[verb],
        "verb": verb,
        "trouble": trouble,
        "is_esign_here": esign.signer() is not None,
    }
    status = 422 if trouble or (form and form.errors) else 200
    return render(request, "bonded/papers/change.html", context, status=status)


def _do(verb: str, survivor: Survivor, certificate: Certificate | None, reason: str, *, by: Actor, at: datetime) -> str:
    if verb == "anew":
        made = certificates.issue_anew(survivor, by=by, at=at)
        return gettext("Issued: %(number)s") % {"number": made.paper.number}
    if certificate is None:
        raise Refused(_("No certificate is in force."))
    return _DEEDS[verb](certificate, reason, by, at)


def _correct(certificate: Certificate, reason: str, by: Actor, at: datetime) -> str:
    made = certificates.replace(certificate, standing=Standing.CORRECTED, reason=reason, by=by, at=at)
    return gettext("Issued: %(number)s") % {"number": made.paper.number}


def _supersede(certificate: Certificate, reason: str, by: Actor, at: datetime) -> str:
    made = certificates.replace(certificate, standing=Standing.SUPERSEDED, reason=reason, by=by, at=at)
    return gettext("Issued: %(number)s") % {"number": made.paper.number}


def _cancel(certificate: Certificate, reason: str, by: Actor, at: datetime) -> str:
    certificates.cancel(certificate, reason=reason, by=by, at=at)
    return gettext("Cancelled: %(number)s") % {"number": certificate.paper.number}


def _esign(certificate: Certificate, reason: str, by: Actor, at: datetime) -> str:
    del reason
    certificates.sign_electronically(certificate, by=by, at=at)
    return gettext("Signed: %(number)s") % {"number": certificate.paper.number}


_DEEDS: dict[str, Callable[[Certificate, str, Actor, datetime], str]] = {
    "correct": _correct,
    "supersede": _supersede,
    "cancel": _cancel,
    "esign": _esign,
}
