"""The rehabilitation plan: drawn after an assessment, approved, then carried line by line by the departments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import powers, unsealed
from shramsetu.bonded.actions import duties, persons
from shramsetu.bonded.models import Plan, PlanLine, Survivor
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.rulebook.bonded import Head
from shramsetu.rulebook.lookup import in_force

LINE, PLAN = "rehabilitation-line", "plan"
# Where a plan may be drawn and added to: from the certificate on, for what needs no arrival starts at once.
STATES = frozenset({"certified", "travelling", "chasing", "home", "planned", "followed"})


@dataclass(frozen=True)
class Wish:
    """What was found about one head: wanted, with a note for the department, or not and why."""

    wanted: bool
    why_not: str = ""
    note: str = ""


@dataclass(frozen=True)
class Assessment:
    """What was found at home, and head by head what is wanted."""

    assessed_on: date
    wishes: Mapping[str, Wish]
    words: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)  # further columns of Plan


@transaction.atomic
def draw(survivor: Survivor, one: Assessment, *, by: Actor, at: datetime) -> Plan:
    """Write the assessment and the plan. Before its approval it can be written anew; after it heads can only be added.

    Raises Refused for a head without an answer, and for one taken back whose line is with a department.
    """
    case = survivor.case
    powers.need_here(by, *powers.of_person(survivor))
    if case.state not in STATES:
        raise Refused(_("A plan can be drawn once the certificate is there."))
    if one.assessed_on > clock.day(at):
        raise Refused(_("This day has not come yet."), "assessed_on")
    unanswered = [head for head in rulebook.book().bonded.heads if head not in one.wishes]
    if unanswered:
        raise Refused(_("Say of every head whether it is wanted."), unanswered[0])
    values = {"assessed_on": one.assessed_on, "words": sealing.veiled(case, one.words), **one.facts}
    plan, _made = Plan.objects.update_or_create(
        survivor=survivor, defaults=values, create_defaults={**values, "drawn_by": by.key, "drawn_at": at}
    )
    known = {line.head: line for line in plan.lines.all()}
    lines = [
        _line(plan, head, wish, case) for head, wish in one.wishes.items() if _is_open(known.get(head), head, wish)
    ]
    PlanLine.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["plan", "head"], update_fields=["wanted", "why_not", "note"]
    )
    # what the register of a past day says of income and debt stands here; the row holds the last assessment alone
    facts: dict[str, object] = {
        "wanted": sorted(head for head, wish in one.wishes.items() if wish.wanted),
        "assessed_on": plan.assessed_on,
        "income_paise": plan.income_paise,
        "debt_paise": plan.debt_paise,
    }
    casework.amend(case, "plan_drawn", to=To(case.state, facts=facts), by=by, at=at)
    if plan.approved_at is not None:
        give_out(plan, by=by, at=at)
    return plan


def _is_open(known: PlanLine | None, head: str, wish: Wish) -> bool:
    """Whether the line can still be written; one that is with a department stays as it is."""
    is_given = known is not None and known.duty_id is not None
    if is_given and not wish.wanted:
        raise Refused(_("This line is with the department already; it can be ended there."), head)
    if not wish.wanted and not wish.why_not:
        raise Refused(_("Say why this is not wanted."), head)
    return not is_given


def _line(plan: Plan, head: str, wish: Wish, case: Case) -> PlanLine:
    why_not = "" if wish.wanted else wish.why_not
    note = sealing.veiled(case, wish.note)
    return PlanLine(plan=plan, head=head, wanted=wish.wanted, why_not=why_not, note=note)


@effect("plan", "bl_person")
def approve(move: Move) -> To:
    """Approve the plan: every wanted line becomes the duty of its department's post in the home district (A13)."""
    plan = Plan.objects.select_related("survivor__case", "survivor__native_district").filter(pk=move.case.pk).first()
    if plan is None:
        raise Refused(_("No plan was drawn yet."))
    Plan.objects.filter(pk=plan.pk).update(approved_by=move.by.key, approved_at=move.at)
    to = persons.onward(move, "planned")
    to.facts = {"lines": plan.lines.filter(wanted=True).count()}
    to.after += [
        lambda: give_out(plan, by=move.by, at=move.at),
        lambda: duties.done(move.case, PLAN, at=move.at),
    ]
    return to


def give_out(plan: Plan, *, by: Actor, at: datetime) -> None:
    """Give each wanted line that nobody has yet to its department's post; safe to repeat."""
    survivor = plan.survivor
    district = survivor.native_district or survivor.case.district
    for line in plan.lines.filter(wanted=True, duty=None).order_by("id"):
        head = rulebook.book().bonded.heads[line.head]
        duty = duties.start(
            survivor.case,
            LINE,
            from_at=at,
            by=by,
            at=at,
            district=district,
            key=line.head,
            owner=head.owner,
            text=_asked(head, unsealed.for_work(survivor.case, line.note)),
            whole=limit(head, at),
        )
        PlanLine.objects.filter(pk=line.pk).update(duty=duty)


def limit(head: Head, at: datetime) -> timedelta:
    """Return how long a department has for a head, by the rule in force that day."""
    row = in_force(head.values, clock.day(at), head.slug)
    assert row.calendar_days is not None
    return timedelta(days=row.calendar_days)


def _asked(head: Head, note: str) -> str:
    language = get_language() or "hi"
    words = gettext("%(head)s. Proof: %(proof)s.") % {
        "head": head.title.say(language),
        "proof": head.proof.say(language),
    }
    return f"{words} {note}".strip()
