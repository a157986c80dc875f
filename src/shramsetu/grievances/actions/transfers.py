"""Passing a complaint to another department: offered, accepted or returned, in the end fixed by the magistrate."""

from datetime import datetime

from shramsetu.casework import actions as casework
from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.grievances.actions import ways
from shramsetu.grievances.models import Grievance
from shramsetu.grievances.words import SAY
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department


@effect("transfer", "grievance")
def transfer(move: Move) -> To:
    """Offer the case to another department; after too many offers the district magistrate fixes the department.

    The clock runs on. The offer has a time of its own, never beyond the case's; silence then is acceptance.
    """
    case, department = move.case, move.detail["department"]
    assert isinstance(department, Department)
    if department == case.department:
        raise Refused(SAY["same_department"], "department")
    grievance = Grievance.objects.get(pk=case.pk)
    private: dict[str, object] = {"reason": move.text("reason")}
    casework.drop_duties(case, at=move.at)
    if _is_to_be_fixed(case, grievance, move.at):
        return _to_magistrate(case, {"to_department": department.pk}, private, move.at)
    Grievance.objects.filter(pk=case.pk).update(
        transfers=grievance.transfers + 1, came_from=case.holder, due_before_pause=case.due_at
    )
    case.department = department
    to = To("transfer_offered", holder=ways.answerable(case, 1, at=move.at), level=1, same_clock=True)
    to.due = _offer_due(case, move.at)
    to.changes, to.private = {"department": department}, private
    to.facts = {"to_department": department.pk}
    to.tells = [Tell("transferred", "complainant"), Tell("officer-transfer", "holder")]
    return to


def _is_to_be_fixed(case: Case, grievance: Grievance, at: datetime) -> bool:
    """Tell whether the case went round often enough; a sealed one is never laid before the magistrate."""
    most = rules.figure("grievances.transfers_before_dm", at)
    return grievance.transfers >= most and case.district is not None and not case.sealed


def _to_magistrate(case: Case, facts: dict[str, object], private: dict[str, object], at: datetime) -> To:
    assert case.district is not None
    Grievance.objects.filter(pk=case.pk, due_before_pause=None).update(due_before_pause=case.due_at)
    to = To("fixing", holder=offices.dm_of(case.district), facts=facts, private=private)
    to.due = ways.figure_due("grievances.dm_fix_days", at=at, case=case)
    to.tells = [Tell("officer-department-fix", "holder")]
    return to


def _offer_due(case: Case, at: datetime) -> Due:
    assert case.due_at is not None
    own = ways.figure_due("grievances.transfer_accept_days", at=at, case=case)
    return own if own.at < case.due_at else Due(case.due_at, case.limit_key, case.limit_from)


def _running_on(case: Case) -> Due:
    """Return the due time that the case had before it was offered, and forget it there."""
    due = Grievance.objects.values_list("due_before_pause", flat=True).get(pk=case.pk) or case.due_at
    Grievance.objects.filter(pk=case.pk).update(due_before_pause=None)
    assert due is not None
    return Due(due, case.limit_key, case.limit_from)


@effect("accept_transfer", "grievance")
def accept_transfer(move: Move) -> To:
    """Take the case over; marking and transfer never restart the clock."""
    Grievance.objects.filter(pk=move.case.pk).update(came_from=None)
    due = _running_on(move.case)
    return To("with_officer", due=due, same_clock=True, tells=[Tell("opened", "complainant")])


def deemed_accepted(move: Move) -> To | None:
    """Return the way of an offer to which nobody answered: it stays where it was sent; None if its whole time is over.

    So silence wins nobody time, and the case is not sent back and forth.
    """
    case = move.case
    if case.state != "transfer_offered":
        return None
    due = _running_on(case)
    if due.at <= move.at:
        return None
    Grievance.objects.filter(pk=case.pk).update(came_from=None)
    return To("unmarked", due=due, same_clock=True, facts={"deemed_accepted": True})


@effect("return_transfer", "grievance")
def return_transfer(move: Move) -> To:
    """Send the case back to the officer who offered it; the clock runs on."""
    grievance = Grievance.objects.select_related("came_from__department").get(pk=move.case.pk)
    sender = grievance.came_from
    assert sender is not None
    private: dict[str, object] = {"reason": move.text("reason")}
    if _is_to_be_fixed(move.case, grievance, move.at):
        return _to_magistrate(move.case, {}, private, move.at)
    to = To("with_officer", holder=sender, level=max(sender.level, 1), private=private, same_clock=True)
    to.due = _running_on(move.case)
    to.changes = {"department": sender.department or move.case.department}
    to.tells = [Tell("officer-transfer-returned", "holder")]
    return to


@effect("fix_department", "grievance")
def fix_department(move: Move) -> To:
    """Let the district magistrate name the department.

    The clock runs on there too; only where the wandering has used it up, the named officer gets the short limit of
    a returned report, and not the lapse of those who passed the case around.
    """
    case, department = move.case, move.detail["department"]
    assert isinstance(department, Department)
    case.department = department
    due = _running_on(case)
    least = ways.figure_due("grievances.returned_report_days", at=move.at, case=case)
    Grievance.objects.filter(pk=case.pk).update(transfers=0, came_from=None)
    to = To(
        "unmarked", holder=ways.answerable(case, 1, at=move.at), level=1, due=max(due, least, key=lambda one: one.at)
    )
    to.changes = {"department": department}
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("transferred", "complainant"), Tell("officer-arrival", "holder")]
    return to
