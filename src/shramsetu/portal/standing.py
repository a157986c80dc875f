"""How a case stands in plain words: its state, which post has it, until when and why; and the slip."""

from dataclasses import dataclass
from datetime import date

import segno
from django.utils.safestring import SafeString, mark_safe

from shramsetu import rulebook
from shramsetu.casework import flow, queries
from shramsetu.casework.flow import Phase
from shramsetu.casework.models import Case, Party
from shramsetu.lib import clock


@dataclass(frozen=True, slots=True)
class Why:
    """Why a due time is this one: how much time the rule gives, since when, and on whose word."""

    amount: int
    unit: str
    from_on: date
    source: str
    is_default: bool


def is_public(case: Case) -> bool:
    """Return whether citizens may know of this kind of case."""
    return flow.flow_of(case.kind).public


def public(case: Case) -> dict[str, object]:
    """Return what everybody with the number may know: nothing personal; of a sealed case that it is safe."""
    if case.sealed:
        return {"number": case.number, "sealed": True}
    return {"number": case.number, "sealed": False, **standing(case)}


def slip(case: Case) -> dict[str, object]:
    """Return what the slip of the leading complainant says."""
    party = Party.objects.filter(case=case, part=Party.Part.COMPLAINANT).order_by("seat")[0]
    told = bool(party.phone_key and party.safe_to_call)
    exclusion = rulebook.book().exclusions.get(case.grievance.exclusion)
    category = rulebook.book().categories.get(case.category)
    return {
        "case": case,
        "number": case.number,
        "sealed": case.sealed,
        "code": queries.slip_code(party, case),
        "told_by_sms": told,
        "exclusion": exclusion,
        "category": category,
        **standing(case),
    }


def qr(address: str) -> SafeString:
    """Return the address as a QR code, inline SVG without a style."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn here from our own address


def why(case: Case) -> Why | None:
    """Return the rule behind the due time; None where no single rule stands behind it."""
    if not case.limit_key or case.limit_from is None:
        return None
    book = rulebook.book()
    try:
        if case.limit_key in book.figures:
            row = book.value(case.limit_key, case.limit_from)
            amount = row.value if isinstance(row.value, int) else 0
            return Why(amount, row.unit, row.from_on, row.source, _is_default(row.source))
        category, _dot, level = case.limit_key.rpartition(".L")
        limit = book.limit(category, int(level), case.limit_from)
    except (rulebook.NoRule, ValueError):
        return None
    return Why(limit.amount, limit.unit, limit.from_on, limit.source, _is_default(limit.source))


def _is_default(source: str) -> bool:
    return source.startswith("default")


def standing(case: Case) -> dict[str, object]:
    """Return how the case stands: state, holder, due time, and what comes next."""
    state = flow.flow_of(case.kind).by_name[case.state]
    return {
        "state": state.portal,
        "look": look(case),
        "holder": case.holder if case.is_open and not case.sealed else None,
        "due_at": case.due_at,
        "since": case.level_at,
        "is_open": case.is_open,
        "awaits_citizen": state.phase is Phase.PAUSED and case.state == "asked",
        "closed_on": clock.day(case.closed_at) if case.closed_at else None,
        "rests_until": case.rests_until,
        "level": case.level,
    }


def look(case: Case) -> str:
    """Return the kind of badge the state is shown with."""
    if case.state in {"asked", "unreached", "awaiting_feedback"}:
        return "now"
    if case.phase == Phase.PAUSED:
        return "paused"
    return "on-time" if case.is_open else "closed"
