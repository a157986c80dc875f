"""The four registers that rule 7 of 1976 asks of a vigilance committee, drawn from the record itself.

The Rules ask for names and addresses. They stand on the certificates alone: the register carries the code name and the
number of the certificate, by which whoever may know the name finds it.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, pgettext

from shramsetu import rulebook
from shramsetu.bonded.flow.person import PERSON
from shramsetu.bonded.models import PlanLine, Visit
from shramsetu.bonded.reports import words
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.drawn import Drawn, drawn_plans
from shramsetu.bonded.reports.past import histories
from shramsetu.bonded.reports.people import BALANCE, IMMEDIATE, Person, people
from shramsetu.bonded.reports.tracks import Trial, trials
from shramsetu.bonded.words import said_state
from shramsetu.casework.models import Case
from shramsetu.casework.sheets import Cell, Sheet

OF_THE_ACT = ("bls-16", "bls-17", "bls-18", "bls-19", "bls-20", "bls-9")


def freed(asked: Asked) -> Report:
    """Register (a): the freed labourers."""
    head = [
        gettext("Code name"),
        gettext("Certificate"),
        gettext("Freed on"),
        gettext("Sex and age"),
        pgettext("person", "Home"),
        gettext("Freed in"),
        gettext("Work"),
        gettext("Site"),
        gettext("State now"),
    ]
    lines = [
        [
            one.code,
            one.certificate,
            words.day(one.freed_at),
            words.sex(one.row),
            one.home,
            district(asked, one),
            words.sector(one.row.sector),
            one.row.site.code if one.row.site else "",
            state(one),
        ]
        for one in _freed(asked)
    ]
    note = gettext("Names and addresses stand on the certificates; this register carries their numbers.")
    sheet = Sheet(gettext("Register (a)"), head, lines, [note])
    return Report("register-a", gettext("Register of freed labourers (rule 7(a))"), asked, None, [sheet])


def occupations(asked: Asked) -> Report:
    """Register (b): vocation, occupation and income."""
    head = [
        gettext("Code name"),
        gettext("Work in bondage"),
        gettext("Wage a day (₹)"),
        gettext("Visited on"),
        gettext("Occupation now"),
        gettext("Income of the household a month (₹)"),
        gettext("Debt (₹)"),
    ]
    persons = _freed(asked)
    visits, plans = _last_visits(asked, persons), drawn_plans(asked, persons)
    lines = [_occupation(one, visits.get(one.row.pk), plans.get(one.row.pk)) for one in persons]
    sheet = Sheet(gettext("Register (b)"), head, lines)
    return Report("register-b", gettext("Register of occupation and income (rule 7(b))"), asked, None, [sheet])


def benefits(asked: Asked) -> Report:
    """Register (c): what each freed labourer has received."""
    heads = rulebook.book().bonded.heads
    titles = [one.title.hi for one in heads.values()]
    head = [
        gettext("Code name"),
        gettext("Immediate assistance (₹)"),
        gettext("Balance (₹)"),
        gettext("Other (₹)"),
        *titles,
    ]
    persons = _freed(asked)
    given = settled_lines(asked, persons)
    lines = [[*_paid(one), *(given.get((one.row.pk, slug)) for slug in heads)] for one in persons]
    note = gettext("Under each head stands the day on which it was given.")
    sheet = Sheet(gettext("Register (c)"), head, lines, [note])
    return Report("register-c", gettext("Register of benefits (rule 7(c))"), asked, None, [sheet])


def cases(asked: Asked) -> Report:
    """Register (d): cases under sections 6(6), 8(2), 9(2) and 16 to 20."""
    head = [
        gettext("Track"),
        gettext("District"),
        gettext("Proceeding"),
        gettext("Sections"),
        gettext("Court"),
        gettext("FIR or case number"),
        gettext("Began on"),
        gettext("State now"),
        gettext("Outcome"),
        gettext("Freed labourers"),
    ]
    lines = [_case(one) for one in trials(asked) if _is_of_the_act(one)]
    sheet = Sheet(gettext("Register (d)"), head, lines)
    return Report("register-d", gettext("Register of cases (rule 7(d))"), asked, None, [sheet])


def district(asked: Asked, one: Person) -> str:
    """Return the name of the district that answers for a person; the other state of a rescue elsewhere."""
    there = said_state(one.row.rescue_state)
    return there or next((d.name_hi for d in asked.districts if d.pk == one.row.case.district_id), "")


def state(one: Person) -> str:
    """Return the office's word for the state in which a person's case was."""
    from_flow = PERSON.by_name.get(one.history.state)
    return str(from_flow.label) if from_flow else ""


def settled_lines(asked: Asked, persons: Sequence[Person]) -> Mapping[tuple[int, str], Cell]:
    """Return by person and head the day on which a line of the plan was done."""
    rows = PlanLine.objects.filter(plan__in=[one.row.pk for one in persons], duty__isnull=False).select_related("duty")
    lines = list(rows)
    told = histories(Case.objects.filter(pk__in=[line.duty_id for line in lines]), before=asked.at)
    return {
        (line.plan_id, line.head): words.day(told[line.duty.number].entered["done"])
        for line in lines
        if line.duty and "done" in told[line.duty.number].entered
    }


def _freed(asked: Asked) -> list[Person]:
    return [one for one in people(asked) if one.is_freed]


def _occupation(one: Person, visit: Visit | None, plan: Drawn | None) -> list[Cell]:
    bondage = getattr(one.row, "bondage", None)
    seen = visit or plan
    return [
        one.code,
        words.sector(one.row.sector),
        words.rupees(bondage.wage_day_paise) if bondage and bondage.wage_day_paise is not None else None,
        visit.on if visit else plan.assessed_on if plan else None,
        visit.get_work_display() if visit else "",
        words.rupees(seen.income_paise) if seen else None,
        words.rupees(seen.debt_paise) if seen else None,
    ]


def _last_visits(asked: Asked, persons: Sequence[Person]) -> dict[int, Visit]:
    rows = Visit.objects.filter(survivor__in=[one.row.pk for one in persons], at__lt=asked.at, found=True)
    return {one.survivor_id: one for one in rows.order_by("survivor", "-seq").distinct("survivor")}


def _paid(one: Person) -> list[Cell]:
    immediate, balance = one.paid(IMMEDIATE), one.paid(*BALANCE)
    return [one.code, *map(words.rupees, (immediate, balance, one.paid() - immediate - balance))]


def _is_of_the_act(one: Trial) -> bool:
    return one.row.track == "property" or bool(set(OF_THE_ACT) & set(one.row.sections))


def _case(one: Trial) -> list[Cell]:
    row = one.row
    return [
        row.case.number,
        row.case.district.name_hi if row.case.district else "",
        words.said(dict(rulebook.book().bonded.tracks), row.track),
        words.sections(row.sections),
        one.court,
        one.case_number,
        one.began_on,
        one.state,
        one.outcome,
        ", ".join(one.persons),
    ]
