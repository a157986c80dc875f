"""The steps of a rescue operation, its team, what was seized. It closes when each person has a signed finding."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import notes, owners, powers, unsealed
from shramsetu.bonded.actions import duties, safety
from shramsetu.bonded.actions.informations import RESCUE
from shramsetu.bonded.models import Information, Operation, Seizure, Survivor, TeamMember
from shramsetu.bonded.queries import rescue as queries
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused, amend
from shramsetu.casework.flow import effect
from shramsetu.casework.models import FINAL, Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices.models import Post

SHOWN = 10
Part = TeamMember.Part
NEEDED = (Part.MAGISTRATE, Part.POLICE, Part.LABOUR)


@effect("prepare", "bl_operation")
def prepare(move: Move) -> To:
    """Write down when, by which order, and to which safe place; the plan leaks to nobody."""
    notes.put(move.case, safe_place=move.text("safe_place"), plan=move.text("plan"))
    changes: dict[str, object] = {"planned_for": move.when("planned_for")}
    if move.text("order_number"):
        changes["order_number"] = move.text("order_number")
    Operation.objects.filter(pk=move.case.pk).update(**changes)
    return To("planned", facts={"planned_for": move.when("planned_for")})


@effect("set_out", "bl_operation")
def set_out(move: Move) -> To:
    """Begin: with a full team, or with the reason why somebody is missing."""
    began = _in_time(move, "started_at")
    lacking = missing_parts(Operation.objects.select_related("information").get(pk=move.case.pk))
    if lacking and not move.text("without"):
        names = ", ".join(str(one.label) for one in lacking)
        raise Refused(gettext("Missing in the team: %(names)s. Add them, or write why without.") % {"names": names})
    notes.keep(move, "without")
    Operation.objects.filter(pk=move.case.pk).update(started_at=began)
    return To("under_way", facts={"started_at": began, "without": [str(one.value) for one in lacking]})


@effect("secure", "bl_operation")
def secure(move: Move) -> To:
    """End the rescue: everybody is in a safe place, and the day for each finding begins."""
    operation = Operation.objects.get(pk=move.case.pk)
    ended = _in_time(move, "ended_at", operation.started_at)
    people = list(operation.survivors.select_related("case").order_by("pk"))
    if not people:
        raise Refused(_("Add each person first, with children. If nobody was there, take “Not carried out”."))
    notes.put(move.case, safe_place=move.text("safe_place"), memo=move.text("memo"))
    Operation.objects.filter(pk=operation.pk).update(ended_at=ended)
    duties.done(move.case, RESCUE, at=move.at)
    to = To("secured", facts={"ended_at": ended, "persons": len(people)})
    to.after = [partial(secured, one, from_at=ended, by=move.by, at=move.at) for one in people]
    return to


@effect("close", "bl_operation")
def close(move: Move) -> To:
    """Close the operation, if no person of it is without a signed finding; its information is over with it."""
    _nobody_left(move.case)
    notes.keep(move, "text")
    return To("closed", outcome="closed", after=[partial(_give_back, move, "finalise")])


@effect("stand_down", "bl_operation")
def stand_down(move: Move) -> To:
    """Let the District Magistrate note why it was not carried out; who was entered all the same needs a finding first.

    The information was found true: it is looked into again within its day, and the divisional commissioner hears of it.
    """
    _nobody_left(move.case)
    notes.keep(move, "reason")
    duties.drop(move.case, RESCUE, at=move.at)
    above = owners.post("divisional_commissioner", move.case.district)
    tell = Tell("bonded-not-rescued", "post", {"code": move.case.number}, above)
    return To("not_done", outcome="not_done", tells=[tell], after=[partial(_give_back, move, "take_up")])


def secured(survivor: Survivor, *, from_at: datetime, by: Actor, at: datetime) -> None:
    """Let a person be in safety: the clocks of the finding and, for a child, of the Child Welfare Committee begin."""
    case = survivor.case
    safety.owe(survivor, from_at=from_at, by=by, at=at)  # from when the rescue ended, not from when it was written down
    if case.state == "identified":
        casework.take(case, "secure", seen=case.revision, by=by, at=at)


@transaction.atomic
def join_team(
    case: Case, *, part: str, by: Actor, at: datetime, post: Post | None = None, name: str = ""
) -> TeamMember:
    """Put somebody into the team: an officer's post or a name; put in again, nothing changes."""
    locked = _open_one(case, by)
    said = "" if post else name
    for one in TeamMember.objects.filter(operation_id=locked.pk, part=part, post=post):
        if unsealed.for_work(locked, one.name) == said:
            return one
    member = TeamMember(operation_id=locked.pk, part=part, post=post, name=sealing.veiled(locked, said))
    member.save(force_insert=True)
    facts = {"part": part, "post": post.pk if post else None}
    amend(locked, "join_team", to=To(locked.state, facts=facts), by=by, at=at)
    return member


@transaction.atomic
def leave_team(case: Case, member: int, *, by: Actor, at: datetime) -> None:
    """Take somebody out of the team again."""
    locked = _open_one(case, by)
    found = TeamMember.objects.filter(pk=member, operation=locked.pk).first()
    if found is not None:
        found.delete()
        amend(locked, "leave_team", to=To(locked.state, facts={"part": found.part}), by=by, at=at)


@transaction.atomic
def seize(case: Case, *, what: str, count: int, kept_by: Post, by: Actor, at: datetime) -> Seizure:
    """Write down what was seized at the site; the same thing at the same instant is one row."""
    locked = _open_one(case, by)
    for one in Seizure.objects.filter(operation_id=locked.pk, count=count, kept_by=kept_by):
        if unsealed.for_work(locked, one.what) == what:
            return one
    veiled = sealing.veiled(locked, what)
    thing = Seizure(operation_id=locked.pk, what=veiled, count=count, kept_by=kept_by, at=at)
    thing.save(force_insert=True)
    amend(locked, "seize", to=To(locked.state, facts={"count": count, "kept_by": kept_by.pk}), by=by, at=at)
    return thing


def missing_parts(operation: Operation) -> list[Part]:
    """Return who is missing in the team: the three that always go, women police and child protection where needed."""
    there = set(operation.team.values_list("part", flat=True))
    told: Information | None = operation.information
    wanted: Sequence[Part] = NEEDED
    if told is None or told.women:
        wanted = (*wanted, Part.WOMEN_POLICE)
    if told is None or told.children:
        wanted = (*wanted, Part.CHILD)
    return [one for one in wanted if one.value not in there]


def _give_back(move: Move, verb: str) -> None:
    """Let the system take `verb` in the information of an operation, where it waits for the operation's end."""
    told = Case.objects.filter(bonded_information__operations=move.case.pk, state=RESCUE).first()
    if told is not None:
        casework.take(told, verb, seen=told.revision, by=SYSTEM, at=move.at)


def _nobody_left(case: Case) -> None:
    left = queries.without_finding(case)
    if left:
        codes = ", ".join(left[:SHOWN])
        words = gettext("%(count)d persons have no signed finding yet: %(codes)s. The operation stays open until then.")
        raise Refused(words % {"count": len(left), "codes": codes})


def _in_time(move: Move, name: str, least: datetime | None = None) -> datetime:
    """Return the instant under `name`; it may lie before the operation was written down here: paper comes first."""
    given = move.when(name)
    if given is None or given > move.at or (least and given < least):
        raise Refused(_("This cannot lie before the step before it, nor in the future."), name)
    return given


def _open_one(case: Case, by: Actor) -> Case:
    """Return the row of an operation that is not over, locked: what is added is added one after the other."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    powers.need_here(by, locked.district_id)
    if locked.phase == FINAL:
        raise Refused(_("This operation is over; nothing can be added."))
    return locked
