"""What the officer who holds a complaint does with it: open, mark, approve the enquiry, report."""

from shramsetu.casework import actions as casework
from shramsetu.casework import duties, rules, sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case, Duty
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.grievances.actions import reports, ways
from shramsetu.grievances.models import Grievance, Report
from shramsetu.grievances.words import SAY
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places.models import Place

SEALED_DUTY = 200  # letters that fit into the duty's column when they are encrypted
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
    if post not in offices.subordinates(case.holder or post) or ways.is_named(case, post):
        raise Refused(SAY["not_subordinate"], "post")
    Grievance.objects.filter(pk=case.pk).update(marked_to=post)
    _give_enquiry(move, post, move.text("text"))
    tells = [Tell("marked", "complainant", post=post), Tell("officer-marked", "post", post=post)]
    return To("marked", facts={"marked_to": post.pk}, tells=tells)


def _give_enquiry(move: Move, post: Post, text: str) -> None:
    """Give the enquiry's duty to `post`; what to enquire in a sealed case is encrypted like the case itself."""
    case = move.case
    purpose, due = Duty.Purpose.ENQUIRY, _enquiry_due(case, move)
    words = sealing.veiled(case, text[:SEALED_DUTY]) if case.sealed else text
    duties.give(case, purpose, to=post, due=due, text=words, by=move.by, at=move.at)


def _enquiry_due(case: Case, move: Move) -> Due:
    """Return the enquiry's own date: a share of what is left, so that time remains to check it."""
    assert case.due_at is not None
    share = rules.figure("grievances.marked_percent", move.at)
    left = max(case.due_at, move.at) - move.at
    return Due(move.at + left * share / 100, "grievances.marked_percent")


@effect("submit_enquiry", "grievance")
def submit_enquiry(move: Move) -> To:
    """Hand up the enquiry report; it becomes the report only when the holder approves it."""
    reports.check_times(move)
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
    post = Grievance.objects.select_related("marked_to").get(pk=move.case.pk).marked_to
    assert post is not None
    _give_enquiry(move, post, move.text("reason"))
    return To(
        "marked", private={"reason": move.text("reason")}, tells=[Tell("officer-enquiry-returned", "post", post=post)]
    )


@effect("approve_enquiry", "grievance")
def approve_enquiry(move: Move) -> To:
    """Make the subordinate's enquiry the officer's own report."""
    enquiry = Report.objects.filter(case=move.case, kind=Report.Kind.ENQUIRY).order_by("-at", "-id")[0]
    reports.check_adopted(enquiry, move)
    report = reports.adopt(enquiry, move)
    casework.drop_duties(move.case, at=move.at)
    return reports.to_check(move, report)


@effect("report", "grievance")
def report(move: Move) -> To:
    """Submit the action-taken report, bound to the evidence that the category demands."""
    reports.check_evidence(move)
    written = reports.write(move, Report.Kind.FINAL)
    if move.case.holder_id != move.by.post_id:
        duties.settle(move.case, Duty.Purpose.LATE_REPORT, "complete", at=move.at)
    casework.drop_duties(move.case, at=move.at)
    return reports.to_check(move, written)


@effect("interim", "grievance")
def interim(move: Move) -> To:
    """Tell the complainant how far it is; the clock runs on."""
    given = Report.objects.filter(case=move.case, kind=Report.Kind.INTERIM, level=move.case.level).count()
    if given >= rules.figure("grievances.interim_max", move.at):
        raise Refused(SAY["interim_too_often"], "text")
    written = reports.write(move, Report.Kind.INTERIM)
    tells = [Tell("interim", "complainant")]
    return To(move.case.state, facts=reports.facts(written), private=reports.private(move), tells=tells)
