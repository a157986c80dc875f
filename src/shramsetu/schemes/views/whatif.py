"""A draft order before it is signed: drafted, asked of the registry, read by district, printed, taken as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu import rulebook
from shramsetu.casework import pdf, sheets
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.rulebook.basis import NoRule
from shramsetu.schemes import extracts, whatif_forms, whatif_shown
from shramsetu.schemes.actions import whatif as verbs
from shramsetu.schemes.models import WhatIf

PAGE = 50
WHO = (Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.STATE_DESK)


@require_safe
@post_required(*WHO)
def whatifs(request: DeskRequest) -> HttpResponse:
    page = Paginator(_mine(request), PAGE).get_page(request.GET.get("page"))
    rules = rulebook.book().scheme_rules.rules
    language = get_language() or "hi"
    rows = [(one, rules[one.scheme].name.say(language) if one.scheme in rules else one.scheme) for one in page]
    context = {"page": page, "rows": rows, "schemes": _schemes(), "extract": extracts.latest()}
    return render(request, "schemes/whatifs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*WHO)
def draw(request: DeskRequest, scheme: str) -> HttpResponse:
    """Show the scheme as it stands, to be changed; a POST asks what the change would do."""
    at = timezone.now()
    try:
        edition = rulebook.book().scheme_rules.edition(scheme, clock.day(at))
    except NoRule:
        raise Http404 from None
    form = whatif_forms.Draw(edition, request.POST or None)
    if form.is_valid():
        return redirect("eligibility:whatif", verbs.ask(form.draft(), by=request.actor, at=at).pk)
    context = {"form": form, "groups": form.groups, "name": edition.scheme.name.say(get_language() or "hi")}
    return render(request, "schemes/draw.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@post_required(*WHO)
def whatif(request: DeskRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(_mine(request), pk=pk)
    return render(request, "schemes/whatif.html", _shown(asked))


@require_safe
@post_required(*WHO)
def whatif_file(request: DeskRequest, pk: int, form: str) -> HttpResponse:
    asked = get_object_or_404(_mine(request).exclude(answered_at=None), pk=pk)
    if form not in ("csv", "xlsx", "pdf"):
        raise Http404
    if form == "pdf":
        return pdf.response("schemes/whatif_print.html", _shown(asked), name=f"what-if-{pk}")
    sheet = whatif_shown.sheet(asked)
    content = sheets.csv(sheet) if form == "csv" else sheets.xlsx([sheet], on=asked.on)
    answer = HttpResponse(content, content_type=sheets.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="what-if-{pk}.{form}"'
    return answer


def _mine(request: DeskRequest) -> QuerySet[WhatIf]:
    return WhatIf.objects.filter(post=request.post).select_related("run", "made_by").order_by("-made_at", "-pk")


def _shown(asked: WhatIf) -> dict[str, Any]:
    context: dict[str, Any] = {"asked": asked, "changes": whatif_shown.changes(asked)}
    if not asked.answered_at:
        context["ahead"] = verbs.before(asked).count()
    if asked.answered_at:
        found = whatif_shown.answer(asked)
        context |= {
            "answer": found,
            "cells": [_cell(line) for line in found.lines],
            "unseen": whatif_shown.unseen(asked),
            "note": whatif_shown.note(asked),
            "sentence": _sentence(found),
        }
    return context


def _schemes() -> list[tuple[str, str]]:
    book, today = rulebook.book().scheme_rules, clock.day(timezone.now())
    return [(slug, one.name.say(get_language() or "hi")) for slug, one in book.rules.items() if one.is_in_force(today)]


def _cell(line: whatif_shown.Line) -> dict[str, object]:
    assert line.place is not None
    said = _("%(gain)s gain, %(lose)s lose") % {"gain": line.counts[3], "lose": line.counts[4]}
    place = line.place
    return {"col": place.hex_col, "row": place.hex_row, "name": line.name, "value": line.counts[3], "said": said}


def _sentence(found: whatif_shown.Answer) -> str:
    return _("Of %(workers)s workers %(gain)s gain and %(lose)s lose.") % {
        "workers": found.total.counts[0],
        "gain": found.total.counts[3],
        "lose": found.total.counts[4],
    }
