"""Awards: paid by the employer itself, or recovered through the Collector, until the worker has it all."""

from datetime import datetime

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import FINAL, Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.casework.opening import Opening, announce, open_case
from shramsetu.hearings.actions import sums, ways
from shramsetu.hearings.models import Award, Matter, Recovery, Sum
from shramsetu.hearings.queries import money as balances
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post, Role

KIND = "hg_recovery"


@effect("pay", "hg_matter")
def pay(move: Move) -> To:
    """Write down what the employer paid to the worker itself; the last of it ends the matter."""
    matter = ways.of(move.case)
    award = Award.objects.select_related("order").get(matter=matter)
    running = balances.open_recovery(award)
    line = sums.line_of(move, Sum.Kind.DIRECT)
    sums.write(award, line, recovery=running, by=move.by, at=move.at)
    to = To(move.case.state, facts={"paise": line.paise, "on": line.on, "sum": line.kind})
    to.tells = [Tell("matter-paid", "complainant", {"date": f"{line.on:%d.%m.%Y}"})]
    if not balances.settled(award, clock.day(move.at)):
        return to
    if running is not None:
        # The recovery ends first, and ends the matter with it.
        to.after.append(lambda: end_recovery(running, by=SYSTEM, at=move.at))
        return to
    mark_satisfied(award)
    to.state = "satisfied"
    return to


@effect("take_back", "hg_matter")
def take_back_direct(move: Move) -> To:
    """Take back a payment of the employer that was written wrongly and belongs to no recovery."""
    matter, seq = ways.of(move.case), move.text("line")
    rows = Sum.objects.filter(award=matter.pk, kind=Sum.Kind.DIRECT, recovery=None, takes_back=None, taken_back_by=None)
    wrong = rows.select_related("award").filter(seq=int(seq) if seq.isdigit() else 0).first()
    if wrong is None:
        raise Refused(SAY["no_line"], "line")
    sums.take_back(wrong, move.text("reason"), by=move.by, at=move.at)
    facts = {"line": wrong.seq, "paise": -wrong.paise}
    return To(move.case.state, facts=facts, private=ways.words(move, "reason"))


@effect("default", "hg_matter")
def default(move: Move) -> To:
    """The time to pay is over: the presiding officer issues the certificate of recovery."""
    matter = ways.of(move.case)
    to = To("unpaid", holder=matter.forum.post, level=2, due=ways.due("hearings.certify_days", move.at))
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("certify", "hg_matter")
def certify(move: Move) -> To:
    """Issue a certificate of recovery to a Collector, for what is owed on this day; it is a case of its own."""
    matter, today = ways.of(move.case), clock.day(move.at)
    award = Award.objects.get(matter=matter)
    if balances.open_recovery(award) is not None:
        raise Refused(SAY["certified"])
    sent_to = collector(move.text("collector"))
    now = balances.standing(award, today).owed
    if not now.total:
        raise Refused(SAY["nothing_owed"])
    reference = move.text("reference").strip()[:60]
    if Recovery.objects.filter(certificate=reference).exists():
        raise Refused(SAY["certificate_used"], "reference")
    to = To("recovering", due=ways.due("hearings.recovery_days", move.at))
    to.facts = {"certificate": reference, "paise": now.total, "collector": sent_to.pk}
    to.private = ways.words(move, "text")
    to.tells = [Tell("matter-certified", "complainant", {"place": sent_to.place.name("hi")})]
    to.after.append(lambda: _open(matter, award, sent_to, reference, by=move.by, at=move.at))
    return to


def collector(code: str) -> Post:
    """Return the post of a Collector; raises Refused."""
    found = (
        Post.objects.select_related("place", "department").filter(code=code, role=Role.DM, abolished_at=None).first()
    )
    if found is None:
        raise Refused(SAY["no_collector"], "collector")
    return found


def _open(matter: Matter, award: Award, sent_to: Post, reference: str, *, by: Actor, at: datetime) -> Case:
    now = balances.standing(award, clock.day(at)).owed
    to = To("running", holder=sent_to, level=1, due=ways.due("hearings.recovery_days", at))
    to.facts = {"certificate": reference, "paise": now.total}
    columns = {
        "department": matter.case.department,
        "place": sent_to.place,
        "district": sent_to.place if sent_to.place.kind == "district" else matter.case.district,
        "sealed": False,
        "parent": matter.case,
    }
    case = open_case(Opening(KIND, Case.Channel.DESK, to, columns), by=by, at=at)
    Recovery(
        case=case,
        award=award,
        certificate=reference,
        collector=sent_to,
        issued_on=clock.day(at),
        paise=now.total,
        interest_paise=now.interest_paise,
    ).save(force_insert=True)
    announce(case, [Tell("officer-arrival", "holder")], by=by, at=at)
    return case


def mark_satisfied(award: Award) -> None:
    """Write on which day the worker had all of it: the day of the last sum, not that of its telling."""
    Award.objects.filter(pk=award.pk).update(satisfied_on=balances.last_day(award, balances.REACHES))


def end_recovery(recovery: Recovery, *, by: Actor, at: datetime) -> None:
    """End a recovery whose award was paid by the employer itself meanwhile."""
    case = Case.objects.select_related("holder", "district").get(pk=recovery.case_id)
    if case.phase != FINAL:
        casework.take(case, "settle", seen=case.revision, by=by, at=at)


def end_matter(recovery: Recovery, verb: str, *, at: datetime) -> None:
    """Let the matter follow its recovery: satisfied, or unpaid again where the certificate was recalled."""
    case = Case.objects.select_related("holder", "district").get(pk=recovery.award.matter_id)
    if case.state == "recovering":
        casework.take(case, verb, seen=case.revision, by=SYSTEM, at=at)


@effect("satisfy", "hg_matter")
def satisfy(move: Move) -> To:
    """Everything is in the worker's hand."""
    mark_satisfied(Award.objects.get(matter=move.case.pk))
    return To("satisfied")


@effect("uncertify", "hg_matter")
def uncertify(move: Move) -> To:
    """The certificate was recalled: the presiding officer decides what now."""
    matter = ways.of(move.case)
    return To("unpaid", holder=matter.forum.post, level=2, due=ways.due("hearings.certify_days", move.at))


@effect("linger", "hg_matter")
def linger(move: Move) -> To:
    """The recovery goes on; its own clock counts, this one begins anew."""
    return To("recovering", due=ways.due("hearings.recovery_days", move.at))
