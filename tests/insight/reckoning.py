"""The same counts, reckoned one entry after the other in plain Python: what the roll-ups are held against."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tests.insight.history import Told

from shramsetu.lib import clock

PUBLIC = {"grievance", "information", "demand", "suggestion"}
DISPOSED = {"satisfied", "answered", "decided", "considered"}
Facts = dict[str, Any]


def happened(cases: Iterable[Told]) -> Counter[tuple[int, int, str, date, str]]:
    """Count by (district, department, category, day, measure) in every scope."""
    found: Counter[tuple[int, int, str, date, str]] = Counter()
    for case in cases:
        for at in range(len(case.entries)):
            now = case.entries[at].detail
            for measure, amount in _measures(case, at):
                on = clock.day(case.entries[at if amount >= 0 else at - 1].at)
                for district, department, category in _scopes(now, measure):
                    found[district, department, category, on, measure] += amount
    return +found


def _scopes(now: Facts, measure: str) -> list[tuple[int, int, str]]:
    found = [(0, 0, "")]
    if now["sealed"]:
        return found
    district, department = now["district"], now["department"]
    if district:
        found.append((district, 0, ""))
        if measure == "received" and now["category"]:
            found.append((district, 0, now["category"]))
    if department:
        found.append((0, department, ""))
    if district and department:
        found.append((district, department, ""))
    return found


def _measures(case: Told, at: int) -> Iterable[tuple[str, int]]:
    entry, earlier = case.entries[at], case.entries[:at]
    now: Facts = entry.detail
    was: Facts = earlier[-1].detail if earlier else {"phase": 0, "sealed": False, "outcome": ""}
    if case.kind == "explanation":
        if entry.verb == "register":
            yield "explained", 1
        elif entry.verb == "decide" and now["outcome"]:
            yield f"explained_{now['outcome']}", 1
        return
    if entry.verb == "register":
        yield from [("received", 1), (f"received_{case.kind}", 1), (f"channel_{now['channel']}", 1)]
    if now["sealed"] and not was["sealed"]:
        yield "sealed", 1
    if now["phase"] == 3 and (was["phase"] != 3 or entry.verb == "confirm"):
        yield from _closing(case, at, now)
    if now["phase"] < 3 and was["phase"] == 3:
        yield f"back_{was['outcome']}", 1
    yield from _verb(entry.verb, now, was)


def _closing(case: Told, at: int, now: Facts) -> Iterable[tuple[str, int]]:
    yield now["outcome"], 1
    if now["outcome"] in DISPOSED:
        yield "disposed", 1
        yield "days", (clock.day(case.entries[at].at) - clock.day(case.entries[0].at)).days
    if now["outcome"] == "satisfied" and now["level"] == 1 and not any(map(_is_return, case.entries[:at])):
        yield "satisfied_first", 1


def _is_return(entry: Any) -> bool:
    dissatisfied = entry.verb == "record_feedback" and entry.detail.get("result") == "dissatisfied"
    return dissatisfied or entry.verb in {"reopen", "object"}


def _verb(verb: str, now: Facts, was: Facts) -> Iterable[tuple[str, int]]:
    plain = {"reopen": "reopened", "object": "objected", "lapse": "lapsed_desk", "transfer": "transferred"}
    plain |= {"report": "reported", "approve_enquiry": "reported", "return_report": "returned"}
    if verb in plain:
        yield plain[verb], 1
    if verb == "escalate":
        yield from [("lapsed", 1), (f"lapsed_l{was['level']}", 1)]
        if now["level"] > was["level"]:
            yield "escalated", 1
    if verb == "confirm":
        yield from [("called", 1), (was["outcome"], -1)]
    if verb == "record_feedback":
        yield "called", 1
        if now["result"] == "dissatisfied":
            yield "dissatisfied", 1
        if now["result"] == "wrong_number":
            yield "wrong_number", 1


def standing(cases: Iterable[Told]) -> Counter[tuple[int, int, int, str]]:
    """Count open cases by (district, department, level, state)."""
    found: Counter[tuple[int, int, int, str]] = Counter()
    for now, _ in _open(cases):
        for district, department in _places(now):
            found[district, department, now["level"], now["to"]] += 1
    return found


def days(cases: Iterable[Told]) -> Counter[tuple[str, int, int, date]]:
    """Count open cases by (sort, district, department, day)."""
    found: Counter[tuple[str, int, int, date]] = Counter()
    for now, opened in _open(cases):
        for district, department in _places(now):
            found["opened", district, department, opened] += 1
            if now["phase"] == 1:
                found["due", district, department, clock.day(datetime.fromisoformat(now["due"]))] += 1
    return found


def _open(cases: Iterable[Told]) -> Iterable[tuple[Facts, date]]:
    for case in cases:
        now = case.entries[-1].detail
        if case.kind in PUBLIC and now["phase"] < 3:
            yield now, clock.day(case.entries[0].at)


def _places(now: Facts) -> set[tuple[int, int]]:
    district, department = (0, 0) if now["sealed"] else (now["district"] or 0, now["department"] or 0)
    return {(0, 0), (district, 0), (0, department), (district, department)}
