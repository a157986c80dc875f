"""The steps of an information: looked into, found true and a rescue ordered, or ended with the reason why not."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import notes, owners
from shramsetu.bonded.actions import duties, repeats
from shramsetu.bonded.actions.intake import INQUIRY, clock_due
from shramsetu.bonded.models import BondedDuty, Information, Operation
from shramsetu.bonded.words import SAY
from shramsetu.casework import actions as casework
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import Opening, Refused, open_case
from shramsetu.casework.flow import Phase, effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place

RESCUE = "rescue"
BEFORE_IT_CAME = _("The visit cannot lie before the information came, nor in the future.")


@effect("begin", "bl_info")
def begin(move: Move) -> To:
    """Begin the inquiry; whoever is sent holds it, and the day goes on counting."""
    post = move.detail.get("post")
    notes.keep(move, "text")
    to = To("verifying", holder=post if isinstance(post, Post) else None)
    to.tells = [Tell("officer-arrival", "holder")] if to.holder else []
    return to


@effect("verify", "bl_info")
def verify(move: Move) -> To:
    """Find the information true and order a rescue; pressed by two at once, one rescue is made."""
    notes.keep(move, "text")
    Information.objects.filter(pk=move.case.pk).update(verified_at=move.at)
    to = _over(move, RESCUE)
    to.rests_until = rules.figure_due("bonded.review_days", move.at).at
    to.after.append(lambda: _ordered(move))
    return to


@effect("find_nothing", "bl_info")
def find_nothing(move: Move) -> To:
    """Note that nothing was found: only after a visit, and with how many workers were spoken to."""
    visited, spoken = move.when("visited_at"), move.detail.get("spoken_to")
    if visited is None or not move.case.opened_at <= visited <= move.at:
        raise Refused(BEFORE_IT_CAME, "visited_at")
    if not isinstance(spoken, int) or spoken < 1:
        raise Refused(_("Somebody who works there must have been spoken to, away from the employer."), "spoken_to")
    notes.keep(move, "text")
    to = _over(move, "not_found")
    to.rests_until = rules.figure_due("bonded.review_days", move.at).at
    to.facts = {"visited": visited, "spoken_to": spoken}
    to.tells = [Tell("officer-arrival", "post", post=owners.post("dm", move.case.district))]
    return to


@effect("pass_on", "bl_info")
def pass_on(move: Move) -> To:
    """Give it to the right district; its day runs from the first hour, wherever that was.

    A district that had it before does not get it back: then the divisional commissioner decides, and that holds.
    """
    district = move.detail.get("district")
    if not isinstance(district, Place) or district.pk == move.case.district_id:
        raise Refused(_("Choose another district than this one."), "district")
    handed = _handed(move.case)
    if any(role == Role.MANDAL for _from, role in handed):
        raise Refused(SAY["is_fixed"], "district")
    notes.keep(move, "reason")
    running = BondedDuty.objects.filter(parent=move.case, clock=INQUIRY, is_open=True).first()
    began = running.from_at if running else move.case.opened_at
    duties.drop(move.case, INQUIRY, at=move.at)
    is_back = district.pk in {before for before, _role in handed} and move.by.role != Role.MANDAL
    owner = "divisional_commissioner" if is_back else "sdm"
    to = To("received", holder=owners.post(owner, district), level=1, due=clock_due(INQUIRY, began))
    to.changes = {"district": district, "place": district}
    to.facts = {"district_from": move.case.district_id}
    to.tells = [Tell("officer-arrival", "holder")]
    to.after.append(lambda: duties.start(move.case, INQUIRY, from_at=began, holder=to.holder, by=move.by, at=move.at))
    return to


def _handed(case: Case) -> list[tuple[int, str]]:
    """Return from which district, and by which role, an information was handed on so far."""
    entries = Entry.objects.filter(stream=case.stream, verb="pass_on").order_by("seq")
    return [(int(one.detail["district_from"]), one.role) for one in entries]


@effect("send_elsewhere", "bl_info")
def send_elsewhere(move: Move) -> To:
    """Send it to another state by letter."""
    notes.keep(move, "reason")
    to = _over(move, "elsewhere")
    to.facts = {"state": move.text("state"), "letter_number": move.text("letter_number")}
    return to


@effect("join", "bl_info")
def join(move: Move) -> To:
    """Note that the matter is under action already, under another number that somebody still works on.

    The District Magistrate hears of it, and it may be taken up again for as long as one where nothing was found.
    """
    other = move.detail.get("other")
    if not isinstance(other, Case) or other.pk == move.case.pk or other.kind not in ("bl_info", "bl_operation"):
        raise Refused(_("Write the number of another information or operation."), "other")
    Case.objects.select_for_update().filter(pk=other.pk).first()
    other.refresh_from_db()
    if Information.objects.filter(pk=other.pk, same_as=move.case.pk).exists():
        raise Refused(SAY["joined_back"], "other")
    if other.phase != Phase.OPEN or other.district_id != move.case.district_id:
        raise Refused(SAY["open_one"], "other")
    notes.keep(move, "text")
    Information.objects.filter(pk=move.case.pk).update(same_as=Information.objects.filter(pk=other.pk).first())
    to = _over(move, "already")
    to.rests_until = rules.figure_due("bonded.review_days", move.at).at
    to.facts = {"same_as": other.number}
    to.tells = [Tell("officer-arrival", "post", post=owners.post("dm", move.case.district))]
    return to


@effect("reopen", "bl_info")
def reopen(move: Move) -> To:
    """Let it be looked into again."""
    notes.keep(move, "reason")
    return _again(move)


@effect("take_up", "bl_info")
def take_up(move: Move) -> To:
    """Look into it again, for the rescue that was ordered was not carried out."""
    return _again(move)


@effect("finalise", "bl_info")
def finalise(move: Move) -> To:
    """Nothing more came in the time in which it could be looked into again; one with a rescue waits for its end."""
    if move.case.state != RESCUE:
        return To("joined" if move.case.state == "already" else "ended")
    if Operation.objects.filter(information=move.case.pk, case__phase=Phase.OPEN).exists():
        return To(RESCUE, rests_until=rules.figure_due("bonded.review_days", move.at).at)
    return To("rescued", outcome="rescued")


@effect("escalate", "bl_info", "bl_operation")
def stays(move: Move) -> To:
    """The time is over: it stays with its holder; whom the clock tells is told by the duty."""
    return To(move.case.state, changes={"warned": casework.TOLD_OVER}, facts={"stays": True})


def _over(move: Move, state: str) -> To:
    duties.done(move.case, INQUIRY, at=move.at)
    return To(state, outcome=state)


def _again(move: Move) -> To:
    holder = owners.post("sdm", move.case.district)
    to = To("verifying", holder=holder, level=1, due=clock_due(INQUIRY, move.at), outcome="")
    to.tells = [Tell("officer-arrival", "holder")]
    to.after.append(lambda: duties.start(move.case, INQUIRY, from_at=move.at, by=move.by, at=move.at))
    return to


def _ordered(move: Move) -> Case:
    """Open the operation that the verified information asks for; the district has two days."""
    told = Information.objects.get(pk=move.case.pk)
    case = move.case
    magistrate = owners.post("sdm", case.district)
    columns = {
        "parent": case,
        "department": case.department,
        "category": case.category,
        "place": case.place,
        "district": case.district,
        "urgent": True,
        "sealed": True,
    }
    start = To("planned", holder=magistrate, level=1, due=clock_due(RESCUE, move.at))
    made = open_case(Opening("bl_operation", case.channel, start, columns), by=move.by, at=move.at)
    sealing.seal(made, {})
    operation = Operation(
        case=made, information=told, site=told.site, magistrate=magistrate, planned_for=move.when("planned_for")
    )
    operation.save(force_insert=True)
    repeats.look(operation, by=move.by, at=move.at)
    duties.start(made, RESCUE, from_at=move.at, by=move.by, at=move.at)
    return made
