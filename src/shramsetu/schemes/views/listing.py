"""The desk's list of claims: filters, pages, and the same list as a file or on paper."""

from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.casework import fields, flow, pdf, sheets
from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.schemes import claim_list
from shramsetu.schemes.claim_list import Asked

# Whose part of the state holds claims; the accounts desk sees what lies with it.
READERS = (
    Role.OFFICER,
    Role.HEAD,
    Role.DM,
    Role.MANDAL,
    Role.PRINCIPAL_SECRETARY,
    Role.STATE_DESK,
    Role.CHIEF_SECRETARY,
    Role.CM,
    Role.BOARD_ACCOUNTS,
)
ON_PAPER = 1_000
LONGEST = 4  # digits of a number of days or of a page


@require_safe
@post_required(*READERS)
def claims(request: DeskRequest) -> HttpResponse:
    """Show a page of the claims in the post's part of the state."""
    at, asked = timezone.now(), _asked(request)
    number = min(_number(request, "page"), claim_list.DEEPEST)
    rows, has_more = claim_list.page(request.actor, asked, number=number, at=at)
    rules = rulebook.book().scheme_rules.rules
    context = {
        "rows": rows,
        "asked": asked,
        "district": request.GET.get("district", ""),
        "standings": claim_list.STANDINGS,
        "schemes": [(slug, claim_list.scheme_name(slug)) for slug in rules],
        "states": [(one.name, one.label) for one in flow.flow_of("claim").states],
        "districts": fields.district_choices()[1:] if request.post.place.kind != "district" else [],
        "holders": claim_list.holders(request.actor, asked.district) if asked.district else [],
        "previous": str(number - 1) if number else "",
        "following": str(number + 1) if has_more else "",
        "hides_names": any(not one.worker for one in rows),
        "most": claim_list.MOST,
    }
    return render(request, "schemes/claims/list.html", context)


@require_safe
@post_required(*READERS)
def claims_file(request: DeskRequest, form: str) -> HttpResponse:
    """Give the list as a file or on paper; that it was taken, and how long it was, is written down."""
    if form not in sheets.TYPES:
        raise Http404
    at, asked = timezone.now(), _asked(request)
    most = ON_PAPER if form == "pdf" else claim_list.MOST
    found = list(claim_list.claims(request.actor, asked, at=at)[:most])
    rows = claim_list.rows(found, request.actor, at=at)
    _note(request, asked, form, len(rows), at)
    name = f"claims-{asked.standing}-{clock.day(at)}"
    if form == "pdf":
        context = {"rows": rows, "asked": asked, "at": at, "standing": claim_list.STANDINGS[asked.standing]}
        return pdf.response("schemes/claims/list_print.html", {**context, "is_cut": len(rows) == most}, name=name)
    table = claim_list.sheet(rows)
    content = sheets.csv(table) if form == "csv" else sheets.xlsx([table], on=clock.day(at))
    answer = HttpResponse(content, content_type=sheets.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _note(request: DeskRequest, asked: Asked, form: str, lines: int, at: datetime) -> None:
    detail = {"lines": lines, "form": form, "standing": asked.standing, "scheme": asked.scheme}
    journal.append(f"reads:claims-{request.post.pk}", "take_list", by=request.actor, at=at, detail=detail)


def _asked(request: DeskRequest) -> Asked:
    """Read the filters; what is not in the lists is left out, a district that is not there is not found."""
    given, own = request.GET, request.post.place
    found = Asked(
        standing=given.get("standing", "") if given.get("standing") in claim_list.STANDINGS else "open",
        scheme=given.get("scheme", "") if given.get("scheme") in rulebook.book().scheme_rules.rules else "",
        state=given.get("state", "") if given.get("state") in flow.flow_of("claim").by_name else "",
        district=own.pk if own.kind == "district" else None,
        holder=given.get("holder", "")[:80],
        days=_number(request, "days"),
    )
    lgd = given.get("district", "")
    if not (lgd.isascii() and lgd.isdigit()):
        return found
    try:
        return replace(found, district=places.district(int(lgd)).pk)
    except places.NoPlace:
        raise Http404 from None


def _number(request: DeskRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST else 0
