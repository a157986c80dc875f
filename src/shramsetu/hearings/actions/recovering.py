"""Recovery of an award: the Collector recovers, the worker is paid; open until the money is in the worker's hand."""

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import TOLD_OVER, Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.hearings.actions import awards, sums, ways
from shramsetu.hearings.actions.awards import KIND
from shramsetu.hearings.models import Award, Recovery, Sum
from shramsetu.hearings.queries import money as balances
from shramsetu.hearings.words import SAY
from shramsetu.lib import clock
from shramsetu.offices import queries as offices

TOP = 4
SPANS = {"running": "hearings.recovery_days", "recovered": "hearings.hand_days", "returned": "hearings.certify_days"}


def of(case: Case) -> Recovery:
    """Return the recovery of a case, locked, with its award."""
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("collector__place")
    found = rows.get(pk=case.pk)
    found.award = Award.objects.select_related("matter__forum__post__place", "matter__case").get(pk=found.award_id)
    found.case = case
    return found


@effect("recover", KIND)
def recover(move: Move) -> To:
    """Write down a sum that was recovered; with the last of it the forum's officer pays the worker."""
    recovery = of(move.case)
    line = sums.line_of(move, Sum.Kind.RECOVERED)
    if line.on < recovery.issued_on:
        raise Refused(SAY["before_certificate"], "on")
    sums.write(recovery.award, line, recovery=recovery, by=move.by, at=move.at)
    to = To("running", facts={"paise": line.paise, "on": line.on, "sum": line.kind})
    return _further(to, recovery, move)


@effect("hand_over", KIND)
def hand_over(move: Move) -> To:
    """Write down what was paid to the worker of what was recovered; the last of it ends recovery and matter."""
    recovery = of(move.case)
    line = sums.line_of(move, Sum.Kind.HANDED)
    sums.write(recovery.award, line, recovery=recovery, by=move.by, at=move.at)
    to = To(move.case.state, facts={"paise": line.paise, "on": line.on, "sum": line.kind})
    to.after.append(lambda: _tell_worker(recovery, line, move))
    if balances.settled(recovery.award, clock.day(move.at)):
        return _paid(to, recovery, move)
    return to


def _tell_worker(recovery: Recovery, line: sums.Line, move: Move) -> None:
    """Write the payment into the story of the matter too, whose claimant hears of it."""
    case = Case.objects.select_related("holder__place", "district").get(pk=recovery.award.matter_id)
    to = To(case.state, facts={"paise": line.paise, "on": line.on, "sum": line.kind})
    to.tells = [Tell("matter-paid", "complainant", {"date": f"{line.on:%d.%m.%Y}"})]
    casework.amend(case, "hand", to=to, by=move.by, at=move.at)


@effect("take_back", KIND)
def take_back(move: Move) -> To:
    """Take back a line that was written wrongly, with the reason; the balance is reckoned anew."""
    recovery, seq = of(move.case), move.text("line")
    wrong = Sum.objects.filter(recovery=recovery, seq=int(seq) if seq.isdigit() else 0, takes_back=None).first()
    if wrong is None or Sum.objects.filter(takes_back=wrong).exists():
        raise Refused(SAY["no_line"], "line")
    if wrong.kind == Sum.Kind.RECOVERED and balances.standing(wrong.award, clock.day(move.at)).waiting < wrong.paise:
        raise Refused(SAY["handed_already"], "line")
    sums.take_back(wrong, move.text("reason"), by=move.by, at=move.at)
    to = To("running", facts={"line": wrong.seq, "paise": -wrong.paise}, private=ways.words(move, "reason"))
    return _further(to, recovery, move)


def _further(to: To, recovery: Recovery, move: Move) -> To:
    """Lead on by what is owed now: nothing more to recover, then the worker is paid by the forum's officer."""
    came = balances.last_day(recovery.award, balances.DISCHARGES)
    is_in = came is not None and balances.standing(recovery.award, came).owed.total == 0
    if is_in and move.case.state == "running":
        to.state, to.holder = "recovered", recovery.award.matter.forum.post
        to.level, to.due = 1, _due("recovered", move)
        to.tells = [Tell("officer-arrival", "holder")]
    elif is_in:
        to.state = "recovered"
    elif move.case.state == "recovered":
        to.holder, to.level, to.due = recovery.collector, 1, _due("running", move)
        to.tells = [Tell("officer-arrival", "holder")]
    return to


def _due(state: str, move: Move) -> Due:
    return ways.due(SPANS[state], move.at)


def _paid(to: To, recovery: Recovery, move: Move) -> To:
    to.state, to.outcome = "paid", "paid"
    end(recovery, move)
    to.after.append(lambda: awards.end_matter(recovery, "satisfy", at=move.at))
    return to


def end(recovery: Recovery, move: Move) -> None:
    """Write on which day a recovery ended."""
    Recovery.objects.filter(pk=recovery.pk).update(ended_on=clock.day(move.at))


@effect("settle", KIND)
def settle(move: Move) -> To:
    """The employer paid everything itself: the recovery is over."""
    recovery = of(move.case)
    if not balances.settled(recovery.award, clock.day(move.at)):
        raise Refused(SAY["still_owed"])
    return _paid(To("paid"), recovery, move)


@effect("give_back", KIND)
def give_back(move: Move) -> To:
    """The Collector could not recover it: the officer who gave the certificate decides where it goes next."""
    recovery = of(move.case)
    to = To("returned", holder=recovery.award.matter.forum.post, level=1, due=_due("returned", move))
    to.private, to.tells = ways.words(move, "reason"), [Tell("officer-arrival", "holder")]
    return to


@effect("send_again", KIND)
def send_again(move: Move) -> To:
    """Send the certificate to a Collector again, such as where the debtor has land or moved to."""
    recovery = of(move.case)
    collector = awards.collector(move.text("collector"))
    Recovery.objects.filter(pk=recovery.pk).update(collector=collector)
    to = To("running", holder=collector, level=1, due=_due("running", move))
    to.facts, to.private = {"collector": collector.pk}, ways.words(move, "reason")
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("recall", KIND)
def recall(move: Move) -> To:
    """Recall the certificate, such as when the award was set aside; the matter is unpaid again, not over."""
    recovery = of(move.case)
    if balances.standing(recovery.award, clock.day(move.at)).waiting > 0:
        raise Refused(SAY["hand_first"])
    end(recovery, move)
    to = To("recalled", outcome="recalled", private=ways.words(move, "reason"))
    to.after.append(lambda: awards.end_matter(recovery, "uncertify", at=move.at))
    return to


@effect("note", KIND)
def note(move: Move) -> To:
    """Lay a note with the recovery."""
    ways.need_words(move, "text")
    return To(move.case.state, private=ways.words(move, "text"))


@effect("escalate", KIND)
def escalate(move: Move) -> To:
    """Pass a recovery that takes too long to the post above; at the top it stays, overdue for everybody to see."""
    case = move.case
    up = offices.above(case.holder) if case.holder else None
    if up is None or case.level >= TOP:
        return To(case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})
    to = To(case.state, holder=up, level=case.level + 1, due=_due(case.state, move))
    to.facts, to.tells = {"lapsed": case.holder_id}, [Tell("officer-arrival-late", "holder")]
    return to
