"""What is taken along to a rescue: by whom, and no more of the people than a statement needs."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext

from shramsetu.bonded import notes, powers, rights, scope
from shramsetu.bonded.actions import reading, versions
from shramsetu.bonded.models import Operation, Survivor
from shramsetu.bonded.person_forms import Members, Shared, StatementForm
from shramsetu.casework.models import FINAL
from shramsetu.files.models import Purpose
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers
from shramsetu.offline.registry import Giver

MOST = 200  # people of one operation


def operation(number: str, *, by: Actor) -> Operation | None:
    """Return the operation of this number if `by` sees it."""
    case = scope.cases(by, "bl_operation").select_related("district").filter(number=number).first()
    if case is None:
        return None
    found = Operation.objects.select_related("information", "site", "magistrate").get(pk=case.pk)
    found.case = case
    return found


def may_take(found: Operation, *, by: Actor) -> bool:
    """Tell whether `by` may take the operation along: who acts in its district and reads its words, till it is over."""
    if by.assists or found.case.phase == FINAL or rights.is_barred(found.case, by):
        return False
    return powers.works_in(by, found.case.district_id) and rights.may_read_words(found.case, by)


def kit(ref: str, *, giver: Giver, at: datetime) -> dict[str, object]:
    """Gather what a device takes along: where to bring the people, who is entered, the forms. Raises Http404.

    Each name that goes along is read with its line in the log of reads; that the operation went along is one too.
    """
    by = giver.actor
    found = operation(ref, by=by)
    if found is None or not may_take(found, by=by):
        raise Http404
    journal.append(f"reads:{found.case.number}", "take_along", by=by, at=at, detail={"class": "p3"})
    sealed, _written = notes.read(found.case)
    return {
        "operation": found.case.number,
        "title": gettext("Rescue %(number)s") % {"number": numbers.spaced(found.case.number)},
        "safe_place": sealed.get("safe_place", ""),
        "people": [_person(one, by=by, at=at) for one in _open(found)[:MOST] if _examines(one, by)],
        "persons": render_to_string(
            "bonded/_enter_fields.html",
            {"shared": Shared(operation=found, auto_id="p_%s"), "members": Members(auto_id="p_%s")},
        ),
        "statement": render_to_string(
            "bonded/_statement_fields.html", {"form": StatementForm(auto_id="s_%s", initial={"laboured": "yes"})}
        ),
        "purposes": [[value, str(label)] for value, label in Purpose.choices],
    }


def _open(found: Operation) -> QuerySet[Survivor]:
    rows = found.survivors.select_related("case__district", "case__sealed_body", "native_district")
    return rows.filter(case__state__in=rights.BEFORE_THE_FINDING).order_by("household", "pk")


def _examines(one: Survivor, by: Actor) -> bool:
    return reading.may(one, reading.P2, by=by) and reading.may(one, reading.P3, by=by)


def _person(one: Survivor, *, by: Actor, at: datetime) -> dict[str, object]:
    known = reading.reveal(one, reading.P2, purpose="finding", by=by, at=at)
    return {
        "number": one.case.number,
        "code": one.code,
        "name": known.get("name", ""),
        "age": known.get("age", ""),
        "version": versions.latest(one) or 0,
    }
