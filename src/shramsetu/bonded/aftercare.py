"""Named reads of what follows coming home: the last visit, the signals of danger with what they are read from."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from shramsetu import rulebook
from shramsetu.bonded import unsealed
from shramsetu.bonded.models import BondedDuty, Plan, PlanLine, Survivor, Visit
from shramsetu.bonded.rules.risk import Signals
from shramsetu.lib import clock

# What whoever visits can tick; the other signals are read from the record.
TICKED = ("same_agent", "head_ill", "threat", "moved")


def last_visit(survivor: Survivor) -> Visit | None:
    """Return the newest visit."""
    return Visit.objects.filter(survivor=survivor).order_by("-seq").first()


def closed(survivor: Survivor, text: str) -> dict[str, object]:
    """Return what a visit or a note on danger keeps encrypted; the caller has checked who reads."""
    found: dict[str, object] = json.loads(unsealed.for_work(survivor.case, text)) if text else {}
    return found


def signals(survivor: Survivor, *, at: datetime) -> Signals:
    """Return what speaks for new bondage: as ticked at the last visit, and as the record shows it at an instant."""
    visit = last_visit(survivor)
    plan = Plan.objects.filter(survivor=survivor).first()
    seen = {*_ticked(survivor, visit), *_recorded(survivor, visit, plan, at)}
    figures = visit or plan
    return Signals(
        seen=frozenset(seen),
        debt_paise=figures.debt_paise if figures else 0,
        monthly_income_paise=figures.income_paise if figures else 0,
        month=clock.day(at).month,
    )


def _ticked(survivor: Survivor, visit: Visit | None) -> Iterable[str]:
    if visit is None:
        return ()
    found = closed(survivor, visit.closed).get("signals")
    ticked = set(found) & set(TICKED) if isinstance(found, list) else set()
    return ticked | (set() if visit.found else {"moved"})


def _recorded(survivor: Survivor, visit: Visit | None, plan: Plan | None, at: datetime) -> Iterable[str]:
    old = timedelta(days=rulebook.book().number("bonded.balance_old_days", clock.day(at)))
    lines = _open_heads(survivor)
    duties = list(BondedDuty.objects.filter(parent=survivor.case).values_list("clock", "is_open", "red_at", "from_at"))
    figures = visit or plan
    named = {
        "previous_episode": survivor.previous_id is not None,
        "immediate_late": any(name == "immediate-assistance" and runs and at >= red for name, runs, red, _ in duties),
        "balance_old": any(name == "balance-to-state" and at >= since + old for name, _, _, since in duties),
        "landless": plan is not None and plan.landless,
        "no_job_card": "wage-work" in lines,
        "no_ration": "ration" in lines,
        "child_out_of_school": figures is not None and figures.out_of_school > 0,
    }
    return {name for name, holds in named.items() if holds}


def _open_heads(survivor: Survivor) -> set[str]:
    """Return the heads that were wanted and are not there: still with a department, or found not possible."""
    wanted = PlanLine.objects.filter(plan=survivor.pk, wanted=True).exclude(duty__state="done")
    return set(wanted.values_list("head", flat=True))
