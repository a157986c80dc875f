"""The helpline's figures out of the roll-ups: by line and board for pages and mails, by agent, team and site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from shramsetu import rulebook
from shramsetu.grievances.models import Feedback
from shramsetu.helpline.models import AgentDay, Direction, HalfHour
from shramsetu.lib import clock

SUMS = (
    "calls offered answered within abandoned handled self_service voicemail call_back emergency lost wait talk wrap"
).split()
AGENT_SUMS = ("answered outgoing missed transfers talk held wrap available ringing paused planned kept").split()


@dataclass(frozen=True, slots=True)
class Figures:
    """Incoming calls of a line, a board, or all, over some days; shares are percent, None of nothing."""

    line: str
    board: str
    sums: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.sums.get(name, 0)

    @property
    def level(self) -> float | None:
        """Percent of the callers who waited that were answered in time."""
        return _percent(self["within"], self["offered"])

    @property
    def abandoned(self) -> float | None:
        """Percent of the callers who waited that hung up."""
        return _percent(self["abandoned"], self["offered"])

    @property
    def handle_seconds(self) -> int | None:
        """Mean time of a handled call, wrap-up with it."""
        return round((self["talk"] + self["wrap"]) / self["handled"]) if self["handled"] else None

    @property
    def wait_seconds(self) -> int | None:
        """Mean wait of those who were answered."""
        return round(self["wait"] / self["answered"]) if self["answered"] else None


def by_board(first: date, last: date) -> list[Figures]:
    """Return the figures of each line and board from `first` to `last` (with), lines and boards in order."""
    rows = HalfHour.objects.filter(
        direction=Direction.IN, start__gte=clock.moment(first), start__lt=clock.moment(last + timedelta(days=1))
    )
    sums = rows.values("line", "board").annotate(**{f"sum_{name}": Sum(name) for name in SUMS})
    return [
        Figures(one["line"], one["board"], {name: one[f"sum_{name}"] for name in SUMS})
        for one in sums.order_by("line", "board")
    ]


def added(rows: Sequence[Figures], line: str = "") -> Figures:
    """Return the sum of rows, of one line or of all."""
    kept = [one for one in rows if not line or one.line == line]
    return Figures(line, "", {name: sum(one[name] for one in kept) for name in SUMS})


def by_agent(first: date, last: date, group: str, **only: str) -> QuerySet[AgentDay, dict[str, Any]]:
    """Return what agents (group: agent), teams or sites did from `first` to `last` (with), in order."""
    rows = AgentDay.objects.filter(on__gte=first, on__lte=last)
    if only.get("site"):
        rows = rows.filter(agent__site=only["site"])
    if only.get("team"):
        rows = rows.filter(agent__terms__team=only["team"])
    if only.get("q"):
        rows = rows.filter(Q(agent__number__icontains=only["q"]) | Q(agent__user__name_hi__icontains=only["q"]))
    keys = {
        "agent": {
            "key": F("agent__number"), "name_hi": F("agent__user__name_hi"), "name_en": F("agent__user__name_en"),
            "pk_": F("agent"),
        },
        "team": {"key": F("agent__terms__team")},
        "site": {"key": F("agent__site")},
    }[group]  # fmt: skip
    reasons = {
        f"pause_{number}": Sum(Cast(KeyTextTransform(slug, "pauses"), IntegerField()))
        for number, slug in enumerate(pauses())
    }
    sums = {f"sum_{one}": Sum(one) for one in AGENT_SUMS}
    grouped = rows.values(**keys).annotate(
        days=Count("on"),
        heads=Count("agent", distinct=True),
        **sums,
        **reasons,
    )
    return grouped.order_by("key")


def pauses() -> tuple[str, ...]:
    """Return the reasons of pauses in the order of the rulebook, those first that agents choose."""
    known = rulebook.book().helpline.pauses
    return tuple(sorted(known, key=lambda slug: known[slug].by_system))


def occupancy(row: dict[str, Any]) -> float | None:
    """Return the percent of the time at the phone in which somebody was busy."""
    busy = row["sum_talk"] + row["sum_wrap"] + row["sum_ringing"]
    return _percent(busy, busy + row["sum_available"])


def adherence(row: dict[str, Any]) -> float | None:
    """Return the percent of the planned time that was kept."""
    return _percent(row["sum_kept"], row["sum_planned"])


def heard(agents: Sequence[int], first: date, last: date) -> dict[int, dict[str, int]]:
    """Return what complainants said so far, by agent, of cases whose calls those agents took in the days."""
    rows = Feedback.objects.filter(
        result__in=["satisfied", "dissatisfied"],
        case__calls__agent__in=list(agents),
        case__calls__direction=Direction.IN,
        case__calls__began_at__gte=clock.moment(first),
        case__calls__began_at__lt=clock.moment(last + timedelta(days=1)),
    ).values_list("case__calls__agent", "result")
    found: dict[int, dict[str, int]] = {}
    for agent, result, count in rows.annotate(count=Count("pk", distinct=True)):
        found.setdefault(agent, {})[result] = count
    return found


def _percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 1) if whole else None
