"""Whom bulk messages and calls may go to from the nightly list: once each, and nobody who is dead."""

from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import calling, fields
from shramsetu.lib import clock
from shramsetu.messages import audiences
from shramsetu.messages.audiences import Addressee, Answers
from shramsetu.places import queries as places
from shramsetu.schemes import left_behind
from shramsetu.schemes.models import Unclaimed

EVERY = ("", _("All"))
CARDS = (Unclaimed.Sign.DUE, Unclaimed.Sign.LAPSED)


def _districts() -> list[tuple[str, object]]:
    return [EVERY, *((code, name) for code, name in fields.district_choices() if code)]


class Which(forms.Form):
    district = forms.ChoiceField(label=_("District"), choices=_districts, required=False)
    soon = forms.BooleanField(label=_("Only what runs out soon"), required=False)


def owed(answers: Answers, at: datetime) -> Iterator[Addressee]:
    """Yield those to whom a scheme may be open, once each whatever it is; a message names no scheme."""
    yield from _each(_rows(answers, at).exclude(scheme=""))


def cards(answers: Answers, at: datetime) -> Iterator[Addressee]:
    """Yield those whose registration runs out, with the last day."""
    yield from _each(_rows(answers, at).filter(sign__in=CARDS))


def to_call(answers: calling.Answers, at: datetime) -> Iterator[calling.Listed]:
    """Yield whom the helpline calls: those of the list whose last day is near, and families of the dead."""
    for one in _each(_rows({**answers, "soon": True}, at)):
        yield calling.Listed(one.phone, one.language)


def _rows(answers: Answers, at: datetime) -> QuerySet[Unclaimed]:
    today = clock.day(at)
    rows = Unclaimed.objects.filter(over_on=None)
    if answers.get("district"):
        rows = rows.filter(district=places.district(int(answers["district"])))
    return rows.filter(last_on__lte=left_behind.soon(today)) if answers.get("soon") else rows


def _each(rows: QuerySet[Unclaimed]) -> Iterator[Addressee]:
    seen: set[str] = set()
    columns = ("worker__phone", "worker__language", "last_on")
    # The soonest of one phone goes first.
    for phone, language, last_on in rows.exclude(worker__phone="").order_by("last_on", "id").values_list(*columns):
        if phone not in seen:
            seen.add(phone)
            yield Addressee(phone, {"date": f"{last_on:%d-%m-%Y}"} if last_on else {}, language)


def _said(answers: Answers) -> str:
    words = [str(dict(_districts()).get(answers.get("district") or "", EVERY[1]))]
    if answers.get("soon"):
        words.append(str(_("Only what runs out soon")))
    return ", ".join(words)


audiences.register(audiences.Audience("unclaimed", _("Workers to whom a scheme may be open"), Which, owed, _said))
audiences.register(
    audiences.Audience("card-due", _("Workers whose registration runs out"), Which, cards, _said, frozenset({"date"}))
)
calling.register_roll(calling.Roll("unclaimed", _("Workers whose time runs out (nightly list)"), to_call))
