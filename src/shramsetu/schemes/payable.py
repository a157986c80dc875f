"""What can go out today and what cannot, and why: one reading for the batch, the desk's page and the flags.

A sum waits for an account (checked by a second person), for a mend after it, or another of the same award, came back,
for a look at an account that many share, because the worker is dead and heirs are to be named, because two rows that
were found to be one person had each claimed the same event, because their accounts differed, or because the sum is
being put right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.schemes.models import Award, SharedAccount
from shramsetu.schemes.rules.dues import Mend

CORRECTING = Q(decided_at=None) | Q(over_paise__gt=0, recovered_on=None)  # corrections that hold an award
PERSONS = "schemes.account_persons_most"
NOT_PERSONS = ("hospital", "organiser")
READY = "ready"
WHY = {
    READY: _("Can go out"),
    "dead": _("The worker is dead: name the heirs"),
    "twice": _("The person's other row has a claim of the same event: one of the two is to end"),
    "no_account": _("No account, or not checked yet"),
    "merged": _("Two registrations with different accounts were merged: a second person is to look at the account"),
    "cooling": _("Two registrations with different accounts were merged: payment rests"),
    "returned": _("Came back: waits for another account or an officer's word"),
    "corrected": _("The sum is being put right"),
    "shared": _("Many persons in one account: to be looked at"),
}
# One row for each due that is to be paid: where it would go, and why it waits. Its parameters: see `_given`.
_ROWS = """
SELECT d.id, d.paise, d.attempts, d.kind, d.district_id, d.due_on, d.stage, acc.id AS account_id,
       pacc.id AS payee_account_id, m.match,
  CASE WHEN coalesce(w.died_on, kept.died_on) IS NOT NULL THEN 'dead'
       WHEN w.merged_into_id IS NOT NULL AND EXISTS (
         SELECT FROM schemes_claim own JOIN schemes_claim other ON other.worker_id = w.merged_into_id AND other.is_live
           AND other.scheme = own.scheme AND other.subject = own.subject AND other.case_id <> own.case_id
         WHERE own.case_id = a.claim_id) THEN 'twice'
       WHEN m.match IS NULL THEN 'no_account'
       WHEN h.waits THEN 'merged'
       WHEN h.until IS NOT NULL THEN 'cooling'
       WHEN r.asks THEN 'returned'
       WHEN d.stage = 'planned' AND (b.asks_a_look OR m.match = ANY(b.matches)) THEN 'returned'
       WHEN EXISTS (SELECT FROM schemes_correction k WHERE k.award_id = a.id
         AND (k.decided_at IS NULL OR k.over_paise > 0 AND k.recovered_on IS NULL)) THEN 'corrected'
       WHEN p.who <> ALL(%(not_persons)s) AND s.persons > s.cleared_for THEN 'shared'
       ELSE 'ready' END AS why, CASE WHEN NOT h.waits THEN h.until END AS until, r.asks
FROM schemes_due d
JOIN schemes_award a ON a.id = d.award_id AND a.state = 'live'
JOIN schemes_payee p ON p.id = a.payee_id
LEFT JOIN workers_worker w ON w.id = p.worker_id
LEFT JOIN workers_worker kept ON kept.id = w.merged_into_id
LEFT JOIN workers_account acc ON acc.worker_id = coalesce(w.merged_into_id, w.id) AND acc.ended_at IS NULL
  AND acc.checked_by <> ''
LEFT JOIN schemes_payeeaccount pacc
  ON p.worker_id IS NULL AND pacc.payee_id = p.id AND pacc.ended_at IS NULL AND pacc.checked_by <> ''
CROSS JOIN LATERAL (SELECT coalesce(acc.match, pacc.match) AS match) m
LEFT JOIN LATERAL (SELECT bool_or(x.cools_until IS NULL) AS waits, max(x.cools_until) AS until FROM workers_merge x
  WHERE x.kept_id = acc.worker_id AND x.accounts_differ AND x.undone_at IS NULL AND x.at >= acc.from_at
    AND (x.cools_until IS NULL OR x.cools_until > %(at)s)) h ON true
LEFT JOIN LATERAL (SELECT code, match, mended_at FROM schemes_transfer
  WHERE due_id = d.id AND outcome = 'returned' ORDER BY attempt DESC LIMIT 1) t ON d.stage = 'returned'
CROSS JOIN LATERAL (SELECT d.stage = 'returned' AND NOT (t.code = ANY(%(again)s)
  OR (t.code <> ALL(%(person)s) AND m.match IS NOT NULL AND m.match <> t.match)
  OR (t.code <> ALL(%(account)s) AND t.mended_at IS NOT NULL)) AS asks) r
LEFT JOIN (SELECT x.award_id, bool_or(y.code = ANY(%(person)s)) AS asks_a_look, array_agg(y.match) AS matches
  FROM schemes_due x JOIN schemes_transfer y ON y.due_id = x.id AND y.attempt = x.attempts AND y.outcome = 'returned'
  WHERE x.stage = 'returned' AND x.board = %(board)s AND y.code <> ALL(%(again)s)
    AND (y.mended_at IS NULL OR y.code = ANY(%(account)s))
  GROUP BY x.award_id) b ON b.award_id = d.award_id AND d.stage = 'planned'
LEFT JOIN schemes_sharedaccount s ON s.match = m.match AND s.board = d.board
WHERE d.stage IN ('planned', 'returned') AND d.kind <> 'deposit' AND d.board = %(board)s AND d.due_on <= %(on)s
  AND (%(kind)s::text = '' OR d.kind = %(kind)s::text)
  AND (%(district)s::bigint IS NULL OR d.district_id = %(district)s::bigint)
  AND (%(award)s::bigint IS NULL OR d.award_id = %(award)s::bigint)
"""
# Rows that were found to be one person are one; every board that pays one of those persons hears of the account.
_FLAG = """
WITH waiting AS MATERIALIZED ([rows]),
seen AS (
  SELECT m.match, (SELECT count(*) FROM workers_account x JOIN workers_worker o ON o.id = x.worker_id
       WHERE x.match = m.match AND x.ended_at IS NULL AND o.merged_into_id IS NULL)
    + (SELECT count(*) FROM schemes_payeeaccount y JOIN schemes_payee q ON q.id = y.payee_id
       WHERE y.match = m.match AND y.ended_at IS NULL AND q.who <> ALL(%(not_persons)s)) AS persons
  FROM (SELECT DISTINCT match FROM waiting WHERE match IS NOT NULL) m
), many AS (SELECT match, persons FROM seen WHERE persons > %(most)s
), told AS (
  SELECT match, %(board)s::text AS board FROM many
  UNION SELECT k.match, k.board FROM seen JOIN schemes_sharedaccount k USING (match)
  UNION SELECT x.match, v.board FROM many JOIN workers_account x USING (match)
    JOIN schemes_claim c ON c.worker_id = x.worker_id JOIN schemes_award v ON v.claim_id = c.case_id
    JOIN schemes_payee q ON q.id = v.payee_id AND q.who = 'worker' WHERE x.ended_at IS NULL AND v.state = 'live'
  UNION SELECT y.match, v.board FROM many JOIN schemes_payeeaccount y USING (match)
    JOIN schemes_award v ON v.payee_id = y.payee_id WHERE y.ended_at IS NULL AND v.state = 'live'
)
INSERT INTO schemes_sharedaccount (match, board, persons, found_at, cleared_for, cleared_by, reason)
SELECT match, board, persons, %(at)s, 0, '', '' FROM told JOIN seen USING (match) ORDER BY match, board
ON CONFLICT (match, board) DO UPDATE
SET persons = excluded.persons, cleared_for = least(schemes_sharedaccount.cleared_for, excluded.persons)
WHERE schemes_sharedaccount.persons <> excluded.persons
""".replace("[rows]", _ROWS)
_LOCKED = """
SELECT f.* FROM ([rows] ORDER BY d.due_on, d.id) f JOIN schemes_due g ON g.id = f.id
WHERE f.why = 'ready' AND g.stage IN ('planned', 'returned') ORDER BY f.due_on, f.id LIMIT %(most_lines)s
FOR UPDATE OF g SKIP LOCKED
""".replace("[rows]", _ROWS)
_COUNTED = """
SELECT kind, district_id, why, count(*), sum(paise), min(due_on), max(until) FROM ([rows]) f
GROUP BY kind, district_id, why ORDER BY kind, district_id, why
""".replace("[rows]", _ROWS)
# Also where something else holds it first: an account not checked, a person who died.
_BACK = "SELECT EXISTS (SELECT FROM ([rows]) f WHERE f.asks)".replace("[rows]", _ROWS)


@dataclass(frozen=True, slots=True)
class Ready:
    """A due that can go out, and the account to which it would."""

    due: int
    paise: int
    attempts: int
    account: int | None
    payee_account: int | None
    match: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits of one kind in one district for one reason: how many, how much, since when, until when if known."""

    kind: str
    district: int
    why: str
    count: int
    paise: int
    since: date
    until: datetime | None = None


def locked(board: str, *, kind: str, district: int, most: int, at: datetime) -> list[Ready]:
    """Return what can go out, longest due first, and hold it: another maker passes over it. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED, _given(board, kind=kind, district=district, at=at) | {"most_lines": most})
        rows = _named(cursor)
    return [
        Ready(row["id"], row["paise"], row["attempts"], row["account_id"], row["payee_account_id"], row["match"])
        for row in rows
    ]


def waiting(board: str, *, at: datetime, kind: str = "", district: int | None = None) -> list[Waiting]:
    """Return what is due and not gone out, by kind, district and why. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, _given(board, kind=kind, district=district, at=at))
        return [Waiting(row[0], row[1], row[2], row[3], int(row[4]), *row[5:]) for row in cursor.fetchall()]


def came_back(award: Award, *, at: datetime) -> bool:
    """Tell whether a part of an award came back from the bank and is not mended yet."""
    given = _given(award.board, kind="", district=None, at=at) | {"award": award.pk}
    with connection.cursor() as cursor:
        cursor.execute(_BACK, given)
        return bool(cursor.fetchone()[0])


@transaction.atomic
def flag_shared(board: str, *, at: datetime, kind: str = "", district: int | None = None) -> int:
    """Note each account to which the money of more persons would go than the rule lets pass; return how many moved.

    Every board that pays one of them has its own note. Who cleared it for more than are there now cleared it for these;
    one that is shared no longer is noted no longer.
    """
    given = _given(board, kind=kind, district=district, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_FLAG, given)
        moved: int = cursor.rowcount
    SharedAccount.objects.filter(persons__lte=given["most"]).delete()  # it is nobody else's any more
    return moved


def _given(board: str, *, kind: str, district: int | None, at: datetime) -> dict[str, Any]:
    codes: dict[str, list[str]] = {mend: [] for mend in Mend}
    for code, row in rulebook.book().returns.items():
        codes[row.mend].append(code.upper())
    return {
        "board": board,
        "kind": kind,
        "district": district,
        "award": None,
        "at": at,
        "on": clock.day(at),
        "most": rulebook.book().number(PERSONS, clock.day(at)),
        "not_persons": list(NOT_PERSONS),
        **{mend.value: codes[mend] for mend in (Mend.AGAIN, Mend.PERSON, Mend.ACCOUNT)},
    }


def _named(cursor: Any) -> Sequence[dict[str, Any]]:  # noqa: ANN401 # a database cursor
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
