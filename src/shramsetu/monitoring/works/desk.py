"""What works add to the desk: a door, the panels of their cases, lists to choose from, sentences of the timeline."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu import rulebook
from shramsetu.casework import choices, rounds, signing
from shramsetu.casework.choices import Choices
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel, say
from shramsetu.casework.signing import Sign
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import papers, powers, tosign, words
from shramsetu.monitoring.works.models import Defect, Hindrance, Work

DEPARTMENTS = frozenset({powers.LABOUR})
GIVEN_UP = _("The building is given up")
SHARED = {
    "register": _("Given to %(holder)s"),
    "escalate": _("Time over, passed on"),
}


def _owners(case: Case, by: Actor) -> Choices:
    """Return whose a hindrance may be."""
    del case, by
    return [(slug, one.title.say(words.language())) for slug, one in rulebook.book().works.owners.items()]


def _work_panels(request: HttpRequest, case: Case) -> list[Panel]:
    del request
    work = Work.objects.get(pk=case.pk)
    return [Panel("words", "monitoring/works/panel_work.html", {"work": work, "title": work.title(words.language())})]


def _hindrance_panels(request: HttpRequest, case: Case) -> list[Panel]:
    del request
    row = Hindrance.objects.select_related("work", "component").get(pk=case.pk)
    rule = rulebook.book().works.clear_days(row.kind, clock.day(case.level_at))
    context = {"row": row, "kind": words.kind(row.kind), "rule": rule}
    return [Panel("words", "monitoring/works/panel_hindrance.html", context)]


def _defect_panels(request: HttpRequest, case: Case) -> list[Panel]:
    del request
    row = Defect.objects.select_related("work", "component").get(pk=case.pk)
    return [Panel("words", "monitoring/works/panel_defect.html", {"row": row})]


def _titles(cases: list[Case]) -> dict[int, str]:
    rows = Work.objects.filter(pk__in=[one.pk for one in cases])
    return {one.pk: one.title(words.language()) for one in rows}


def _kinds(cases: list[Case]) -> dict[int, str]:
    rows = Hindrance.objects.filter(pk__in=[one.pk for one in cases]).select_related("work")
    return {one.pk: f"{words.kind(one.kind)} · {one.work.title(words.language())}" for one in rows}


def _faults(cases: list[Case]) -> dict[int, str]:
    rows = Defect.objects.filter(pk__in=[one.pk for one in cases]).select_related("work")
    return {one.pk: f"{one.what[:80]} · {one.work.title(words.language())}" for one in rows}


choices.register("works_owners", _owners)
KINDS.panels |= {"mn_work": _work_panels, "mn_hindrance": _hindrance_panels, "mn_defect": _defect_panels}
KINDS.lists |= {"mn_work": _titles, "mn_hindrance": _kinds, "mn_defect": _faults}
signing.register("mn_hindrance", {"reported": Sign("confirm", "still")})
signing.register("mn_defect", {"mended": Sign("confirm", "again")})
signing.register_sheets(tosign.plans)
rounds.register_jobs(tosign.visits)
KINDS.doors += [
    Door("monitoring:works", _("Building works"), "building-2", powers.KEEPERS, DEPARTMENTS),
    Door("monitoring:works", _("Building works"), "building-2", frozenset(powers.READERS) - powers.KEEPERS),
]
say(
    {
        **SHARED,
        "begin": _("Plan approved, building begins"),
        "reschedule": _("New plan approved"),
        "complete": pgettext_lazy("building", "All handed over"),
        "end_liability": _("Liability over"),
        "abandon": pgettext_lazy("building", "Given up"),
    },
    "mn_work",
)
say(
    {
        **SHARED,
        "report": _("Its owner says that it is cleared"),
        "promise": _("Its owner says by when"),
        "pass_on": _("Passed on to another owner; the time stays"),
        "confirm": _("Seen: it is cleared"),
        "drop": GIVEN_UP,
        "still": _("It still stands"),
        "withdraw": _("Entered by mistake"),
    },
    "mn_hindrance",
)
say(
    {
        **SHARED,
        "mend": _("The agency says that it is mended"),
        "confirm": _("Seen: it is mended"),
        "drop": GIVEN_UP,
        "again": _("Not mended"),
    },
    "mn_defect",
)

__all__ = ["papers"]
