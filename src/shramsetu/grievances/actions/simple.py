"""Questions, demands and suggestions: one answer by the holder settles them."""

from shramsetu.casework import search
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances.actions import ways
from shramsetu.grievances.words import SAY
from shramsetu.offices.models import Department


@effect("reply", "information")
def reply(move: Move) -> To:
    """Answer the question."""
    return _settled(move, "answered")


@effect("decide", "demand")
def decide(move: Move) -> To:
    """Decide the demand with reasons."""
    to = _settled(move, "decided")
    to.facts = {"decision": move.text("decision")}
    return to


@effect("consider", "suggestion")
def consider(move: Move) -> To:
    """Say what was decided on the suggestion."""
    return _settled(move, "considered")


_TEMPLATES = {"answered": "answered", "decided": "demand-answered", "considered": "suggestion-noted"}


def _settled(move: Move, state: str) -> To:
    to = ways.at_rest(state, state, at=move.at, window="grievances.reopen_days")
    to.private = {"text": move.text("text")}
    to.tells = [Tell(_TEMPLATES[state], "complainant")]
    return to


@effect("add", "grievance", "information", "demand", "suggestion")
def add(move: Move) -> To:
    """Lay a complainant's further words and papers with the case; who holds it and until when stays."""
    text, files = move.text("text"), move.detail.get("files") or []
    if not text and not files:
        raise Refused(SAY["nothing_added"], "text")
    if text and not move.case.sealed:
        search.add(move.case, text)
    to = To(move.case.state, facts={"files": len(files) if isinstance(files, (list, tuple)) else 1})
    to.private = {"text": text} if text else {}
    return to


@effect("transfer", "information", "demand", "suggestion")
def transfer(move: Move) -> To:
    """Pass the matter to the department it belongs to; the clock runs on."""
    case, department = move.case, move.detail["department"]
    assert isinstance(department, Department)
    if department == case.department:
        raise Refused(SAY["same_department"], "department")
    case.department = department
    to = To("unmarked", holder=ways.answerable(case, 1, at=move.at), level=1, changes={"department": department})
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("transferred", "complainant"), Tell("officer-arrival", "holder")]
    return to
