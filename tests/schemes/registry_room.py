"""Random workers of the registry, and what is known of them reckoned in plain Python from the rules of `workers`."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.workers import room

from shramsetu.lib import clock
from shramsetu.lib.conditions import Value
from shramsetu.workers import terms
from shramsetu.workers.actions import entering
from shramsetu.workers.models import Account, Family, Fee, Member, Membership, Spell, Worker
from shramsetu.workers.rules import spells, standing

ON = date(2026, 11, 21)
GONE = {standing.Standing.APPLIED, standing.Standing.CANCELLED, standing.Standing.CEASED, standing.Standing.INACTIVE}


def days_ago(dice: random.Random, *near: int, most: int = 2500) -> date:
    """Return a day near one of those that decide, or any."""
    return ON - timedelta(days=dice.choice([*near, dice.randint(-60, most)]))


def fill(count: int, seed: int) -> list[Worker]:
    """Enter random workers: families, cards, fees, work and accounts, near the edges as often as not."""
    dice = random.Random(seed)
    families = [
        Family(number=f"{n:012}", source="said", as_of=datetime(2026, 1, 1, tzinfo=clock.IST))
        for n in range(count // 3)
    ]
    Family.objects.bulk_create(families)
    made = [_worker(dice, n, families) for n in range(count)]
    Worker.objects.bulk_create(made)
    for family in families:
        _members(dice, family)
    for worker in made:
        _cards(dice, worker)
        _work(dice, worker)
        if dice.random() < 0.7:
            linked = dice.choice([True, False, None])
            key = f"{worker.number:0>64}"
            row = Account(worker=worker, ifsc="SBIN0000123", last_four="1234", key_id="k", closed=b"", match=key)
            row.is_aadhaar_linked, row.from_at, row.entered_by = linked, room.AT, "user:1@1"
            row.save(force_insert=True)
    return made


def _worker(dice: random.Random, n: int, families: Sequence[Family]) -> Worker:
    columns = entering.prepare(room.told(key=f"random:{n}", sex=dice.choice(["man", "woman"])))
    born = dice.choice([clock.years_from(ON, -60), date(1966, 11, 22), date(1968, 2, 29), days_ago(dice, most=25_000)])
    found = Worker(number=f"{n:011}", made_at=room.AT, **{**columns, "born_on": born})
    found.family = dice.choice([None, *families])
    found.aadhaar_verified_at = dice.choice([None, room.AT])
    return found


def _members(dice: random.Random, family: Family) -> None:
    rows = [
        Member(
            family=family,
            seat=seat,
            name="नाम",
            kin=dice.choice(["son", "daughter", "spouse"]),
            sex="woman",
            born_on=days_ago(dice, 100, most=9_000),
            is_married=dice.choice([True, False, None]),
            since=date(2020, 1, 1),
            until=dice.choice([None, None, ON]),
        )
        for seat in range(1, dice.randint(2, 6))
    ]
    Member.objects.bulk_create(rows)


def _cards(dice: random.Random, worker: Worker) -> None:
    for board in (terms.BOCW, terms.UOW):
        if dice.random() < 0.25:
            continue
        registered = days_ago(dice, 0, 365, 366)
        paid = dice.choice(
            [None, clock.years_from(ON, -4), ON, max(registered, days_ago(dice, -1, 1, 365, 1462, 1461))]
        )
        row = Membership(worker=worker, board=board, registered_on=registered, paid_until=paid)
        row.years_paid = dice.randint(0, 12)
        row.cancelled_on = dice.choice([None, None, None, ON, ON + timedelta(days=1)])
        row.save(force_insert=True)
        for n in range(dice.randint(0, 2)):
            at = clock.moment(dice.choice([ON, ON + timedelta(days=1), registered]), time(dice.choice([0, 23]), 59))
            Fee(
                membership=row,
                what=dice.choice(["registration", "renewal"]),
                years=dice.randint(1, 3),
                paise=2000,
                official_paise=2000,
                reference=f"{worker.number}{board}{n}",
                paid_at=at,
                until=days_ago(dice, 0, 1, -1),
                filed_by="user:1@1",
                channel="desk",
            ).save(force_insert=True)


def _work(dice: random.Random, worker: Worker) -> None:
    for n in range(dice.choice([0, 1, 2, 5])):
        first = days_ago(dice, 365, 366, 1, most=600)
        last = first + timedelta(days=dice.choice([0, 30, 90, 400]))
        days = dice.randint(1, (last - first).days + 1)
        checked = dice.choice(["", "user:1@1"])
        Spell(
            worker=worker, employer="ठेकेदार", first_on=first, last_on=last, days=days, proof="certificate",
            checked_by=checked, key=f"{n}",
        ).save(force_insert=True)  # fmt: skip


def known(worker: Worker, on: date) -> dict[str, Value]:
    """Return what the registry knows of `worker`, by the rules of `workers`."""
    bocw, uow = card(worker, terms.BOCW, on), card(worker, terms.UOW, on)
    work = list(Spell.objects.filter(worker=worker))
    account = Account.objects.filter(worker=worker, ended_at=None).first()
    found: dict[str, Value | None] = {
        "born_on": worker.born_on,
        "sex": worker.sex,
        "lives_in_up": True,
        "is_construction_worker": True if bocw["registered_on"] else None,
        "is_bocw_registered": bocw["stands"],
        "registered_on": bocw["registered_on"],
        "renewed_until": bocw["paid_until"],
        "contribution_years": bocw["years"],
        "work_days": worked(work, on) if work else None,
        "is_uow_registered": uow["stands"],
        "is_unorganised": True if bocw["registered_on"] or uow["registered_on"] else None,
        "has_bank_account": account.is_aadhaar_linked if account else None,
        "is_aadhaar_verified": worker.aadhaar_verified_at is not None,
        "daughters_helped": 0,
    }
    return {name: value for name, value in found.items() if value is not None}


def worked(work: Sequence[Spell], on: date) -> int:
    """Return the days of work in the twelve months before `on`."""
    return spells.days_worked([spells.Spell(one.first_on, one.last_on, one.days) for one in work], on)


def card(worker: Worker, board: str, on: date) -> dict[str, Any]:
    """Return what a board's card says on `on`: what was paid later is not seen, and may hide until when it was paid."""
    row = Membership.objects.filter(worker=worker, board=board, registered_on__lte=on).first()
    if row is None:
        return {"registered_on": None, "paid_until": None, "years": 0, "stands": False}
    fees = list(Fee.objects.filter(membership=row))
    late = [one for one in fees if clock.day(one.paid_at) > on and one.what != "registration"]
    paid = max((one.until for one in fees if one not in late), default=None) if late else row.paid_until
    years = max(row.years_paid - sum(one.years for one in late), 0)
    return {
        "registered_on": row.registered_on,
        "paid_until": paid,
        "years": years,
        "stands": _stands(row, paid, late, on),
    }


def _stands(row: Membership, paid: date | None, late: Sequence[Fee], on: date) -> bool | None:
    known_until = paid or (ON if late else None)  # what is hidden would not change the other grounds
    at = standing.Terms(row.registered_on, known_until, row.worker.born_on, cancelled_on=row.cancelled_on)
    stands = standing.standing(at, terms.limits(row.board, on), on) not in GONE
    return None if stands and late and paid is None else stands
