"""How what is known of a person is laid out for whom may see it: lines with their words, and the reader's mark."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.person_forms import AGE_BASES, CASTES
from shramsetu.lib import clock, phone
from shramsetu.offices import words
from shramsetu.offices.access import DeskRequest

LABELS = {
    "name": _("Name"),
    "guardian": _("Father, mother or spouse"),
    "father": _("Father’s name"),
    "mother": _("Mother’s name"),
    "spouse": _("Husband’s or wife’s name"),
    "parent": _("Father, mother or spouse"),
    "age": _("Age"),
    "age_basis": _("How the age is known"),
    "relation": _("Relation in the family"),
    "born_on": _("Date of birth"),
    "address": _("Address"),
    "village": _("Village"),
    "phone": _("Mobile number"),
    "phone_owner": _("Whose phone it is"),
    "account": _("Bank account"),
    "bank": _("Bank"),
    "ifsc": _("IFSC"),
    "holder": _("Account holder"),
    "aadhaar": _("Aadhaar"),
    "identity_number": _("Number of an identity paper"),
    "caste": _("Caste category"),
    "family": _("Family"),
    "language": _("Language"),
    "interpreter": _("Interpreter"),
    "statement": _("Statement"),
    "away": _("Was it taken away from the employer and his people?"),
    "review_asked": _("Why a review is asked for"),
    "health": _("Health"),
    "medical": _("Medical examination"),
    "threat": _("Threats"),
    "threats": _("Threats"),
    "violence": _("Violence"),
    "safe_house": _("Safe house"),
    "safe_place": _("Safe place"),
    "certificate_number": _("Certificate number"),
    "note": _("Note"),
}
# Values that are chosen from a list: the row keeps the short name, the page says the words.
WORDS: Mapping[str, Mapping[object, object]] = {"caste": dict(CASTES), "age_basis": dict(AGE_BASES)}


def lines(known: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return what is known as lines of words and value, the named ones first in the order of their list."""
    ordered = [*(name for name in LABELS if name in known), *(name for name in known if name not in LABELS)]
    return [
        (str(LABELS.get(name, name)), _said(name, known[name])) for name in ordered if known[name] not in ("", None)
    ]


def watermark(request: DeskRequest, at: datetime) -> str:
    """Return what stands across a page that shows somebody: the reader, the post, when."""
    return f"{request.user.name_hi} · {words.title(request.post)} · {clock.local(at):%d.%m.%Y %H:%M}"


def _said(name: str, value: object) -> str:
    if name == "phone":
        return phone.shown(str(value))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if name in WORDS:
        return str(WORDS[name].get(value, value))
    if isinstance(value, Mapping):
        return "; ".join(text for _, text in lines(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(_said(name, one) for one in value)
    return str(value)
