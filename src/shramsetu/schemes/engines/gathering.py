"""The facts that the registry knows of workers, in one statement of PostgreSQL: of one worker, or of a span of numbers.

`WORKERS` reads them as they stood on a day. What was paid later, or registered later, is not seen; where a later
payment has covered up until when a card was paid on that day, that is not known. The twelve months of work, overlapping
certificates and the standing of a card are reckoned as `workers.rules` reckons them; a test holds both together.
"""

from datetime import date, datetime, timedelta
from typing import Any

from shramsetu.lib import clock
from shramsetu.workers import terms
from shramsetu.workers.rules import spells

ONE = "w.id = %(id)s"
SPAN = """w.id BETWEEN %(first)s AND %(last)s AND w.merged_into_id IS NULL AND w.erased_at IS NULL
    AND (w.died_on IS NULL OR w.died_on > %(dead_since)s)"""
FACTS = (
    "born_on",
    "sex",
    "lives_in_up",
    "is_construction_worker",
    "is_bocw_registered",
    "registered_on",
    "renewed_until",
    "contribution_years",
    "work_days",
    "is_uow_registered",
    "is_unorganised",
    "has_bank_account",
    "is_aadhaar_verified",
    "daughters_helped",
)
# What in the registry points to an event that a scheme helps with.
SIGNS = ("died_on", "newborn_on", "pupils", "brides", "uow_until")
KEPT = ("worker", "district", "place", *SIGNS)
DEAD_YEARS = 3
WEDDING = "bocw-marriage-help"

_STANDING = """CASE
        WHEN {t}.worker_id IS NULL OR {t}.cancelled_on <= %(on)s OR w.born_on <= %({board}_ceased)s THEN false
        WHEN {t}.paid_until IS NULL THEN CASE WHEN {t}.is_covered THEN NULL ELSE false END
        ELSE {t}.paid_until > %({board}_inactive)s END"""

WORKERS = """
WITH RECURSIVE who AS MATERIALIZED (SELECT w.* FROM workers_worker w WHERE {scope}),
fees AS (
    SELECT f.membership_id, max(f.until) FILTER (WHERE NOT is_later) AS until, bool_or(is_later) AS is_covered,
        CAST(coalesce(sum(f.years) FILTER (WHERE is_later), 0) AS integer) AS later
    FROM workers_fee f JOIN workers_membership m ON m.id = f.membership_id JOIN who ON who.id = m.worker_id
    -- A first fee counts from the day of registration, whenever it was written down.
    CROSS JOIN LATERAL (SELECT f.what <> 'registration' AND f.paid_at >= %(end)s AS is_later) AS paid
    GROUP BY f.membership_id
),
card AS (
    SELECT m.worker_id, m.board, m.registered_on, m.cancelled_on, coalesce(fees.is_covered, false) AS is_covered,
        CASE WHEN fees.is_covered THEN fees.until ELSE m.paid_until END AS paid_until,
        greatest(m.years_paid - coalesce(fees.later, 0), 0) AS years
    FROM workers_membership m JOIN who ON who.id = m.worker_id LEFT JOIN fees ON fees.membership_id = m.id
    WHERE m.registered_on <= %(on)s
),
-- Of each certificate what lies in the twelve months, at most the days it says.
stretch AS MATERIALIZED (
    SELECT s.worker_id, s.checked_by <> '' AS is_checked, greatest(s.first_on, %(work_first)s) AS begins,
        least(s.last_on, %(work_last)s) AS ends,
        least(s.days, least(s.last_on, %(work_last)s) - greatest(s.first_on, %(work_first)s) + 1) AS days
    FROM workers_spell s JOIN who ON who.id = s.worker_id
    WHERE s.last_on >= %(work_first)s AND s.first_on <= %(work_last)s
),
-- One or two mean all their days, at most those from the first to the last: so it is of nearly every worker.
spanned AS (
    SELECT worker_id, count(*) AS many, least(sum(days), max(ends) - min(begins) + 1) AS days,
        least(sum(days) FILTER (WHERE is_checked),
            max(ends) FILTER (WHERE is_checked) - min(begins) FILTER (WHERE is_checked) + 1) AS checked
    FROM stretch GROUP BY worker_id
),
-- Three and more, of all and of those checked, one after the other as `spells.days_worked` goes through them.
crowd AS MATERIALIZED (
    SELECT worker_id, kind.is_checked, begins, ends, days,
        row_number() OVER (PARTITION BY worker_id, kind.is_checked ORDER BY begins) AS seat,
        count(*) OVER (PARTITION BY worker_id, kind.is_checked) AS many
    FROM stretch JOIN (VALUES (false), (true)) AS kind (is_checked) ON stretch.is_checked OR NOT kind.is_checked
    WHERE worker_id IN (SELECT worker_id FROM spanned WHERE many > 2)
),
fewest AS (
    SELECT worker_id, is_checked, many, CAST(0 AS bigint) AS seat, begins - 1 AS covered, 0 AS days
    FROM crowd WHERE seat = 1
    UNION ALL
    SELECT * FROM (
        SELECT DISTINCT ON (worker_id, is_checked, way.covered)
            worker_id, is_checked, c.many, c.seat, way.covered, way.days
        FROM fewest f JOIN crowd c USING (worker_id, is_checked)
        CROSS JOIN LATERAL (SELECT greatest(f.covered, c.begins - 1) AS day) before
        CROSS JOIN LATERAL (SELECT greatest(c.ends - before.day, 0) AS days) fresh
        CROSS JOIN LATERAL (
            SELECT before.day AS covered, f.days + c.days AS days WHERE c.days < fresh.days
            UNION ALL SELECT greatest(before.day, c.ends), f.days + fresh.days) way
        WHERE c.seat = f.seat + 1
        ORDER BY worker_id, is_checked, way.covered, way.days
    ) kept
),
meant AS (
    SELECT worker_id, min(days) FILTER (WHERE NOT is_checked) AS days, min(days) FILTER (WHERE is_checked) AS checked
    FROM fewest WHERE seat = many GROUP BY worker_id
),
worked AS (
    SELECT worker_id, CAST(coalesce(meant.days, spanned.days) AS integer) AS days,
        CAST(coalesce(meant.checked, spanned.checked, 0) AS integer) AS checked
    FROM spanned LEFT JOIN meant USING (worker_id)
),
helped AS (
    SELECT w.family_id, count(DISTINCT c.case_id) AS daughters
    FROM schemes_claim c JOIN workers_worker w ON w.id = c.worker_id
    WHERE c.scheme = %(wedding)s AND c.sanctioned_on IS NOT NULL AND c.facts -> 'bride' ->> 'value' = 'daughter'
        AND c.case_id IS DISTINCT FROM CAST(%(besides)s AS bigint) AND w.family_id IN (SELECT family_id FROM who)
    GROUP BY w.family_id
),
alone AS (
    SELECT c.worker_id, count(*) AS daughters
    FROM schemes_claim c JOIN who ON who.id = c.worker_id AND who.family_id IS NULL
    WHERE c.scheme = %(wedding)s AND c.sanctioned_on IS NOT NULL AND c.facts -> 'bride' ->> 'value' = 'daughter'
        AND c.case_id IS DISTINCT FROM CAST(%(besides)s AS bigint)
    GROUP BY c.worker_id
),
home AS (
    SELECT m.family_id, max(m.born_on) AS newborn_on,
        count(*) FILTER (WHERE m.born_on > %(pupil_oldest)s AND m.born_on <= %(pupil_youngest)s) AS pupils,
        count(*) FILTER (WHERE m.kin = 'daughter' AND NOT m.is_married AND m.born_on <= %(bride_youngest)s) AS brides
    FROM workers_member m
    WHERE m.kin IN ('son', 'daughter') AND m.since <= %(on)s AND (m.until IS NULL OR m.until > %(on)s)
        AND m.family_id IN (SELECT family_id FROM who)
    GROUP BY m.family_id
)
SELECT w.id AS worker, w.district_id AS district, w.place_id AS place, w.died_on, home.newborn_on,
    coalesce(home.pupils, 0) AS pupils, coalesce(home.brides, 0) AS brides, uow.paid_until AS uow_until,
    w.born_on, w.sex, true AS lives_in_up,
    CASE WHEN bocw.worker_id IS NOT NULL THEN true END AS is_construction_worker,
    {bocw_standing} AS is_bocw_registered,
    bocw.registered_on, bocw.paid_until AS renewed_until, coalesce(bocw.years, 0) AS contribution_years,
    CASE WHEN EXISTS (SELECT FROM workers_spell s WHERE s.worker_id = w.id)
        THEN coalesce(worked.days, 0) END AS work_days,
    {uow_standing} AS is_uow_registered,
    CASE WHEN bocw.worker_id IS NOT NULL OR uow.worker_id IS NOT NULL THEN true END AS is_unorganised,
    account.is_aadhaar_linked AS has_bank_account,
    w.aadhaar_verified_at IS NOT NULL AS is_aadhaar_verified,
    coalesce(helped.daughters, alone.daughters, 0) AS daughters_helped{more}
FROM who w
-- OFFSET 0: where a board has few workers the planner would else read all of `card` anew for each worker.
LEFT JOIN (SELECT * FROM card WHERE board = 'bocw' OFFSET 0) bocw ON bocw.worker_id = w.id
LEFT JOIN (SELECT * FROM card WHERE board = 'uow' OFFSET 0) uow ON uow.worker_id = w.id
LEFT JOIN worked ON worked.worker_id = w.id
LEFT JOIN workers_account account ON account.worker_id = w.id AND account.ended_at IS NULL
LEFT JOIN helped ON helped.family_id = w.family_id
LEFT JOIN alone ON alone.worker_id = w.id
LEFT JOIN home ON home.family_id = w.family_id
"""
# What one claim wants to know besides: whether the registry itself proves a value.
PROOFS = """,
    w.is_born_known, coalesce(worked.checked = worked.days, true) AS is_work_checked,
    w.family_id IS NOT NULL AS has_family"""


def statement(scope: str, *, more: str = "") -> str:
    """Return the statement for the workers of `scope` (ONE or SPAN)."""
    standings = {f"{board}_standing": _STANDING.format(t=board, board=board) for board in (terms.BOCW, terms.UOW)}
    return WORKERS.format(scope=scope, more=more, **standings)


def parameters(on: date, **scope: Any) -> dict[str, Any]:
    """Return what `statement` takes for the day `on`: the ends of every span, reckoned by the rulebook of that day."""
    first, last = spells.window(on)
    found: dict[str, Any] = {
        "on": on,
        "end": end_of(on),
        "work_first": first,
        "work_last": last,
        "wedding": WEDDING,
        "besides": None,
        "dead_since": clock.years_from(on, -DEAD_YEARS),
        "pupil_oldest": clock.years_from(on, -25),
        "pupil_youngest": clock.years_from(on, -5),
        "bride_youngest": clock.years_from(on, -18),
    }
    for board in (terms.BOCW, terms.UOW):
        limits = terms.limits(board, on)
        found[f"{board}_ceased"] = latest(on, limits.ceases_age)
        found[f"{board}_inactive"] = latest(on, limits.inactive_years)
    return found | scope


def latest(on: date, years: int) -> date:
    """Return the last day from which `years` have passed on `on`, as `clock.years_from` counts them."""
    found = clock.years_from(on, -years)
    while clock.years_from(found + timedelta(days=1), years) <= on:
        found += timedelta(days=1)
    while clock.years_from(found, years) > on:
        found -= timedelta(days=1)
    return found


def end_of(on: date) -> datetime:
    """Return the first instant after the day `on`."""
    return clock.bounds(on)[1]
