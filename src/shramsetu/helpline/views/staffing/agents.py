"""What agents, teams and sites did: a day, a week or a month, on the page and as CSV."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.helpline import staffing_forms as forms
from shramsetu.helpline.models import Agent, Terms
from shramsetu.helpline.queries import figures
from shramsetu.helpline.views.staffing.forecast import READERS
from shramsetu.lib import clock
from shramsetu.lib.text import csv_safe
from shramsetu.offices.access import DeskRequest, post_required

PAGE = 50
PERIODS = {"day": _("One day"), "week": _("7 days"), "month": _("30 days")}
SPANS = {"day": 1, "week": 7, "month": 30}
GROUPS = {"agent": _("By operator"), "team": _("By team"), "site": _("By site")}
COLUMNS = (
    "key name days answered outgoing missed transfers talk_s held_s wrap_s available_s ringing_s paused_s occupancy"
    " planned_s kept_s adherence satisfied dissatisfied"
).split()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for."""

    group: str
    period: str
    last: date
    only: dict[str, str]

    @property
    def first(self) -> date:
        """The first day."""
        return self.last - timedelta(days=SPANS[self.period] - 1)


@require_safe
@post_required(*READERS)
def report(request: DeskRequest) -> HttpResponse:
    asked = _asked(request)
    rows = figures.by_agent(asked.first, asked.last, asked.group, **asked.only)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    language = forms.language()
    reasons = [rulebook.book().helpline.pauses[slug].title.say(language) for slug in figures.pauses()]
    context = {
        "tab": "agents",
        "page": page,
        "rows": _lines(list(page.object_list), asked),
        "asked": asked,
        "periods": PERIODS.items(),
        "groups": GROUPS.items(),
        "reasons": reasons,
        "sites": Agent.objects.order_by("site").values_list("site", flat=True).distinct(),
        "teams": Terms.objects.exclude(team="").order_by("team").values_list("team", flat=True).distinct(),
        "query": request.GET.urlencode(),
    }
    return render(request, "helpline/staffing/agents.html", context)


@require_safe
@post_required(*READERS)
def table(request: DeskRequest) -> HttpResponse:
    asked = _asked(request)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{asked.group}-{asked.first}-{asked.last}.csv"'
    writer = csv.writer(answer)
    writer.writerow([*COLUMNS, *(f"pause_{slug}_s" for slug in figures.pauses())])
    rows = figures.by_agent(asked.first, asked.last, asked.group, **asked.only)
    for line in _lines(list(rows), asked):
        writer.writerow([csv_safe(one) if isinstance(one, str) else "" if one is None else one for one in _cells(line)])
    return answer


def _asked(request: DeskRequest) -> Asked:
    given = request.GET
    yesterday = clock.day(timezone.now()) - timedelta(days=1)
    last = clock.named(given.get("on", ""), yesterday)
    group, period = given.get("by", ""), given.get("period", "")
    only = {name: given[name][:60] for name in ("site", "team", "q") if given.get(name)}
    return Asked(group if group in GROUPS else "agent", period if period in SPANS else "day", last, only)


def _lines(rows: Iterable[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    """Add to each row what is reckoned from it, its pauses, and what complainants said."""
    kept = list(rows)
    heard = figures.heard([one["pk_"] for one in kept], asked.first, asked.last) if asked.group == "agent" else {}
    return [
        {
            **one,
            "key": one["key"] or gettext("No team"),
            "name": one.get("name_hi", ""),
            "occupancy": figures.occupancy(one),
            "adherence": figures.adherence(one),
            "pauses": [one[f"pause_{number}"] or 0 for number in range(len(figures.pauses()))],
            "handle": _mean(one["sum_talk"] + one["sum_wrap"], one["sum_answered"] + one["sum_outgoing"]),
            "heard": heard.get(one.get("pk_", 0), {}),
        }
        for one in kept
    ]


def _mean(total: int, count: int) -> int | None:
    return round(total / count) if count else None


def _cells(line: dict[str, Any]) -> list[object]:
    names = "answered outgoing missed transfers talk held wrap available ringing paused".split()
    return [
        line["key"],
        line["name"],
        line["days"],
        *(line[f"sum_{name}"] for name in names),
        line["occupancy"],
        line["sum_planned"],
        line["sum_kept"],
        line["adherence"],
        line["heard"].get("satisfied", 0),
        line["heard"].get("dissatisfied", 0),
        *line["pauses"],
    ]
