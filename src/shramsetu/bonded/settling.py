"""What still stands between a person and the end of the case: sums of the scheme and lines of the plan, and whose."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from shramsetu import rulebook
from shramsetu.bonded import entitled, owners, rehabilitation, unpaid, unpaid_words
from shramsetu.bonded.models import (
    BondedDuty,
    Handed,
    PaidBefore,
    Payment,
    Proof,
    Survivor,
    Transfer,
    Traveller,
)
from shramsetu.bonded.rules.ledger import OPEN, Stage
from shramsetu.bonded.rules.money import WITHIN_TOTAL, Kind
from shramsetu.journal.rules import Actor
from shramsetu.lib import money
from shramsetu.places.models import Place

LINE = "rehabilitation-line"
# What hangs on the case while it is open, and ends with it; immediate assistance and balance are seen by their money.
SIGNS_OF_LIFE = ("quiet-case", "follow-up", "risk-visit", "home-state", "immediate-assistance", "balance-to-state")
GONE = (Transfer.Stage.WITHDRAWN, Transfer.Stage.REFUSED)
OTHER_STATE = Actor(role="other_state").key
# Whose turn it is with a payment that is not there yet.
TURN = {Stage.PROPOSED: "dm", Stage.SENT: "lead_bank"}


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that is open: what, whose it is, where, until when, and the number of its duty."""

    what: str
    owner: str
    district: Place | None = None
    due_at: datetime | None = None
    number: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.owner})"


def still_open(survivor: Survivor, *, at: datetime) -> list[Open]:
    """Return all that is open of a person's money under the scheme and of the plan."""
    return [*owed_money(survivor, at=at), *open_lines(survivor)]


def before_handing_over(survivor: Survivor, *, at: datetime) -> list[Open]:
    """Return what is open before the case of somebody at home in another state ends here: its word, duties, money.

    The balance is left out where that state claims it.
    """
    handed = Handed.objects.filter(survivor=survivor, received_at__isnull=False).exclude(transfer__stage__in=GONE)
    last = handed.select_related("transfer").order_by("-pk").first()
    theirs = last is not None and last.transfer.balance_by == Transfer.Claims.NATIVE
    rows = list[Open]()
    if last is None or not _proved(last):
        why = gettext("The home state's word is missing: its answer by the packet, a letter, or the handover's receipt")
        rows.append(Open(why, _title("labour_officer"), survivor.case.district))
    return [*rows, *_open_duties(survivor), *owed_money(survivor, at=at, with_balance=not theirs)]


def _proved(handed: Handed) -> bool:
    """Tell whether the word of the home state is on record: by its packet, by a letter, or by a receipt at home."""
    row = handed.transfer
    by_receipt = Traveller.objects.filter(survivor=handed.survivor_id, receipt__isnull=False)
    return bool(row.answer_letter) or row.answered_by == OTHER_STATE or by_receipt.exists()


def _open_duties(survivor: Survivor) -> list[Open]:
    rows = BondedDuty.objects.filter(parent=survivor.pk, is_open=True).exclude(clock__in=SIGNS_OF_LIFE)
    clocks, language = rulebook.book().bonded.clocks, get_language() or "hi"
    return [
        Open(
            clocks[row.clock].what.say(language),
            owners.title(row.owner, language),
            row.case.district,
            row.case.due_at,
            row.case.number,
        )
        for row in rows.select_related("case__district").order_by("case__due_at", "pk")
    ]


def words(found: Sequence[Open]) -> str:
    """Return the sentence that says what is open, and whose it is."""
    return gettext("Still open: %(what)s.") % {"what": "; ".join(map(str, found))}


def open_lines(survivor: Survivor) -> list[Open]:
    """Return the lines of help that no department has ended yet."""
    rows = BondedDuty.objects.filter(parent=survivor.pk, clock=LINE, is_open=True)
    heads, language = rulebook.book().bonded.heads, get_language() or "hi"
    return [
        Open(
            heads[row.key].title.say(language) if row.key in heads else row.key,
            owners.title(row.owner, language),
            row.case.district,
            row.case.due_at,
            row.case.number,
        )
        for row in rows.select_related("case__district").order_by("case__due_at", "pk")
    ]


def owed_money(survivor: Survivor, *, at: datetime, with_balance: bool = True) -> list[Open]:
    """Return what the scheme gives and no bank reference shows, less what the DM found cannot be paid."""
    found = entitled.of(survivor)
    if found is None:
        return _unknown(survivor)
    waived = set(Proof.objects.filter(survivor=survivor, holds=True, replaced_at=None).values_list("kind", flat=True))
    paid = _paid(survivor)
    rows = list[Open]()
    owed = found.immediate_paise - paid[Kind.IMMEDIATE]
    if owed > 0 and Proof.Kind.NO_IMMEDIATE not in waived:
        rows += _immediate(survivor, owed, at)
    given = max(paid[Kind.IMMEDIATE], found.immediate_paise)
    left = found.total_paise - given - paid[Kind.BALANCE] - paid[Kind.ANNUITY]
    if with_balance and left > 0 and Proof.Kind.NO_BALANCE not in waived:
        rows += _balance(survivor, left)
    return rows


def _unknown(survivor: Survivor) -> list[Open]:
    """Without an entitlement nothing is owed to whom no version of the scheme knows; else it is to be computed."""
    who = _title("labour_officer")
    if survivor.released_on is None:
        return [Open(gettext("The day of release is not entered"), who, survivor.case.district)]
    try:
        rulebook.book().bonded.version(survivor.released_on)
    except rulebook.NoRule:
        return []
    return [Open(gettext("What the person is entitled to is not computed"), who, survivor.case.district)]


def _paid(survivor: Survivor) -> Counter[str]:
    rows = Payment.objects.filter(survivor=survivor, kind__in=WITHIN_TOTAL, stage=Stage.PAID)
    before = PaidBefore.counted.filter(survivor=survivor)
    sums = Counter[str]()
    for kind, paise in (*rows.values_list("kind", "amount_paise"), *before.values_list("kind", "amount_paise")):
        sums[kind] += paise
    return sums


def _immediate(survivor: Survivor, owed: int, at: datetime) -> list[Open]:
    line = next(iter(unpaid.lines(Survivor.objects.filter(pk=survivor.pk), at=at)), None)
    why, turn = (str(line.reason), line.turn) if line else (str(unpaid_words.WHY["not_proposed"]), "labour_officer")
    return [Open(_sum(Payment.Kind.IMMEDIATE, owed, why), _title(turn), survivor.case.district)]


def _balance(survivor: Survivor, left: int) -> list[Open]:
    """Return the payments of the balance that are not there yet; before there are any, the proofs that it lacks."""
    rows = Payment.objects.filter(survivor=survivor, kind__in=(Kind.BALANCE, Kind.ANNUITY))
    if running := _on_the_way(rows):
        return running
    lacks, where = rehabilitation.balance(survivor).missing, rehabilitation.claimant(survivor)
    if not lacks:
        not_proposed = str(unpaid_words.WHY["not_proposed"])
        return [Open(_sum(Payment.Kind.BALANCE, left, not_proposed), _title("labour_officer"), where)]
    return [Open(_sum(Payment.Kind.BALANCE, left, str(one.proof)), one.owner, where) for one in lacks]


def beside_scheme(survivor: Survivor) -> list[Open]:
    """Return the payments on top of the scheme's sum that are not there yet: travel, food, a share of a fine."""
    return _on_the_way(Payment.objects.filter(survivor=survivor).exclude(kind__in=WITHIN_TOTAL))


def _on_the_way(rows: QuerySet[Payment]) -> list[Open]:
    running = rows.filter(stage__in=OPEN).select_related("district").order_by("pk")
    return [
        Open(
            _sum(Payment.Kind(one.kind), one.amount_paise, _where(one)),
            _title(TURN.get(Stage(one.stage), "labour_officer")),
            one.district,
        )
        for one in running
    ]


def _where(one: Payment) -> str:
    if one.stage == Stage.DUE:
        return str(unpaid_words.WHY["not_proposed"])
    return one.get_stage_display()


def _sum(kind: Payment.Kind, paise: int, why: str) -> str:
    return f"{kind.label} {money.rupees(paise)}: {why}"


def _title(owner: str) -> str:
    return owners.title(owner, get_language() or "hi")
