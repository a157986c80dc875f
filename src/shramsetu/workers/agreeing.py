"""How two rows agree, said in sentences for the steward: each field of both beside what they have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import names, phone
from shramsetu.lib.text import dated
from shramsetu.workers.models import Account, Identity, Membership, Spell, Worker
from shramsetu.workers.queries import commonness, likely
from shramsetu.workers.rules import agreement

Words = str | Promise
MARKS = {"same": "yes", "place": "yes", "near": "perhaps", "year": "perhaps", "swapped": "perhaps", "other": "no"}
FIELDS: dict[str, Words] = {
    "name": _("Name"),
    "parent": _("Father, husband or mother"),
    "born": _("Born"),
    "sex": _("Man or woman"),
    "phone": _("Phone"),
    "aadhaar": _("Aadhaar"),
    "uan": _("UAN (e-Shram)"),
    "family": _("Family"),
    "identity": _("Voter card, PAN, ration card"),
    "district": _("Where"),
}
SAYS: dict[tuple[str, str], Words] = {
    ("name", "same"): _("The names are one by their sound"),
    ("name", "near"): _("The names are probably one"),
    ("name", "other"): _("The names differ"),
    ("parent", "same"): _("The father’s or husband’s name is one"),
    ("parent", "near"): _("The father’s or husband’s name is probably one"),
    ("parent", "other"): _("The father’s or husband’s name differs"),
    ("born", "same"): _("The same day of birth"),
    ("born", "swapped"): _("Day and month are exchanged"),
    ("born", "year"): _("The same year of birth; the day is not known of both"),
    ("born", "near"): _("Born within two years of each other"),
    ("born", "other"): _("The births are years apart"),
    ("sex", "same"): _("Both of one sex"),
    ("sex", "other"): _("A man and a woman"),
    ("phone", "same"): _("The same phone; families share phones"),
    ("phone", "other"): _("Different phones"),
    ("aadhaar", "same"): _("The same Aadhaar"),
    ("aadhaar", "other"): _("Different Aadhaar"),
    ("uan", "same"): _("The same UAN"),
    ("uan", "other"): _("Different UAN"),
    ("family", "same"): _("One family"),
    ("family", "other"): _("Different families"),
    ("identity", "same"): _("One card of both is the same"),
    ("district", "place"): _("The same village or locality"),
    ("district", "same"): _("The same district"),
    ("district", "other"): _("Different districts"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: the field, both values, and what they say together."""

    label: Words
    first: str
    second: str
    says: Words = ""
    mark: str = ""  # yes, perhaps, no; "" where it says nothing


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rows side by side; `reasons` is what was heard in the names, `score` how sure (0 to 1000)."""

    lines: list[Line]
    reasons: list[str]
    score: int


def compare(first: Worker, second: Worker) -> Comparison:
    """Compare two rows as they stand now."""
    one, other = _told(first), _told(second)
    levels = agreement.agreed(one, other)
    known = commonness.known()
    grounds = names.compare(first.name, second.name).grounds
    language = (get_language() or "hi")[:2]
    return Comparison(
        [*_lines(first, second, levels), *_beside(first, second)],
        [ground.say(language) for ground in grounds],
        agreement.score(levels, likely.rarity(one, known)),
    )


def short(agreed: dict[str, str]) -> list[tuple[str, Words]]:
    """Give the marks and sentences of what was written down when a pair was found."""
    said = [(MARKS[level], SAYS[field, level]) for field, level in agreed.items() if (field, level) in SAYS]
    return sorted(said, key=lambda one: ("yes", "perhaps", "no").index(one[0]))


def _told(worker: Worker) -> agreement.Told:
    held = frozenset(Identity.objects.filter(worker=worker).values_list("kind", "number"))
    return likely.told(worker, family=worker.family.number if worker.family else "", identities=held)


def _lines(first: Worker, second: Worker, levels: dict[str, str]) -> Iterable[Line]:
    shown = {
        field: (value(first), value(second))
        for field, value in (
            ("name", _name), ("parent", _parent), ("born", _born), ("sex", lambda one: str(one.get_sex_display())),
            ("phone", lambda one: phone.shown(one.phone) if one.phone else ""), ("aadhaar", _aadhaar),
            ("uan", lambda one: _masked(one.uan)), ("family", _family), ("district", _where),
        )
    }  # fmt: skip
    for field, label in FIELDS.items():
        a, b = shown.get(field, ("", ""))
        level = levels.get(field, "")
        if a or b or level:
            yield Line(label, a, b, SAYS.get((field, level), ""), MARKS.get(level, ""))


def _name(worker: Worker) -> str:
    return f"{worker.name} ({worker.other_name})" if worker.other_name else worker.name


def _parent(worker: Worker) -> str:
    return f"{worker.parent} ({worker.get_relation_display()})" if worker.parent else ""


def _born(worker: Worker) -> str:
    language = (get_language() or "hi")[:2]
    return dated(worker.born_on, language) if worker.is_born_known else str(worker.born_on.year)


def _aadhaar(worker: Worker) -> str:
    return f"XXXX XXXX {worker.aadhaar_last_four}" if worker.aadhaar_last_four else ""


def _family(worker: Worker) -> str:
    return _masked(worker.family.number) if worker.family else ""


def _masked(number: str) -> str:
    return "X" * (len(number) - 4) + number[-4:] if number else ""


def _where(worker: Worker) -> str:
    places = [str(worker.place)] if worker.place else []
    return ", ".join([*places, str(worker.district), *([worker.address] if worker.address else [])])


def _beside(first: Worker, second: Worker) -> Iterable[Line]:
    """Give what hangs on each row: nothing of it says that they are one, but it moves when they are merged."""
    yield Line(_("Boards"), _boards(first), _boards(second))
    yield Line(_("Certified work"), _work(first), _work(second))
    yield Line(_("Bank account"), _account(first), _account(second))
    yield Line(_("In the registry since"), _day(first.made_at.date()), _day(second.made_at.date()))


def _boards(worker: Worker) -> str:
    rows = Membership.objects.filter(worker=worker).order_by("board")
    return " · ".join(
        f"{one.get_board_display()}{f' ({_day(one.paid_until)})' if one.paid_until else ''}" for one in rows
    )


def _work(worker: Worker) -> str:
    days = Spell.objects.filter(worker=worker).values_list("days", flat=True)
    if not days:
        return ""
    works = ngettext("%(count)d work", "%(count)d works", len(days)) % {"count": len(days)}
    in_all = ngettext("%(count)d day", "%(count)d days", sum(days)) % {"count": sum(days)}
    return f"{works}, {in_all}"


def _account(worker: Worker) -> str:
    found = Account.objects.filter(worker=worker, ended_at=None).first()
    return f"{found.ifsc} …{found.last_four}" if found else ""


def _day(day: date) -> str:
    return dated(day, (get_language() or "hi")[:2])
