"""What the clock does with a matter, and notes of the office."""

from shramsetu.casework.actions import TOLD_OVER
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.hearings.actions import ways
from shramsetu.hearings.models import Filing
from shramsetu.offices import queries as offices

# What the registry owes climbs to the next post; what the presiding officer decides is nobody else's to decide.
SPANS = {"scrutiny": "hearings.scrutiny_days", "registered": "hearings.issue_days"}
TOP = 4


@effect("escalate", "hg_matter")
def escalate(move: Move) -> To:
    """Pass what the registry has not done to the post above; what a presiding officer owes stays, and is announced."""
    case = move.case
    up = offices.above(case.holder) if case.holder and case.state in SPANS else None
    if up is None or case.level >= TOP:
        return To(case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})
    to = To(case.state, holder=up, level=case.level + 1, due=ways.due(SPANS[case.state], move.at))
    to.facts = {"lapsed": case.holder_id}
    to.tells = [Tell("officer-arrival-late", "holder")]
    return to


@effect("finalise", "hg_matter")
def finalise(move: Move) -> To:
    """Nobody asked once more in the time there was."""
    return To(f"{move.case.state}_final")


@effect("note", "hg_matter")
def note(move: Move) -> To:
    """Lay a note of the office with the matter."""
    ways.need_words(move, "text")
    if papers := ways.files(move):
        matter = ways.of(move.case)
        ways.stamp(matter, Filing.Kind.EVIDENCE, text="", papers=papers, by=move.by, at=move.at)
    return To(move.case.state, private=ways.words(move, "text"))
