"""Pensions: each month once, by one statement a district; without the certificate of life they wait, with it all comes.

An award knows the last month for which a due was made. The run makes every month after it up to the one asked for, as
far as life is proved: a month is made once (the database holds award and month apart), a run again makes nothing, and
what waited for a certificate comes with the next run after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.offices.models import Role
from shramsetu.rulebook.scheme_rows import BenefitRow
from shramsetu.schemes import refusals
from shramsetu.schemes.actions import payees
from shramsetu.schemes.actions.payees import NewPayee
from shramsetu.schemes.models import Award, Due, LifeProof, Transfer
from shramsetu.schemes.rules import plans
from shramsetu.schemes.rules.dues import TO_PAY, Stage
from shramsetu.schemes.rules.plans import LifeRule, Step

LIFE, GRACE = "schemes.life_month", "schemes.life_grace_months"
PROVERS = frozenset({Role.OFFICER, Role.SERVICE_CENTRE, Role.BOARD_ACCOUNTS})
SPOUSE, RECOVERED = "passed-on", "recovered"
# Months after the last one made, as far as life is proved and the worker lives, at the sum in force that month.
_RUN = """
WITH rates AS (
  SELECT * FROM unnest(%(schemes)s::text[], %(parts)s::text[], %(cases)s::text[], %(begins)s::date[], %(ends)s::date[],
    %(paise)s::bigint[], %(rises)s::bigint[], %(every)s::int[], %(most)s::bigint[])
    AS r(scheme, part, ruled, begins, ends, paise, rise, every, most)
), made AS (
  INSERT INTO schemes_due (award_id, seq, due_on, month, paise, interest_paise, board, district_id, kind, stage,
    stage_at, attempts, why)
  SELECT a.id, f.after + 1, s.month, s.month,
    CASE WHEN r.every = 0 THEN r.paise ELSE greatest(r.paise, least(r.paise + f.after / r.every * r.rise, r.most)) END,
    0, a.board, a.district_id, a.kind, 'planned', %(at)s, 0, ''
  FROM schemes_award a
  JOIN schemes_claim c ON c.case_id = a.claim_id
  JOIN schemes_payee p ON p.id = a.payee_id
  LEFT JOIN workers_worker w ON w.id = p.worker_id
  LEFT JOIN workers_worker kept ON kept.id = w.merged_into_id
  CROSS JOIN LATERAL (SELECT greatest(a.first_month, max(l."on")) AS day FROM schemes_lifeproof l
    WHERE l.award_id = a.id) seen
  CROSS JOIN LATERAL (SELECT CASE WHEN %(life_month)s = 0 THEN (date_trunc('month', seen.day) + interval '1 year')::date
    ELSE make_date(extract(year FROM seen.day)::int + (extract(month FROM seen.day) >= %(life_month)s)::int,
      %(life_month)s, 1) END AS due_from) life
  CROSS JOIN LATERAL (SELECT g::date AS month FROM generate_series(a.paid_through + interval '1 month', %(month)s,
    interval '1 month') g) s
  CROSS JOIN LATERAL (SELECT ((extract(year FROM s.month) - extract(year FROM a.first_month)) * 12
    + extract(month FROM s.month) - extract(month FROM a.first_month))::int AS after) f
  JOIN rates r ON r.scheme = c.scheme AND r.part = a.part AND r.ruled = a."case"
    AND s.month >= r.begins AND s.month < r.ends
  WHERE a.kind = 'pension' AND a.state = 'live' AND a.board = %(board)s AND a.paid_through < %(month)s
    AND (%(district)s::bigint IS NULL OR a.district_id = %(district)s::bigint)
    AND (%(award)s::bigint IS NULL OR a.id = %(award)s::bigint)
    AND s.month <= coalesce(w.died_on, kept.died_on, 'infinity')
    AND s.month <= life.due_from + (%(grace)s - 1) * interval '1 month'
  ON CONFLICT (award_id, month) WHERE month IS NOT NULL DO NOTHING
  RETURNING award_id, month, paise
), tops AS (SELECT award_id, max(month) AS month FROM made GROUP BY award_id),
moved AS (UPDATE schemes_award SET paid_through = tops.month FROM tops WHERE id = tops.award_id RETURNING id)
SELECT count(*), coalesce(sum(paise), 0), (SELECT count(*) FROM moved) FROM made
"""
FOR_EVER = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made: months, their sum, of how many pensions."""

    dues: int
    paise: int
    awards: int


@transaction.atomic
def run(
    board: str, month: date, *, by: Actor, at: datetime, district: int | None = None, award: int | None = None
) -> Made:
    """Make what pensions of a board are due up to `month` (its first day counts); again makes nothing more."""
    month = plans.month_of(month)
    life = life_rule(clock.day(at))
    given: dict[str, Any] = {
        "board": board,
        "month": month,
        "district": district,
        "award": award,
        "at": at,
        "life_month": life.proof_month,
        "grace": life.stops_after_months,
        **_rates(board),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RUN, given)
        found = cursor.fetchone()
    made = Made(found[0], int(found[1]), found[2])
    if made.dues:
        detail = {"month": month, "district": district, "dues": made.dues, "paise": made.paise}
        journal.append(f"pensions:{board}", "run_pensions", by=by, at=at, detail=detail)
    return made


@transaction.atomic
def prove_life(award: Award, way: LifeProof.Way, *, on: date, by: Actor, at: datetime) -> LifeProof:
    """Write that a pensioner was seen alive on `on`; what waited for it is due at once. The same day again is the same.

    Raises NotYours, NotNow for a day to come, or where it is no pension being paid, and ProvedSoFar where nothing
    more would be paid for it.
    """
    if by.role not in PROVERS or by.assists or by.user_id is None:
        raise refusals.NotYours
    row = Award.objects.select_for_update(of=("self",)).select_related("payee__worker__merged_into").get(pk=award.pk)
    told = row.payee.worker
    dead = told is not None and (told.merged_into or told).died_on is not None
    if on > clock.day(at) or row.kind != Award.Kind.PENSION or row.state != Award.State.LIVE or dead:
        raise refusals.NotNow
    if known := LifeProof.objects.filter(award=row, on=on).first():
        return known
    rule, seen = life_rule(clock.day(at)), last_seen(row)
    if plans.life_through(on, rule) <= plans.life_through(seen, rule):
        raise refusals.ProvedSoFar(proved_until(row, clock.day(at)), plans.counts_from(seen, rule))
    proof = LifeProof(award=row, on=on, way=way, by=by.key, at=at)
    proof.save(force_insert=True)
    journal.append(f"award:{row.pk}", "prove_life", by=by, at=at, detail={"on": on, "way": way})
    run(row.board, clock.day(at), by=by, at=at, award=row.pk)
    return proof


@transaction.atomic
def pass_on(award: Award, told: NewPayee, *, died_on: date, by: Actor, at: datetime) -> Award:
    """Let a dead pensioner's pension go on to the spouse: what was not paid until the death, and every month after it.

    What was planned for later months is taken back; what was paid for them is to be recovered from the dead pensioner's
    account (`follow`), and is no payment to the spouse.
    Raises NotYours, NotNow, OnTheWay while a month lies in a batch or at the bank.
    """
    if by.role != Role.BOARD_ACCOUNTS or by.assists:
        raise refusals.NotYours
    row = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if row.kind != Award.Kind.PENSION or row.state != Award.State.LIVE or died_on > clock.day(at):
        raise refusals.NotNow
    dues = list(Due.objects.select_for_update().filter(award=row).order_by("seq"))
    if any(one.stage in {Stage.BATCHED, Stage.SENT} for one in dues):
        raise refusals.OnTheWay
    last = plans.month_of(died_on)
    unpaid = [one for one in dues if one.stage in TO_PAY]
    Due.objects.filter(pk__in=[one.pk for one in unpaid]).update(stage=Stage.CANCELLED, stage_at=at, why="died")
    Award.objects.filter(pk=row.pk).update(state=Award.State.ENDED, why=SPOUSE, died_on=died_on)
    (payee,) = payees.others(row.claim, [told])
    kept = ("claim", "board", "district", "part", "case", "kind", "first_month")
    spouse = Award(
        **{name: getattr(row, name) for name in kept},
        payee=payee,
        granted_on=clock.day(at),
        granted_by=by.key,
        paid_through=min(row.paid_through or last, max(last, plans.month_of(row.first_month or last, -1))),
    )
    spouse.save(force_insert=True)
    Due.objects.bulk_create([_anew(one, spouse, at) for one in unpaid if one.month and one.month <= last])
    # Whoever comes for the pension was seen alive that day.
    LifeProof(award=spouse, on=clock.day(at), way=LifeProof.Way.SEEN, by=by.key, at=at).save(force_insert=True)
    detail = {"award": spouse.pk, "died_on": died_on, "overpaid": overpaid(row, died_on)}
    journal.append(f"award:{row.pk}", "pass_on", by=by, at=at, detail=detail)
    return spouse


def follow(returned: Iterable[Transfer], *, by: Actor, at: datetime) -> set[int]:
    """Let what a bank takes back of pensions that went on to the spouse go where it belongs; return those dues.

    A month up to the death is owed to the spouse now; one after it was nobody's and is recovered. What cannot go on, as
    the spouse's pension has ended too, stays with the desk.
    """
    of = Due.objects.filter(pk__in=[one.due_id for one in returned], kind=Award.Kind.PENSION, stage=Stage.RETURNED)
    dues = list(of.filter(award__why=SPOUSE, award__died_on__isnull=False).select_related("award").order_by("pk"))
    moved = set()
    for due in dues:
        assert due.month is not None
        assert due.award.died_on is not None
        is_owed = due.month <= due.award.died_on
        heir = Award.objects.filter(claim=due.award.claim_id, part=due.award.part, state=Award.State.LIVE).first()
        if is_owed and heir is None:
            continue
        Due.objects.filter(pk=due.pk).update(stage=Stage.CANCELLED, stage_at=at, why=SPOUSE if is_owed else RECOVERED)
        if is_owed and heir is not None:
            _anew(due, heir, at).save(force_insert=True)
        detail = {"due": due.pk, "paise": due.paise, "to": heir.pk if is_owed and heir is not None else None}
        journal.append(f"award:{due.award_id}", "take_back_month", by=by, at=at, detail=detail)
        moved.add(due.pk)
    return moved


def _anew(due: Due, award: Award, at: datetime) -> Due:
    columns = ("seq", "due_on", "month", "paise", "interest_paise", "board", "district_id", "kind")
    return Due(award=award, stage_at=at, **{name: getattr(due, name) for name in columns})


def overpaid(award: Award, died_on: date) -> int:
    """Return what was paid of a pension for months after the death, in paise."""
    paid = Due.objects.filter(award=award, month__gt=plans.month_of(died_on), stage=Stage.PAID)
    return paid.aggregate(paise=Sum("paise"))["paise"] or 0


def life_rule(on: date) -> LifeRule:
    """Return when life is proved, by the rules of a day."""
    book = rulebook.book()
    return LifeRule(book.number(LIFE, on), book.number(GRACE, on))


def last_seen(award: Award) -> date:
    """Return when a pensioner was last seen alive: in the month of the grant, or later."""
    days = LifeProof.objects.filter(award=award).values_list("on", flat=True)
    return max(filter(None, (award.first_month, *days)))


def proved_until(award: Award, on: date) -> date:
    """Return the last day of the last month that is paid without a further certificate, by the rules of `on`."""
    return plans.month_of(plans.life_through(last_seen(award), life_rule(on)), 1) - timedelta(days=1)


def steps(rows: tuple[BenefitRow, ...]) -> list[Step]:
    """Return what a case of a pension is over time."""
    return [_step(row) for row in rows if row.rupees is not None]


def _step(row: BenefitRow) -> Step:
    paise, rise = (row.rupees or 0) * money.PAISE, row.rise
    if rise is None:
        return Step(row.from_on, paise)
    return Step(row.from_on, paise, rise.rupees * money.PAISE, rise.every_months, rise.most_rupees * money.PAISE)


def _rates(board: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {
        name: [] for name in ("schemes", "parts", "cases", "begins", "ends", "paise", "rises", "every", "most")
    }
    for scheme in rulebook.book().scheme_rules.rules.values():
        for part in scheme.benefits.values() if scheme.board == board else ():
            for case in part.cases.values() if part.kind == "pension" else ():
                rows = steps(case.values)
                for step, after in zip(rows, [*rows[1:], None], strict=True):
                    ends = after.from_on if after else FOR_EVER
                    cells = (scheme.slug, part.slug, case.slug, step.from_on, ends, step.paise, step.rise_paise)
                    for name, cell in zip(found, (*cells, step.every_months, step.most_paise or 0), strict=True):
                        found[name].append(cell)
    return found
