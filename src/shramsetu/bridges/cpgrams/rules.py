"""What the cells of a registration of CPGRAMS say, and what is wrong with them. Pure: no Django, clock, database.

A `fault` keeps a row out, because nothing could be registered of it; a `doubt` does not: what cannot be understood is
kept among the words of the complaint, so that nothing the portal sent is lost.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shramsetu.lib import aadhaar, phone
from shramsetu.lib.text import latin_digits
from shramsetu.rulebook.cpgrams import Cpgrams, folded

NUMBER = re.compile(r"[A-Z][A-Z0-9]{1,11}(?:/[A-Z0-9]{1,12}){2,5}")
DAY = re.compile(r"(?:(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))(?:[T ,].*)?")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ADDRESS_MOST, NAME_MOST, EMAIL_MOST = 300, 120, 120
STATE = frozenset({"uttar pradesh", "उत्तर प्रदेश", "up", "u.p.", "09", "9"})
# Words that stand in any Hindi, as the signs of Kruti Dev write them: the text is Hindi in a font that is not here.
KRUTIDEV = frozenset({"gS", "gSA", "dk", "ds", "dh", "esa", "ls", "dks", "vkSj", "ugha", "Jfed", "etnwjh", "gSa", "fd"})


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may speak of: districts (LGD codes) by folded name and code, the rulebook's words, limits, the day."""

    book: Cpgrams
    districts: Mapping[str, int]
    letters_least: int
    letters_most: int
    today: date


@dataclass(slots=True)
class Row:
    """A registration as it was read: what can be registered, what keeps it out, what was doubtful."""

    number: str = ""
    received_on: date | None = None
    name: str = ""
    address: str = ""
    district: int | None = None
    mobile: str = ""
    email: str = ""
    category: str = ""
    text: str = ""
    status: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)


def number(cell: str) -> str:
    """Return a registration number in the one form that is compared; empty where it is none."""
    plain = latin_digits(cell).upper().replace(" ", "").replace("\\", "/")
    return plain if NUMBER.fullmatch(plain) and len(plain) <= 60 else ""


def read(cells: Mapping[str, str], known: Known) -> Row:
    """Read the cells of a line by column."""
    name = aadhaar.hide_aadhaars(cells.get("name", ""))
    row = Row(number=number(cells.get("number", "")), name=name, status=cells.get("status", "")[:60])
    if not row.number:
        row.faults.append(("number", "number"))
    if not any(mark.isalpha() for mark in row.name):
        row.faults.append(("name", "name"))
    elif len(row.name) > NAME_MOST:
        row.faults.append(("name", "long"))
    kept: list[str] = []
    _received(row, cells, known)
    _reach(row, cells, kept)
    _where(row, cells, known, kept)
    _what(row, cells, known, kept)
    row.text = aadhaar.hide_aadhaars("\n".join([row.text, *kept]))
    if len(row.text) > known.letters_most:
        row.faults.append(("text", "long"))
    return row


def is_krutidev(text: str) -> bool:
    """Tell whether a text looks like Hindi typed in Kruti Dev: signs of a typewriter, and its commonest words."""
    words = text.split()
    return text.isascii() and len(words) > 3 and sum(word in KRUTIDEV for word in words) * 8 >= len(words)


def headings(line: Sequence[str], book: Cpgrams) -> dict[str, int]:
    """Return which cell of a line is the heading of which column."""
    found: dict[str, int] = {}
    for place, cell in enumerate(line):
        name = folded(cell).rstrip(":")
        key = next((slug for slug, one in book.columns.items() if name and name in one.names), "")
        if key:
            found.setdefault(key, place)
    return found


def _received(row: Row, cells: Mapping[str, str], known: Known) -> None:
    if not (said := cells.get("received", "")):
        return
    found = DAY.fullmatch(latin_digits(said))
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        row.received_on = date(*(reversed(parts) if found and found[1] else parts)) if parts else None
    except ValueError:
        row.received_on = None
    if row.received_on is None:
        row.doubts.append(("received", "day"))
    elif row.received_on > known.today:
        row.received_on = None
        row.doubts.append(("received", "future"))


def _reach(row: Row, cells: Mapping[str, str], kept: list[str]) -> None:
    if said := cells.get("mobile", ""):
        try:
            row.mobile = phone.normalise(said)
        except phone.BadPhone:
            row.doubts.append(("mobile", "mobile"))
            kept.append(f"मोबाइल, जैसा मिला: {said}")
    if said := cells.get("email", ""):
        if EMAIL.fullmatch(said) and said.isascii() and len(said) <= EMAIL_MOST:
            row.email = said
        else:
            row.doubts.append(("email", "email"))
            kept.append(f"ई-मेल, जैसा मिला: {said}")
    row.address = aadhaar.hide_aadhaars(
        " ".join(part for part in (cells.get("address", ""), cells.get("pin", "")) if part)
    )
    if len(row.address) > ADDRESS_MOST:
        row.doubts.append(("address", "long"))
        kept.append(f"पता: {row.address}")
        row.address = row.address[:ADDRESS_MOST]


def _where(row: Row, cells: Mapping[str, str], known: Known, kept: list[str]) -> None:
    state, said = cells.get("state", ""), cells.get("district", "")
    if state and folded(state) not in STATE:
        row.doubts.append(("state", "state"))
        kept.append(f"राज्य: {state}; जनपद: {said}")
        return
    row.district = known.districts.get(folded(latin_digits(said))) if said else None
    if row.district is None:
        row.doubts.append(("district", "district"))
        kept += [f"जनपद, जैसा मिला: {said}"] if said else []


def _what(row: Row, cells: Mapping[str, str], known: Known, kept: list[str]) -> None:
    row.text, said = cells.get("text", ""), cells.get("category", "")
    if len(row.text) < known.letters_least:
        row.faults.append(("text", "short"))
    if is_krutidev(row.text):
        row.doubts.append(("text", "krutidev"))
    row.category = known.book.category(said)
    if not row.category:
        row.doubts.append(("category", "category"))
        kept += [f"पीजी पोर्टल की श्रेणी: {said}"] if said else []
    if said := cells.get("office", ""):
        kept.append(f"मंत्रालय / विभाग: {said}")
    if said := cells.get("remarks", ""):
        kept.append(f"पीजी पोर्टल की टिप्पणी: {said}")
