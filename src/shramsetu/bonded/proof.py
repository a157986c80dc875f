"""Proof that ledger, bank, fund and entitlement say the same: each question is one query that must find nothing."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction

from shramsetu.bonded.actions import bankfiles
from shramsetu.bonded.models import BankFile
from shramsetu.casework.sealing import Unreadable

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit: the question, how often, some examples."""

    name: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What there is, in paise and pieces, for who reads that it fits."""

    paid: int
    paid_paise: int
    at_bank_paise: int
    funds_paise: int


# What was given of the scheme's sums, here and before this ledger; more than that has the District Magistrate's reason.
GIVEN = """
          SELECT survivor_id, kind, amount_paise, true AS is_ours FROM bonded_payment
          WHERE kind IN ('immediate', 'balance', 'annuity') AND over_reason = ''
            AND stage IN ('sanctioned', 'sent', 'paid', 'returned')
          UNION ALL
          SELECT survivor_id, kind, amount_paise, false FROM bonded_paidbefore
          WHERE said_by_id IS NULL AND doubted_at IS NULL OR confirmed_by_id IS NOT NULL"""
# Each gives the examples of what is wrong, as text; [given] stands for GIVEN.
QUESTIONS: dict[str, str] = {
    "stage-is-last-line": """
        SELECT p.id::text FROM bonded_payment p LEFT JOIN LATERAL (
          SELECT stage, seq, amount_paise FROM bonded_paymentline l WHERE l.payment_id = p.id ORDER BY seq DESC LIMIT 1
        ) last ON true
        WHERE last.stage IS DISTINCT FROM p.stage OR last.seq IS DISTINCT FROM p.seq
          OR p.stage NOT IN ('due', 'refused') AND last.amount_paise IS DISTINCT FROM p.amount_paise""",
    "lines-without-gap": """
        SELECT payment_id::text FROM bonded_paymentline GROUP BY payment_id
        HAVING max(seq) <> count(*) OR min(seq) <> 1""",
    "four-eyes": """
        SELECT p.id::text FROM bonded_payment p
        WHERE p.stage IN ('sanctioned', 'sent', 'paid', 'returned')
          AND (p.proposed_by_id IS NULL OR p.sanctioned_by_id IS NULL OR p.proposed_by_id = p.sanctioned_by_id)""",
    "within-entitlement": """
        SELECT s.code FROM bonded_survivor s JOIN ([given]) g ON g.survivor_id = s.case_id
        LEFT JOIN LATERAL (
          SELECT total_paise FROM bonded_entitlement e WHERE e.survivor_id = s.case_id ORDER BY seq DESC LIMIT 1
        ) e ON true
        GROUP BY s.code, e.total_paise
        HAVING sum(g.amount_paise) > coalesce(e.total_paise, 0)
          AND (e.total_paise IS NOT NULL OR bool_or(g.is_ours))""",
    "immediate-within-entitlement": """
        SELECT s.code FROM bonded_survivor s
        JOIN ([given]) g ON g.survivor_id = s.case_id AND g.kind = 'immediate'
        JOIN LATERAL (
          SELECT immediate_paise FROM bonded_entitlement e WHERE e.survivor_id = s.case_id ORDER BY seq DESC LIMIT 1
        ) e ON true
        GROUP BY s.code, e.immediate_paise HAVING sum(g.amount_paise) > e.immediate_paise""",
    "within-what-fell-due": """
        SELECT p.id::text FROM bonded_payment p WHERE p.kind NOT IN ('immediate', 'balance', 'annuity')
          AND p.stage IN ('sanctioned', 'sent', 'paid', 'returned')
          AND p.amount_paise > p.due_paise AND p.over_reason = ''""",
    "paid-once-by-bank": """
        SELECT p.id::text FROM bonded_payment p WHERE p.mode = 'bank' AND p.stage = 'paid' AND (
          SELECT count(*) FROM bonded_bankentry e JOIN bonded_paymentline l
            ON l.payment_id = p.id AND l.seq = p.seq AND l.reference = e.utr AND l.value_on = e.value_on
          WHERE e.payment_id = p.id AND e.outcome = 'paid' AND e.amount_paise = p.amount_paise
            AND e.attempt = l.attempt) <> 1""",
    "paid-twice-by-bank": """
        SELECT e.reference FROM bonded_bankentry e WHERE e.outcome IN ('recall', 'excess')""",
    "credit-of-untaken-counts": """
        SELECT e.reference FROM bonded_bankentry e WHERE e.outcome = 'untaken' AND EXISTS (
          SELECT 1 FROM bonded_statementrow r WHERE r.entry_id = e.id AND r.result = 'paid_untaken')""",
    "sent-once": """
        SELECT p.id::text FROM bonded_payment p WHERE p.mode = 'bank' AND p.stage = 'sent' AND (
          SELECT count(*) FROM bonded_bankentry e WHERE e.payment_id = p.id AND e.outcome = ''
            AND e.attempt = p.attempts AND e.amount_paise = p.amount_paise) <> 1""",
    "nothing-on-the-way-twice": """
        SELECT e.payment_id::text FROM bonded_bankentry e JOIN bonded_payment p ON p.id = e.payment_id
        WHERE e.outcome = '' AND (p.stage <> 'sent' OR e.attempt <> p.attempts)
          OR e.outcome = 'paid' AND p.stage <> 'paid'""",
    "bank-said-so": """
        SELECT e.reference FROM bonded_bankentry e WHERE e.outcome IN ('paid', 'returned') AND NOT EXISTS (
          SELECT 1 FROM bonded_statementrow r WHERE r.entry_id = e.id
            AND r.result IN ('matched', 'paid_untaken', 'recovered') AND r.outcome = e.outcome)
          AND NOT EXISTS (
            SELECT 1 FROM bonded_paymentline l WHERE e.outcome = 'returned' AND l.payment_id = e.payment_id
              AND l.attempt = e.attempt AND l.stage = 'returned' AND l.reference LIKE 'letter: %')""",
    "statement-was-written": """
        SELECT e.reference FROM bonded_statementrow r JOIN bonded_bankentry e ON e.id = r.entry_id
        WHERE r.result IN ('matched', 'paid_untaken') AND r.outcome IN ('paid', 'returned') AND NOT EXISTS (
          SELECT 1 FROM bonded_paymentline l WHERE l.payment_id = e.payment_id AND l.attempt = e.attempt
            AND l.stage = r.outcome)""",
    "cheque-has-receipt": """
        SELECT p.id::text FROM bonded_payment p WHERE p.mode = 'cheque' AND p.stage = 'paid' AND NOT EXISTS (
          SELECT 1 FROM bonded_receipt r WHERE r.payment_id = p.id AND r.attempt = p.attempts
            AND r.thumb_id IS NOT NULL AND r.photo_id IS NOT NULL)""",
    "file-is-its-entries": """
        SELECT f.number FROM bonded_bankfile f LEFT JOIN bonded_bankentry e ON e.file_id = f.id
        GROUP BY f.id HAVING f.count <> count(e.id) OR f.total_paise <> coalesce(sum(e.amount_paise), 0)""",
    "fund-adds-up": """
        SELECT district_id::text FROM (
          SELECT district_id, balance_paise, sum(amount_paise) OVER (PARTITION BY district_id ORDER BY seq) AS added,
            row_number() OVER (PARTITION BY district_id ORDER BY seq) AS place, seq FROM bonded_fundline
        ) lines WHERE balance_paise <> added OR place <> seq""",
    "fund-is-ledger": """
        SELECT p.id::text FROM bonded_payment p LEFT JOIN bonded_fundline f ON f.payment_id = p.id
        WHERE p.source = 'corpus' GROUP BY p.id HAVING coalesce(-sum(f.amount_paise), 0) <>
          CASE WHEN p.stage IN ('sent', 'paid') THEN p.amount_paise ELSE 0 END""",
    "claimed-was-paid": """
        SELECT p.id::text FROM bonded_claimitem i JOIN bonded_payment p ON p.id = i.payment_id
        GROUP BY p.id HAVING sum(i.amount_paise) NOT IN (0, p.amount_paise)
          OR sum(i.amount_paise) <> 0 AND p.stage NOT IN ('paid', 'returned', 'sent', 'cancelled')""",
    "claim-adds-up": """
        SELECT c.number FROM bonded_claim c
        WHERE c.total_paise <> (SELECT sum(amount_paise) FROM bonded_claimitem i WHERE i.claim_id = c.id)
          OR c.received_paise <>
            (SELECT coalesce(sum(amount_paise), 0) FROM bonded_claimreceipt r WHERE r.claim_id = c.id)
          OR (SELECT coalesce(sum(fund_paise), 0) FROM bonded_claimreceipt r WHERE r.claim_id = c.id) <>
             (SELECT coalesce(sum(amount_paise), 0) FROM bonded_fundline l WHERE l.claim_id = c.id)""",
}


def faults() -> list[Fault]:
    """Ask every question of one and the same moment; return each with what it found, also those that found nothing."""
    with transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _asked()


def _asked() -> list[Fault]:
    found = {name: _rows(sql.replace("[given]", GIVEN)) for name, sql in QUESTIONS.items()}
    found["file-is-unchanged"] = _changed_files()
    return [Fault(name, len(rows), tuple(rows[:SHOWN])) for name, rows in found.items()]


def totals() -> Totals:
    """Return what was paid, what is at the bank, what the funds hold."""
    sql = """
        SELECT count(*) FILTER (WHERE stage = 'paid'), coalesce(sum(amount_paise) FILTER (WHERE stage = 'paid'), 0),
          coalesce(sum(amount_paise) FILTER (WHERE stage = 'sent'), 0),
          (SELECT coalesce(sum(amount_paise), 0) FROM bonded_fundline) FROM bonded_payment"""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        paid, paid_paise, at_bank, funds = cursor.fetchone()
    return Totals(int(paid), int(paid_paise), int(at_bank), int(funds))


def _rows(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [str(row[0]) for row in cursor.fetchall()]


def _changed_files() -> list[str]:
    """Return the bank files whose content is not what was written, or cannot be opened."""
    return [file.number for file in BankFile.objects.order_by("pk").iterator(chunk_size=50) if _is_changed(file)]


def _is_changed(file: BankFile) -> bool:
    try:
        kept = bankfiles.content(file)
        if file.emptied_at is not None:  # then nothing is left in it, and nobody of it is kept
            return kept != b"" or file.entries.filter(payment__survivor__case__erased_at=None).exists()
        return sha256(kept).hexdigest() != file.sha256
    except (Unreadable, ValueError):
        return True
