"""What the officer who holds a complaint does with it: open, mark, transfer, ask, answer to, report."""

from shramsetu.casework import duties, rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case, Duty
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.grievances.actions import reports, ways
from shramsetu.grievances.models import Grievance, Report
from shramsetu.grievances.words import SAY
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department, Post
from shramsetu.places.models import Place

ALL = ("grievance", "information", "demand", "suggestion")


@effect("locate", *ALL)
def locate(move: Move) -> To:
    """Set the place of a case that came without one, and send it to the officer there with a fresh limit."""
    case, district = move.case, move.detail["district"]
    place = move.detail.get("place") or district
    assert isinstance(district, Place)
    assert isinstance(place, Place)
    case.district, case.place = district, place
    to = ways.to_officer(case, 1, at=move.at)
    to.changes = {"district": district, "place": place}
    to.tells = [Tell("assigned", "complainant"), Tell("officer-arrival", "holder")]
    return to


@effect("open", *ALL)
def open_unmarked(move: Move) -> To:
    """Note that the officer has seen the case; the clock runs on."""
    return To("with_officer", tells=[Tell("opened", "complainant")])


@effect("mark", "grievance")
def mark(move: Move) -> To:
    """Give a subordinate the duty of an enquiry; the holder stays answerable and the clock runs on."""
    case, post = move.case, move.detail["post"]
    assert isinstance(post, Post)
    if post not in offices.subordinates(case.holder or post):
        raise Refused(SAY["not_subordinate"], "post")
    Grievance.objects.filter(pk=case.pk).update(marked_to=post)
    duties.give(
        case,
        Duty.Purpose.ENQUIRY,
        to=post,
        due=_enquiry_due(case, move),
        text=move.text("text"),
        by=move.by,
        at=move.at,
    )
    tells = [Tell("marked", "complainant", post=post), Tell("officer-marked", "post", post=post)]
    return To("marked", facts={"marked_to": post.pk}, tells=tells)


def _enquiry_due(case: Case, move: Move) -> Due:
    """Return the enquiry's own date: a share of what is left, so that time remains to check it."""
    assert case.due_at is not None
    share = rules.figure("grievances.marked_percent", move.at)
    left = max(case.due_at, move.at) - move.at
    return Due(move.at + left * share / 100, "grievances.marked_percent")


@effect("submit_enquiry", "grievance")
def submit_enquiry(move: Move) -> To:
    """Hand up the enquiry report; it becomes the report only when the holder approves it."""
    report = reports.write(move, Report.Kind.ENQUIRY)
    duties.settle(move.case, Duty.Purpose.ENQUIRY, "complete", at=move.at)
    return To(
        "enquiry_in",
        facts=reports.facts(report),
        private=reports.private(move),
        tells=[Tell("officer-enquiry", "holder")],
    )


@effect("return_enquiry", "grievance")
def return_enquiry(move: Move) -> To:
    """Send the enquiry back to the same subordinate, with the reason and a new date."""
    case = move.case
    post = Grievance.objects.select_related("marked_to").get(pk=case.pk).marked_to
    assert post is not None
    duties.give(
        case,
        Duty.Purpose.ENQUIRY,
        to=post,
        due=_enquiry_due(case, move),
        text=move.text("reason"),
        by=move.by,
        at=move.at,
    )
    return To(
        "marked", private={"reason": move.text("reason")}, tells=[Tell("officer-enquiry-returned", "post", post=post)]
    )


@effect("approve_enquiry", "grievance")
def approve_enquiry(move: Move) -> To:
    """Make the subordinate's enquiry the officer's own report."""
    enquiry = Report.objects.filter(case=move.case, kind=Report.Kind.ENQUIRY).order_by("-at", "-id")[0]
    report = reports.adopt(enquiry, move)
    return reports.to_check(move, report)


@effect("report", "grievance")
def report(move: Move) -> To:
    """Submit the action-taken report, bound to the evidence that the category demands."""
    reports.check_evidence(move)
    written = reports.write(move, Report.Kind.FINAL)
    duties.settle(move.case, Duty.Purpose.LATE_REPORT, "complete", at=move.at)
    return reports.to_check(move, written)


@effect("interim", "grievance")
def interim(move: Move) -> To:
    """Tell the complainant how far it is; the clock runs on."""
    written = reports.write(move, Report.Kind.INTERIM)
    tells = [Tell("interim", "complainant")]
    return To(move.case.state, facts=reports.facts(written), private=reports.private(move), tells=tells)


@effect("transfer", "grievance")
def transfer(move: Move) -> To:
    """Offer the case to another department; after too many offers the district magistrate fixes the department."""
    case, department = move.case, move.detail["department"]
    assert isinstance(department, Department)
    if department == case.department:
        raise Refused(SAY["same_department"], "department")
    grievance = Grievance.objects.get(pk=case.pk)
    facts = {"to_department": department.pk}
    private = {"reason": move.text("reason")}
    if grievance.transfers >= rules.figure("grievances.transfers_before_dm", move.at) and case.district:
        to = To("fixing", holder=offices.dm_of(case.district), facts=facts, private=private)
        to.due = ways.figure_due("grievances.dm_fix_days", at=move.at)
        to.tells = [Tell("officer-department-fix", "holder")]
        return to
    Grievance.objects.filter(pk=case.pk).update(transfers=grievance.transfers + 1, came_from=case.holder)
    case.department = department
    to = To("transfer_offered", holder=ways.officer(case, 1, at=move.at), level=1, facts=facts, private=private)
    to.changes = {"department": department}
    to.tells = [Tell("transferred", "complainant"), Tell("officer-transfer", "holder")]
    return to


@effect("accept_transfer", "grievance")
def accept_transfer(move: Move) -> To:
    """Take the case over; marking and transfer never restart the clock."""
    Grievance.objects.filter(pk=move.case.pk).update(came_from=None)
    return To("with_officer", tells=[Tell("opened", "complainant")])


@effect("return_transfer", "grievance")
def return_transfer(move: Move) -> To:
    """Send the case back to the officer who offered it; the clock runs on."""
    grievance = Grievance.objects.select_related("came_from__department").get(pk=move.case.pk)
    sender = grievance.came_from
    assert sender is not None
    private = {"reason": move.text("reason")}
    if grievance.transfers >= rules.figure("grievances.transfers_before_dm", move.at) and move.case.district:
        due = ways.figure_due("grievances.dm_fix_days", at=move.at)
        tells = [Tell("officer-department-fix", "holder")]
        return To("fixing", holder=offices.dm_of(move.case.district), due=due, private=private, tells=tells)
    to = To("with_officer", holder=sender, level=max(sender.level, 1), private=private)
    to.changes = {"department": sender.department}
    to.tells = [Tell("officer-transfer-returned", "holder")]
    return to


@effect("fix_department", "grievance")
def fix_department(move: Move) -> To:
    """Let the district magistrate name the department, which may not pass the case on again without reason."""
    department = move.detail["department"]
    assert isinstance(department, Department)
    move.case.department = department
    Grievance.objects.filter(pk=move.case.pk).update(transfers=0, came_from=None)
    to = ways.to_officer(move.case, 1, at=move.at)
    to.changes = {"department": department}
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("transferred", "complainant"), Tell("officer-arrival", "holder")]
    return to


@effect("ask", "grievance")
def ask(move: Move) -> To:
    """Ask the complainant, once per level and for days at the most; the officer's clock stands still meanwhile."""
    case = move.case
    grievance = Grievance.objects.get(pk=case.pk)
    if case.level in grievance.asked_levels:
        raise Refused(SAY["asked_before"], "question")
    contacted = move.when("contacted_at")
    if contacted is None or contacted > move.at:
        raise Refused(SAY["contact_in_future"], "contacted_at")
    _pause(case, move, asked_levels=[*grievance.asked_levels, case.level])
    due = ways.figure_due("grievances.ask_days_max", at=move.at)
    return To(
        "asked",
        due=due,
        same_clock=True,
        private={"question": move.text("question")},
        facts={"contacted_at": contacted},
        tells=[Tell("asked", "complainant")],
    )


def _pause(case: Case, move: Move, **changes: object) -> None:
    Grievance.objects.filter(pk=case.pk).update(asked_at=move.at, due_before_pause=case.due_at, **changes)


@effect("answer", "grievance")
def answer(move: Move) -> To:
    """Take the complainant's answer. "Nobody asked me" gives the officer none of the waiting time."""
    to = _resume(move.case, move, counts=not move.detail.get("not_asked"))
    to.facts = {"not_asked": bool(move.detail.get("not_asked"))}
    to.private = {"text": move.text("text")}
    asked = "officer-nobody-asked" if move.detail.get("not_asked") else "officer-answered"
    to.tells = [Tell(asked, "holder")]
    return to


@effect("resume", "grievance")
def resume(move: Move) -> To:
    """Stop waiting: the awaited answer or hearing did not come in its time."""
    return _resume(move.case, move, counts=True)


def _resume(case: Case, move: Move, *, counts: bool) -> To:
    grievance = Grievance.objects.get(pk=case.pk)
    assert grievance.due_before_pause is not None
    assert grievance.asked_at is not None
    due = grievance.due_before_pause
    if counts:
        due = rules.extended(due, grievance.asked_at, move.at)
    Grievance.objects.filter(pk=case.pk).update(asked_at=None, due_before_pause=None)
    return To("with_officer", due=Due(due, case.limit_key, case.limit_from), same_clock=True)


@effect("refer", "grievance")
def refer(move: Move) -> To:
    """Record that the matter is before a labour authority: tracked with its number and next date, not excluded."""
    case = move.case
    grievance = Grievance.objects.get(pk=case.pk)
    if grievance.pauses >= rules.figure("grievances.pauses_max", move.at):
        raise Refused(SAY["paused_too_often"], "authority")
    _pause(
        case,
        move,
        authority=move.text("authority"),
        authority_case=move.text("authority_case"),
        next_date=move.day("next_date"),
        pauses=grievance.pauses + 1,
    )
    return To(
        "before_authority",
        due=_hearing_due(move),
        same_clock=True,
        facts={"next_date": move.day("next_date")},
        tells=[Tell("before-authority", "complainant")],
    )


@effect("hear", "grievance")
def hear(move: Move) -> To:
    """Record a hearing: with a next date the wait goes on, without one the matter is back with the officer."""
    private = {"text": move.text("text")}
    if move.day("next_date") is None:
        to = _resume(move.case, move, counts=True)
        to.private = private
        return to
    Grievance.objects.filter(pk=move.case.pk).update(next_date=move.day("next_date"))
    return To("before_authority", due=_hearing_due(move), same_clock=True, private=private)


def _hearing_due(move: Move) -> Due:
    """Return the close of the next hearing's day; raise Refused for one that is past or too far off."""
    on = move.day("next_date")
    today = clock.day(move.at)
    if on is None or on < today:
        raise Refused(SAY["date_in_past"], "next_date")
    if (on - today).days > rules.figure("grievances.authority_days_max", move.at):
        raise Refused(SAY["date_too_far"], "next_date")
    return Due(clock.bounds(on)[1], "grievances.authority_days_max")
