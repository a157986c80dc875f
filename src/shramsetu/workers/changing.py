"""What may be changed of a worker: columns by field, how risky it is by the rulebook, what was and what shall be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.lib import phone
from shramsetu.lib import text as texts
from shramsetu.workers.actions import accounts
from shramsetu.workers.models import Account, Change, Nominee, Worker

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "address": ("address", "pin"),
    "language": ("language",),
    "name": ("name", "other_name"),
    "birth": ("born_on",),
    "parent": ("parent", "relation"),
    "phone": ("phone",),
    "death": ("died_on",),
}
ACCOUNT, NOMINEE, DEATH = "account", "nominee", "death"
AT_DESKS = frozenset({DEATH})  # nobody tells it of themselves
LISTS = {tier: f"changes_{tier}" for tier in Change.Tier.values}
ON_CARD = frozenset({"name", "parent", "birth"})
Values = Mapping[str, object]


class NoSuchField(LookupError):
    """The rulebook does not say that this may be changed."""


@dataclass(frozen=True, slots=True)
class Both:
    """What stood there and what shall stand there."""

    before: Values
    after: Values


def fields() -> dict[str, tuple[str, str]]:
    """Give every field that may be changed: its tier and its words in the language of the page."""
    language, listed = get_language() or "hi", rulebook.book().choices
    return {slug: (tier, row.title.say(language)) for tier, name in LISTS.items() for slug, row in listed[name].items()}


def tier_of(field: str) -> str:
    """Give how risky a change of `field` is; raises NoSuchField."""
    found = fields().get(field)
    if found is None:
        raise NoSuchField(field)
    return found[0]


def title(field: str) -> str:
    """Give the words of a field."""
    found = fields().get(field)
    return found[1] if found else field


def now(worker: Worker, field: str) -> dict[str, object]:
    """Give what stands in the register."""
    if field == ACCOUNT:
        account = Account.objects.filter(worker=worker, ended_at=None).first()
        if account is None:
            return {}
        known = accounts.opened(account)
        return {"number": known.number, "ifsc": known.ifsc}
    if field == NOMINEE:
        rows = Nominee.objects.filter(worker=worker).order_by("pk")
        return {"nominees": [[one.name, one.kin, one.share_percent] for one in rows]}
    return {name: plain(getattr(worker, name)) for name in COLUMNS[field]}


def shut(number: str, both: Both) -> tuple[str, bytes]:
    """Encrypt what was and what shall be, for the case of that number."""
    written = json.dumps({"before": both.before, "after": both.after}, ensure_ascii=False, sort_keys=True)
    return sealing.shut(written.encode(), bound_to=_bound(number))


def opened(change: Change) -> Both:
    """Give what was and what shall be; empty once erased. Raises sealing.Unreadable."""
    if not bytes(change.closed):
        return Both({}, {})
    known = json.loads(sealing.opened(change.key_id, bytes(change.closed), bound_to=bound(change)))
    return Both(known["before"], known["after"])


def bound(change: Change) -> str:
    """Give what the encrypted part of a change is bound to."""
    return _bound(change.case.number)


def said(field: str, values: Values, *, clear: bool) -> str:
    """Write a value as a person reads it; account and phone whole only where `clear`."""
    if not any(values.values()):
        return "—"
    if field == ACCOUNT:
        number = str(values["number"])
        return f"{number if clear else '•••• ' + number[-4:]} · {values['ifsc']}"
    if field == NOMINEE:
        rows = values["nominees"]
        assert isinstance(rows, list)
        return "; ".join(f"{name}, {kin}, {share}%" for name, kin, share in rows)
    if field == "phone":
        return phone.shown(str(values["phone"])) if clear else phone.masked(str(values["phone"]))
    if field in ("birth", DEATH):
        [day] = values.values()
        return texts.dated(date.fromisoformat(str(day)), get_language() or "hi")
    return " · ".join(str(value) for value in values.values() if value)


def plain(value: object) -> object:
    """Give a value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def _bound(number: str) -> str:
    return f"change:{number}"
