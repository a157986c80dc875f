"""After coming home: the plan and its lines, the proof for the balance, the visits, and standing on one's own feet."""

from datetime import datetime

from shramsetu import rulebook
from shramsetu.bonded.actions import gate, payments, plans, visits
from shramsetu.bonded.actions.gate import Deciding
from shramsetu.bonded.actions.plans import Assessment, Wish
from shramsetu.bonded.actions.visits import Seen
from shramsetu.bonded.models import BondedDuty, Proof, Survivor
from shramsetu.bonded.rules.visits import DOMAINS
from shramsetu.demo.rescues.tale import DAY, HOUR, Group, Tale, attach, holder, take
from shramsetu.lib import clock

WANTED = ("ration", "wage-work", "health", "house", "pension", "skill", "livelihood", "worker-registration")
LINE = "rehabilitation-line"
TENDED = (LINE, "identity", "wages")


def plan(tale: Tale, group: Group, at: datetime) -> None:
    """Draw and approve each person's plan; the departments get their lines."""
    for number, one in enumerate(group.fresh()):
        wanted = (
            {"school", "health"} if one.is_minor else {WANTED[(tale.index + number + step) % 8] for step in (0, 1, 3)}
        )
        plans.draw(one, _assessment(wanted, at, landless=number == 0), by=holder(one.case), at=at)
        take(one.case, "plan", at=at + 2 * HOUR)


def _assessment(wanted: set[str], at: datetime, *, landless: bool) -> Assessment:
    wishes = {
        head: Wish(wanted=True, note="आवेदन भरवाएँ") if head in wanted else Wish(wanted=False, why_not="no_need")
        for head in rulebook.book().bonded.heads
    }
    facts = {"members": 4, "children": 2, "out_of_school": 1, "landless": landless, "income_paise": 400_000}
    return Assessment(clock.day(at), wishes, words="परिवार झोपड़ी में रहता है।", facts=facts)


def carry_lines(tale: Tale, group: Group, at: datetime) -> None:
    """Let the departments carry lines: done with a proof, not possible with a reason, or still open."""
    goes_on = group.family.goal in ("settled", "followed")
    for number, duty in enumerate(_open_lines(group)):
        by = holder(duty.case)
        if number % 4 == 3 and tale.index % 2:
            take(duty.case, "not_possible", by=by, at=at, reason="सूची में नाम नहीं, अगली सूची में प्रस्तावित।")
        elif goes_on or number % 3 != 2:
            proof = attach(duty.case, by=by, at=at)
            take(duty.case, "complete", by=by, at=at, files=[str(proof.pk)], text="काग़ज़ संलग्न।")


def _open_lines(group: Group) -> list[BondedDuty]:
    rows = BondedDuty.objects.filter(parent__survivor__in=group.who, clock=LINE, is_open=True)
    return list(rows.select_related("case__holder").order_by("pk"))


def prove(tale: Tale, group: Group, at: datetime) -> None:
    """Let the person consent to an annuity and the District Magistrate find bondage proved."""
    for one in group.fresh():
        _check_account(tale, one, at)
        gate.decide(one, _deciding(Proof.Kind.CONSENT, at), by=tale.by("labour_officer"), at=at)
        gate.decide(one, _deciding(Proof.Kind.DM_PROOF, at), by=tale.by("dm"), at=at)


def sanction(tale: Tale, group: Group, at: datetime) -> None:
    """Let the commissioner sanction the balance: no conviction is waited for."""
    for one in group.fresh():
        gate.decide(one, _deciding(Proof.Kind.SANCTION, at), by=tale.by("commissioner"), at=at)


def _check_account(tale: Tale, one: Survivor, at: datetime) -> None:
    account = one.accounts.filter(ended_at=None, checked_by=None).first()
    if account is not None:
        payments.check(account, by=tale.by("sdm"), at=at)


def _deciding(kind: str, at: datetime) -> Deciding:
    return Deciding(kind, holds=True, order_number="वाद 7/2026", order_on=clock.day(at), reasons="प्रमाण पत्रावली में।")


def settle(tale: Tale, group: Group, at: datetime) -> None:
    """Note that all is paid and every line settled; from here on there are visits."""
    carry_lines(tale, group, at - DAY)
    for one in group.fresh():
        take(one.case, "settle", at=at)


def visit(tale: Tale, group: Group, at: datetime) -> None:
    """Visit each of them; where somebody was threatened, the danger is confirmed."""
    _visit(tale, group, group.fresh(), at)


def tend(tale: Tale, group: Group, at: datetime) -> None:
    """Do most of what has fallen due by then: visits, papers of identity, wages, lines of help; one in six stays."""
    for number, duty in enumerate(_due(group, TENDED, at)):
        if (number + tale.index) % 6 != 5 and duty.key != "pension":
            proof = attach(duty.case, by=holder(duty.case), at=at)
            take(duty.case, "complete", at=at, files=[str(proof.pk)], text="काग़ज़ संलग्न।")
    owed = {duty.parent_id for duty in _due(group, ("follow-up",), at)}
    if tale.index % 6 != 5 and group.family.turn != "risk":
        _visit(tale, group, [one for one in group.fresh() if one.pk in owed], at)


def _due(group: Group, clocks: tuple[str, ...], at: datetime) -> list[BondedDuty]:
    rows = BondedDuty.objects.filter(parent__survivor__in=group.who, clock__in=clocks, is_open=True)
    due = rows.filter(case__due_at__lte=at + 3 * DAY, case__state__in=("pending", "late"))
    return list(due.select_related("case__holder").order_by("pk"))


def _visit(tale: Tale, group: Group, who: list[Survivor], at: datetime) -> None:
    risky = group.family.turn == "risk"
    for one in who:
        score = tale.chance.choice((2, 3)) if risky else tale.chance.choice((3, 4))
        signals = frozenset({"threat", "same_agent"}) if risky else frozenset[str]()
        facts = {"income_paise": tale.chance.randrange(4, 12) * 100_000, "debt_paise": 1_500_000 if risky else 0}
        words = "ठेकेदार फिर आया था।" if risky else "काम मिल रहा है।"
        seen = Seen(clock.day(at), scores=dict.fromkeys(DOMAINS, score), facts=facts, signals=signals, words=words)
        visits.pay(one, seen, by=holder(one.case), at=at)
        if risky:
            one.case.refresh_from_db()
            visits.confirm(one, "high", reason="", by=holder(one.case), at=at + HOUR)


def pause_one(at: datetime) -> None:
    """Let the clock of one line stand still, for a reason."""
    waiting = BondedDuty.objects.filter(clock=LINE, key="pension", is_open=True, case__state__in=("pending", "late"))
    duty = waiting.select_related("case__holder").order_by("pk").first()
    if duty is not None:
        until_on = clock.day(at + 12 * DAY)
        take(duty.case, "pause", at=at, reason="शिविर की तारीख़ की प्रतीक्षा", until_on=until_on)
