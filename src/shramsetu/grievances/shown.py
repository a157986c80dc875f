"""Cases as programs read them: plain dictionaries, personal data masked."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.casework import choices, flow, queries, sealing
from shramsetu.casework.models import Case, Party
from shramsetu.grievances.models import Grievance
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import phone
from shramsetu.offices.models import Post
from shramsetu.places.models import Place
from shramsetu.prepared import Rows

_TEXTS = Rows(lambda case: Grievance.objects.filter(pk=case).values_list("text", flat=True), case=int)


def receipt(case: Case) -> dict[str, Any]:
    """Return what the door tells: number, where it stands, who holds it, until when."""
    return {
        "number": case.number,
        "kind": case.kind,
        "state": case.state,
        "level": case.level,
        "holder": holder(case.holder),
        "due_at": _iso(case.due_at),
        "revision": case.revision,
    }


def line(case: Case) -> dict[str, Any]:
    """Return one line of a list."""
    return {
        **receipt(case),
        "category": case.category,
        "department": case.department.slug if case.department else None,
        "district": case.district.lgd_code if case.district else None,
        "urgent": case.urgent,
        "sealed": case.sealed,
        "opened_at": _iso(case.opened_at),
        "closed_at": _iso(case.closed_at),
        "outcome": case.outcome,
    }


def whole(case: Case, by: Actor) -> dict[str, Any]:
    """Return the case with its words, parties, why this date, history and the steps open to `by`."""
    text = _TEXTS.first(case=case.pk) or ""
    return {
        **line(case),
        "text": sealing.unveiled(case, text),
        "place": place(case.place) if case.place else None,
        "parties": [_party(one) for one in queries.parties(case)],
        "why_due": {"rule": case.limit_key, "in_force_from": _iso(case.limit_from)} if case.due_at else None,
        "rests_until": _iso(case.rests_until),
        "master": case.master.number if case.master else None,
        "history": [_entry(one) for one in journal.plain_history(case.stream)],
        "steps": [_step(one, case, by) for one in queries.steps_for(case, by)],
    }


def public(case: Case) -> dict[str, Any]:
    """Return what anybody with the number may know."""
    if case.sealed:
        return {"number": case.number, "sealed": True}
    state = flow.flow_of(case.kind).by_name[case.state]
    return {
        "number": case.number,
        "sealed": False,
        "kind": case.kind,
        "state": case.state,
        "state_label": str(state.portal),
        "level": case.level,
        "holder": holder(case.holder) if case.is_open else None,
        "due_at": _iso(case.due_at),
        "opened_at": _iso(case.opened_at),
        "closed_at": _iso(case.closed_at),
    }


def holder(post: Post | None) -> dict[str, Any] | None:
    """Return a post as others see it: never who sits in it."""
    if post is None:
        return None
    return {"code": post.code, "title": _own(post.title_hi, post.title_en), "place": _own_place(post.place)}


def place(one: Place) -> dict[str, Any]:
    """Return a place with its district."""
    return {
        "id": one.pk,
        "kind": one.kind,
        "name_hi": one.name_hi,
        "name_en": one.name_en,
        "lgd_code": one.lgd_code,
        "pin": one.pin or None,
        "district": one.district.lgd_code if one.district else None,
    }


def category(row: rulebook.Category, on: date) -> dict[str, Any]:
    """Return a category with the limits in force on `on`."""
    limits = {f"L{level}": rulebook.book().limit(row.slug, level, on) for level in range(1, 5)}
    return {
        "slug": row.slug,
        "title": {"hi": row.title.hi, "en": row.title.en},
        "department": row.department,
        "urgent": row.urgent,
        "sealed": row.sealed,
        "evidence": list(row.evidence),
        "limits": {level: {"amount": limit.amount, "unit": limit.unit} for level, limit in limits.items()},
    }


def _party(party: Party) -> dict[str, Any]:
    person = party.person
    return {
        "part": party.part,
        "leads": party.leads,
        "name": person.name if person else None,
        "phone": phone.masked(person.phone) if person and person.phone else None,
        "relation": party.relation or None,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {"seq": entry.seq, "verb": entry.verb, "role": entry.role, "at": _iso(entry.at), "detail": entry.detail}


def _step(step: flow.Step, case: Case, by: Actor) -> dict[str, Any]:
    return {
        "verb": step.verb,
        "label": str(step.label),
        "needs": [
            {
                "name": need.name,
                "kind": need.kind,
                "label": str(need.label),
                "required": need.required,
                "choices": _choices(need, case, by),
            }
            for need in step.needs
        ],
    }


def _choices(need: flow.Need, case: Case, by: Actor) -> list[dict[str, str]] | None:
    """Return the values from which this need is chosen, None where anything of its kind will do."""
    if need.kind == "department":
        listed = [(slug, row.name.say(get_language() or "hi")) for slug, row in rulebook.book().departments.items()]
    elif need.choices:
        listed = [(value, str(label)) for value, label in choices.of(need.choices, case, by)]
    else:
        return None
    return [{"value": value, "label": label} for value, label in listed]


def _own(hindi: str, english: str) -> str:
    return english if get_language() == "en" and english else hindi


def _own_place(one: Place) -> str:
    return _own(one.name_hi or one.name_en, one.name_en)


def _iso(at: datetime | date | None) -> str | None:
    return at.isoformat() if at else None
