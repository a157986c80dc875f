"""Where the mark of a certificate leads: anybody sees whether it is in force, and nobody whose it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shramsetu.bonded.models import Certificate
from shramsetu.people.throttle import MINUTE, limited

ROWS = ("paper__district", "magistrate__place")


@require_safe
@limited("certificate", figure="bonded.verify_a_minute", span=MINUTE, methods=("GET", "HEAD"))
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Say how a certificate stands, by whom and when it was issued; a token that is unknown is no certificate."""
    found = Certificate.objects.filter(paper__token=token).select_related(*ROWS).first()
    latest = None
    if found is not None and found.standing in (Certificate.Standing.CORRECTED, Certificate.Standing.SUPERSEDED):
        latest = (
            Certificate.objects.filter(survivor=found.survivor_id, standing="in_force").select_related("paper").first()
        )
    answer = render(
        request,
        "bonded/papers/verify.html",
        {"certificate": found, "latest": latest, "is_valid": _is_valid(found)},
        status=200 if found else 404,
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _is_valid(found: Certificate | None) -> bool:
    return found is not None and found.standing == Certificate.Standing.IN_FORCE and bool(found.signature)
