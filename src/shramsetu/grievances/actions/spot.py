"""What is settled before the complainant's eyes, on a day on which people come together."""

from collections.abc import Mapping
from datetime import datetime

from shramsetu.casework import actions as casework
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances.actions import masters, reports, ways
from shramsetu.grievances.flow.shared import SPOT
from shramsetu.grievances.models import Feedback, Report
from shramsetu.journal.rules import Actor


def need_whole(case: Case, *, detail: Mapping[str, object], by: Actor, at: datetime) -> None:
    """Raise what settling on the spot would, before the complainant's code is used up for nothing."""
    move = casework.move_for(case, "settle_on_spot", seen=case.revision, by=by, at=at, detail=detail, relations=SPOT)
    reports.check_evidence(move)


@effect("settle_on_spot", "grievance")
def settle_on_spot(move: Move) -> To:
    """Write what was done as the report, bound to the evidence of its category; the complainant's own word closes it.

    `said_yes` is that word, which the caller has proved (a code sent to the complainant's own phone for this case
    alone). Without it nothing closes: the report goes the way of every report, to the check and the call.
    """
    reports.check_evidence(move)
    written = reports.write(move, Report.Kind.FINAL)
    casework.drop_duties(move.case, at=move.at)
    if not move.detail.get("said_yes"):
        return reports.to_check(move, written)
    answer = {"result": "satisfied", "answered_by": "complainant"}
    case = move.case
    Feedback(case=case, attempt=1, text="", level=case.level, by=move.by.key, at=move.at, **answer).save(
        force_insert=True
    )
    to = ways.at_rest("closed", "satisfied", at=move.at, window="grievances.reopen_days")
    to.level = case.level
    to.facts, to.private = {**reports.facts(written), **answer, "attempt": 1}, reports.private(move)
    to.tells = [Tell("closed-satisfied", "complainant")]
    to.after.append(lambda: masters.release(case, at=move.at))
    return to
