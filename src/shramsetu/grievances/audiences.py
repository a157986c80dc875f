"""Whom a bulk message may go to among the complainants."""

from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import fields
from shramsetu.casework.models import OPEN, PAUSED, Case, Party
from shramsetu.lib import clock, numbers
from shramsetu.messages import audiences
from shramsetu.messages.audiences import Addressee, Answers
from shramsetu.places import queries as places

EVERY = ("", _("All"))


def _categories() -> list[tuple[str, object]]:
    book = rulebook.book()
    return [EVERY, *((slug, one.title.hi) for slug, one in book.categories.items() if not one.sealed)]


def _districts() -> list[tuple[str, object]]:
    return [EVERY, *((code, name) for code, name in fields.district_choices() if code)]


class Which(forms.Form):
    district = forms.ChoiceField(label=_("District"), choices=_districts, required=False)
    category = forms.ChoiceField(label=_("Category"), choices=_categories, required=False)


def of_open_cases(answers: Answers, at: datetime) -> Iterator[Addressee]:
    """Yield the leading complainants of open complaints, each with number, holder and date.

    Sealed cases never, and nobody who did not agree to be told or whom it is not safe to reach.
    """
    wanted = _cases(answers).select_related("holder", "holder__place", "district")
    speak = Party.objects.filter(part=Party.Part.COMPLAINANT, consents=True, safe_to_call=True, leads=True)
    told = speak.filter(case__in=wanted).exclude(person__phone="").select_related("person")
    cases = {case.pk: case for case in wanted}
    for party in told.order_by("case_id", "seat"):
        case = cases.get(party.case_id)
        if case and party.person:
            yield Addressee(
                party.person.phone, _values(case, party.person.language), party.person.language, case.stream
            )


def _cases(answers: Answers) -> QuerySet[Case]:
    found = Case.objects.filter(kind="grievance", phase__in=[OPEN, PAUSED], sealed=False, holder__isnull=False)
    if answers.get("district"):
        found = found.filter(district=places.district(int(answers["district"])))
    return found.filter(category=answers["category"]) if answers.get("category") else found


def _values(case: Case, language: str) -> dict[str, str]:
    assert case.holder is not None
    assert case.due_at is not None
    place = case.holder.place or case.district
    return {
        "number": numbers.spaced(case.number),
        "post": case.holder.short_en if language == "en" else case.holder.short_hi,
        "place": place.name(language) if place else "",
        "date": f"{clock.day(case.due_at):%d-%m-%Y}",
    }


def _said(answers: Answers) -> str:
    names = [dict(_districts()).get(answers["district"]) if answers.get("district") else None]
    names += [dict(_categories()).get(answers["category"]) if answers.get("category") else None]
    where = ", ".join(str(name) for name in names if name)
    complainants = _("Complainants of open cases")
    return f"{complainants}: {where or EVERY[1]}"


audiences.register(
    audiences.Audience(
        key="open-cases",
        label=_("Complainants of open cases"),
        form=Which,
        people=of_open_cases,
        said=_said,
        fills=frozenset({"number", "post", "place", "date"}),
    )
)
