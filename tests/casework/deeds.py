"""Values for every need of a step, so that tests can try any step of any flow."""

import random
from datetime import datetime, timedelta

from tests import cast

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department
from shramsetu.places import queries as places

CHOICES = {
    "grades": ["A", "B", "C"],
    "feedback_results": ["satisfied", "dissatisfied", "no_answer", "call_later", "wrong_number"],
    "answerers": ["complainant", "representative", "neighbour", "officer"],
    "review_decisions": ["uphold", "act"],
    "demand_decisions": ["accepted", "refused"],
    "explanation_results": ["accepted", "warning"],
}


def detail_for(step: flow.Step, case: Case, at: datetime, chance: random.Random) -> dict[str, object]:
    """Return values for every need of `step`."""
    return {need.name: value(need, case, at, chance) for need in step.needs}


def value(need: flow.Need, case: Case, at: datetime, chance: random.Random) -> object:
    if need.kind == "choice":
        listed = {"grounds": list(rulebook.book().grounds), "exclusions": list(rulebook.book().exclusions)}
        return chance.choice(listed.get(need.choices) or CHOICES[need.choices])
    if need.kind == "post":
        found = offices.subordinates(case.holder) if case.holder else []
        return chance.choice(found) if found else case.holder
    makers = {
        "department": lambda: chance.choice(list(Department.objects.order_by("slug")[:4])),
        "district": lambda: places.district(cast.KANPUR),
        "place": lambda: None,
        "case": lambda: Case.objects.filter(kind="grievance").exclude(pk=case.pk).order_by("?").first(),
        "files": lambda: [str(cast.attach(case, by=cast.holder_of(case), at=at).pk)] if case.holder else [],
        "date": lambda: clock.day(at) + timedelta(days=chance.choice([1, 20, 200])),
        "datetime": lambda: max(at - timedelta(hours=chance.choice([0, 1])), case.opened_at),
        "phone": lambda: f"+91999990{chance.randrange(10_000):04d}",
        "yes": lambda: chance.random() < 0.2,
        "number": lambda: 1,
    }
    return makers[need.kind]() if need.kind in makers else "दोनों पक्षों को सुना गया।"
