"""Proof that awards, dues, batches, files and the bank's answers say the same: each question must find nothing.

What was paid is told by kind: a deposit is no cash, and there is no sum over kinds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.sealing import Unreadable
from shramsetu.schemes.actions import batches
from shramsetu.schemes.models import BatchFile
from shramsetu.schemes.rules import bankfile

SHOWN = 5
# Each gives examples of what is wrong, as text.
QUESTIONS: Mapping[str, str] = {
    "paid-once-by-bank": """
        SELECT d.id::text FROM schemes_due d WHERE d.kind <> 'deposit' AND d.stage = 'paid' AND (
          SELECT count(*) FROM schemes_transfer t WHERE t.due_id = d.id AND t.outcome = 'paid' AND t.paise = d.paise
            AND t.value_on = d.paid_on) <> 1""",
    "sent-once": """
        SELECT d.id::text FROM schemes_due d WHERE d.stage = 'sent' AND (
          SELECT count(*) FROM schemes_transfer t JOIN schemes_batch b ON b.id = t.batch_id
          JOIN schemes_batchfile f ON f.batch_id = b.id
          WHERE t.due_id = d.id AND t.outcome = '' AND t.paise = d.paise AND b.stage = 'approved') <> 1""",
    "batched-once": """
        SELECT d.id::text FROM schemes_due d WHERE d.stage = 'batched' AND (
          SELECT count(*) FROM schemes_transfer t JOIN schemes_batch b ON b.id = t.batch_id
          WHERE t.due_id = d.id AND t.outcome = '' AND t.paise = d.paise AND b.stage IN ('made', 'approved')) <> 1""",
    "rest-is-with-us": """
        SELECT d.id::text FROM schemes_due d WHERE d.stage IN ('planned', 'returned', 'cancelled') AND EXISTS (
          SELECT 1 FROM schemes_transfer t WHERE t.due_id = d.id AND t.outcome IN ('', 'paid'))""",
    "batch-adds-up": """
        SELECT b.number FROM schemes_batch b LEFT JOIN schemes_transfer t
          ON t.batch_id = b.id AND (t.outcome <> 'dropped' OR b.stage IN ('made', 'refused'))
        GROUP BY b.id HAVING b.count <> count(t.id) OR b.total_paise <> coalesce(sum(t.paise), 0)""",
    "four-eyes": """
        SELECT number FROM schemes_batch
        WHERE stage <> 'made' AND (decided_by_id IS NULL OR decided_by_id = made_by_id)""",
    "file-of-approved-only": """
        SELECT b.number FROM schemes_batch b JOIN schemes_batchfile f ON f.batch_id = b.id
        WHERE b.stage NOT IN ('approved', 'untaken')""",
    "award-adds-up": """
        SELECT a.id::text FROM schemes_award a
        LEFT JOIN schemes_due d ON d.award_id = a.id AND NOT (d.stage = 'cancelled' AND d.why = 'corrected')
        WHERE a.kind <> 'pension' GROUP BY a.id HAVING coalesce(sum(d.paise), 0) <> a.total_paise + (
          SELECT coalesce(sum(c.over_paise), 0) FROM schemes_correction c WHERE c.award_id = a.id)""",
    "over-came-back": "SELECT award_id::text FROM schemes_correction WHERE over_paise > 0 AND recovered_on IS NULL",
    # a widow's pension holds what was not paid to the dead worker; what was paid to him stands under his own
    "pension-without-gap": """
        SELECT a.id::text FROM schemes_award a
        JOIN schemes_award k ON k.claim_id = a.claim_id AND k.part = a.part AND k.kind = 'pension'
        JOIN schemes_due d ON d.award_id = k.id AND (k.id = a.id OR d.stage = 'paid' AND d.month <= a.paid_through)
        WHERE a.kind = 'pension' AND EXISTS (SELECT 1 FROM schemes_due o WHERE o.award_id = a.id) GROUP BY a.id
        HAVING max(d.month) <> a.paid_through OR count(DISTINCT d.month) <> (
          extract(year FROM age(max(d.month), min(d.month))) * 12
          + extract(month FROM age(max(d.month), min(d.month))) + 1)""",
    "deposit-is-placed": """
        SELECT p.award_id::text FROM schemes_deposit p JOIN schemes_due d ON d.award_id = p.award_id
        WHERE (d.stage = 'paid') <> (p.checked_by <> '')""",
    "answer-behind-outcome": """
        SELECT t.reference FROM schemes_transfer t WHERE t.outcome IN ('paid', 'returned', 'excess') AND NOT EXISTS (
          SELECT 1 FROM schemes_answerrow r WHERE r.transfer_id = t.id
            AND r.result IN ('matched', 'paid_untaken', 'paid_twice', 'recovered'))""",
    "paid-a-second-time": "SELECT reference FROM schemes_transfer WHERE outcome = 'excess'",
    "pension-after-death": """
        SELECT d.id::text FROM schemes_due d JOIN schemes_award a ON a.id = d.award_id
        JOIN schemes_payee p ON p.id = a.payee_id LEFT JOIN workers_worker w ON w.id = p.worker_id
        LEFT JOIN workers_worker kept ON kept.id = w.merged_into_id
        WHERE d.kind = 'pension' AND d.stage = 'paid' AND d.month > coalesce(a.died_on, w.died_on, kept.died_on)""",
}
SAID = {
    "paid-once-by-bank": _("Every sum paid has one credit of the bank, to the paisa"),
    "sent-once": _("Every sum at the bank stands in one file"),
    "batched-once": _("Every sum in a batch stands in one batch"),
    "rest-is-with-us": _("What waits is not at the bank"),
    "batch-adds-up": _("Every batch adds up to its lines"),
    "four-eyes": _("Two persons behind every batch"),
    "file-of-approved-only": _("Files of approved batches only"),
    "award-adds-up": _("The parts of each award add up to it"),
    "over-came-back": _("Nothing paid beyond a corrected sum is outstanding"),
    "pension-without-gap": _("No month of a pension is missing or there twice"),
    "deposit-is-placed": _("Every deposit has the bank's receipt, checked"),
    "answer-behind-outcome": _("Behind every outcome stands a line of the bank"),
    "paid-a-second-time": _("Nothing paid a second time is outstanding"),
    "pension-after-death": _("No pension was paid for months after the death"),
    "file-is-unchanged": _("Every file is what was written, and proves its sum"),
}
_TOTALS = """
SELECT kind, stage, count(*), sum(paise) FROM schemes_due WHERE (%(board)s::text = '' OR board = %(board)s::text)
GROUP BY kind, stage ORDER BY kind, stage
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit: the question, how often, some examples."""

    name: str
    count: int
    examples: tuple[str, ...]

    @property
    def said(self) -> str:
        """Return what should hold, in words."""
        return str(SAID[self.name])


@dataclass(frozen=True, slots=True)
class Total:
    """How many sums of one kind stand at one stage, and how much they are."""

    kind: str
    stage: str
    count: int
    paise: int


def faults() -> list[Fault]:
    """Ask every question of one and the same moment; return each with what it found, also those that found nothing."""
    with transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = {name: _rows(sql) for name, sql in QUESTIONS.items()}
        found["file-is-unchanged"] = [one.batch.number for one in _files() if _is_changed(one)]
    return [Fault(name, len(rows), tuple(rows[:SHOWN])) for name, rows in found.items()]


def totals(board: str = "") -> list[Total]:
    """Return what stands at each stage, kind by kind."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"board": board})
        return [Total(row[0], row[1], row[2], int(row[3])) for row in cursor.fetchall()]


def _files() -> list[BatchFile]:
    return list(BatchFile.objects.select_related("batch").order_by("pk").iterator(chunk_size=50))


def _is_changed(file: BatchFile) -> bool:
    try:
        content = batches.content(file)
        if file.emptied_at is not None:
            return content != b""
        whole = bankfile.proved(content)
    except (Unreadable, ValueError):
        return True
    return sha256(content).hexdigest() != file.sha256 or whole != (file.batch.count, file.batch.total_paise)


def _rows(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [str(row[0]) for row in cursor.fetchall()]
