"""The page before a release certificate is issued: whose it is, and one question."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shramsetu.bonded import powers
from shramsetu.bonded.actions import certificates, reading
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.shown import lines, watermark
from shramsetu.bonded.views.of_person import person_page
from shramsetu.bonded.views.who import SIGNERS
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.casework.words import SAY
from shramsetu.offices.access import DeskRequest, post_required

# What of the identity stands on the sheet.
PRINTED = ("name", "parent", "guardian", "father", "mother", "spouse", "age", "village", "address")


def signed_for(request: DeskRequest, case: Case) -> Survivor:
    """Return the person; raises NotAllowed unless the post signs certificates there."""
    survivor = Survivor.objects.select_related("native_district").get(pk=case.pk)
    survivor.case = case
    if not powers.may(request.actor, powers.CERTIFICATE, case.district, at=timezone.now()):
        raise NotAllowed("certify")
    return survivor


@post_required(*SIGNERS)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(signed_for)
def issue(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Show what will be printed; issue it when that is confirmed."""
    case, at = survivor.case, timezone.now()
    if case.state != "bonded":
        if certificates.in_force(survivor) is None:
            raise NotAllowed("certify")
        return redirect("bonded:case_papers", case.number)
    trouble = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        number = int(seen) if seen.isascii() and seen.isdigit() else -1
        try:
            casework.take(case, "certify", seen=number, by=request.actor, at=at, detail={})
        except Refused as error:
            trouble = str(error.message)
        except Stale:
            case.refresh_from_db()
            trouble = str(SAY["stale"])
        else:
            messages.success(
                request, gettext("Certificate issued. Print it, sign and seal it, and hand back the scan.")
            )
            return redirect("bonded:case_papers", case.number)
    known = reading.reveal(survivor, reading.P2, purpose=certificates.PURPOSE, by=request.actor, at=at)
    context = {
        "survivor": survivor,
        "case": case,
        "lines": lines({name: known[name] for name in PRINTED if name in known}),
        "has_name": bool(known.get("name")),
        "mark": watermark(request, at),
        "trouble": trouble,
    }
    return render(request, "bonded/papers/issue.html", context, status=422 if trouble else 200)
