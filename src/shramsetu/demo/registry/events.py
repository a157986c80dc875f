"""What happened in an invented family for which it claims: a wedding, a birth, a class passed, an illness, a death."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from shramsetu.lib import clock
from shramsetu.lib.conditions import Value
from shramsetu.workers.models import Member, Worker

Facts = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Event:
    """A scheme and what the applicant tells of the event."""

    scheme: str
    facts: Facts


def draw(worker: Worker, chance: random.Random, *, on: date) -> Event:
    """Draw what happened to the family of `worker` some weeks before `on`; most of it fulfils the conditions."""
    day = on - timedelta(days=chance.randrange(6, 75))
    grown, pupils = _children(worker, day)
    ways: list[tuple[float, Callable[[], Event]]] = [
        (5.0 if grown else 0.4, lambda: _wedding(chance, day, grown)),
        (4.0 if pupils else 0.0, lambda: _class(chance, day, pupils)),
        (3.0, lambda: _birth(worker, chance, day)),
        (0.8, lambda: _illness(chance, day)),
        (0.9, lambda: _death(chance, day)),
    ]
    return chance.choices([way for _, way in ways], [weight for weight, _ in ways])[0]()


def _children(worker: Worker, day: date) -> tuple[list[Member], list[Member]]:
    """Return the grown daughters of the family, and its pupils."""
    kin = (Member.Kin.SON, Member.Kin.DAUGHTER)
    rows = [one for one in Member.objects.filter(family=worker.family_id, kin__in=kin).order_by("seat") if one.born_on]
    grown = [one for one in rows if one.kin == Member.Kin.DAUGHTER and _age(one, day) >= 18]
    return grown, [one for one in rows if 6 <= _age(one, day) <= 17]


def _age(child: Member, day: date) -> int:
    assert child.born_on is not None
    return day.year - child.born_on.year - (clock.years_from(child.born_on, day.year - child.born_on.year) > day)


def _wedding(chance: random.Random, day: date, grown: list[Member]) -> Event:
    bride = chance.choice(grown) if grown else None
    born = bride.born_on if bride and bride.born_on else clock.years_from(day, -17)  # too young by some months
    facts: Facts = {
        "wedding_on": day,
        "is_mass_wedding": chance.random() < 0.12,
        "is_inter_caste": chance.random() < 0.08,
        "couples": 15,
        "bride": "daughter",
        "bride_born_on": born,
        "groom_born_on": clock.years_from(day, -chance.randrange(21, 29)) - timedelta(days=40),
        "took_same_benefit": False,
    }
    return Event("bocw-marriage-help", facts)


def _class(chance: random.Random, day: date, pupils: list[Member]) -> Event:
    pupil = chance.choice(pupils)
    assert pupil.born_on is not None
    level = max(1, min(12, _age(pupil, day) - 5))
    facts: Facts = {
        "passed_on": day,
        "course": "school",
        "school_class": level,
        "student_born_on": pupil.born_on,
        "student": "girl" if pupil.kin == Member.Kin.DAUGHTER else "boy",
        "child_number": chance.choice((1, 1, 2, 2, 3)),
        "has_next_admission": True,
        "is_recognised_school": True,
        "has_other_scholarship": chance.random() < 0.05,
        "marks_percent": chance.randrange(41, 92),
        "took_cycle": False,
    }
    return Event("bocw-cycle" if level >= 9 and chance.random() < 0.3 else "bocw-education-help", facts)


def _birth(worker: Worker, chance: random.Random, day: date) -> Event:
    is_girl = chance.random() < 0.5
    number = chance.choice((1, 1, 1, 2, 2, 3))
    facts: Facts = {
        "delivered_on": day,
        "delivery": "birth",
        "delivery_number": number,
        "is_hospital_birth": True,
        "newborn": "daughter" if is_girl else "son",
        "daughters_before": chance.randrange(number),
        "is_disabled_from_birth": chance.random() < 0.02,
        "wage_month_paise": 12_000_00,
        "took_same_benefit": False,
    }
    return Event("bocw-maternity-help", facts)


def _illness(chance: random.Random, day: date) -> Event:
    facts: Facts = {
        "treated_on": day,
        "patient": chance.choice(("worker", "spouse")),
        "patient_born_on": clock.years_from(day, -chance.randrange(25, 55)),
        "hospital": chance.choice(("government", "autonomous", "sachis", "private")),
        "bill_paise": chance.randrange(60, 2_400) * 500_00,
        "is_estimate": False,
        "has_health_card": False,
        "took_same_benefit": False,
    }
    return Event("bocw-illness-help", facts)


def _death(chance: random.Random, day: date) -> Event:
    cause = chance.choice(("accident", "natural", "natural"))
    facts: Facts = {
        "happened_on": day,
        "loss": "death",
        "cause": cause,
        "is_on_site": cause == "accident",
        "is_heir_known": True,
        "took_same_benefit": False,
    }
    return Event("bocw-death-help", facts)
