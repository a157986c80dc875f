"""The columns of an old register of workers: by which headings they are known, and what a row must say. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shramsetu.lib import banks, clock, phone
from shramsetu.lib.text import latin_digits

OLDEST = 110
PLAUSIBLE_YEARS = 60  # of a registration, before and behind today
_DATE = re.compile(r"^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?$")
_PIN = re.compile(r"[1-9]\d{5}")
_SEXES = {
    "man": ("पुरुष", "पु", "m", "male", "man", "1"),
    "woman": ("महिला", "स्त्री", "म", "f", "female", "woman", "2"),
    "other": ("ट्रांसजेंडर", "अन्य", "t", "other", "3"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Hindi and English heading, other headings met in registers, an example, what it holds."""

    key: str
    hi: str
    en: str
    example: str = ""
    also: tuple[str, ...] = ()
    needed: bool = False
    is_text: bool = False  # may be in Kruti Dev


COLUMNS = (
    Column("number", "पंजीयन संख्या", "Registration number", "UP15020012345", ("पंजीकरण संख्या", "reg no"), needed=True),
    Column("name", "नाम", "Name", "रामदेव निषाद", ("श्रमिक का नाम", "worker name"), needed=True, is_text=True),
    Column("other_name", "नाम (दूसरी लिपि)", "Name in the other script", "Ramdev Nishad", ("name in english",)),
    Column("parent", "पिता/पति का नाम", "Father or husband", "शिवचरण निषाद", ("पिता का नाम",), is_text=True),
    Column("sex", "लिंग", "Sex", "पुरुष", ("gender",), needed=True, is_text=True),
    Column("born_on", "जन्मतिथि", "Date of birth", "02-04-1988", ("जन्म तिथि", "dob")),
    Column("age", "आयु", "Age", "38", ("उम्र",)),
    Column("phone", "मोबाइल नंबर", "Mobile number", "9999900301", ("मोबाइल", "mobile", "phone")),
    Column("aadhaar", "आधार नंबर", "Aadhaar number", "", ("आधार", "aadhaar", "aadhar no", "uid")),
    Column("uan", "यूएएन", "UAN", "", ("ई-श्रम यूएएन", "e-shram uan")),
    Column("ration_card", "राशन कार्ड नंबर", "Ration card number", "", ("राशन कार्ड", "ration card")),
    Column("district", "जनपद", "District", "कानपुर नगर", ("ज़िला", "जिला"), is_text=True),
    Column("address", "पता", "Address", "ग्राम बिठूर", ("ग्राम", "village"), is_text=True),
    Column("pin", "पिन कोड", "PIN code", "209201", ("पिन", "pin")),
    Column("trade", "काम", "Kind of work", "राजमिस्त्री", ("कार्य की प्रकृति", "trade"), is_text=True),
    Column("registered_on", "पंजीयन की तिथि", "Registered on", "12-03-2019", ("पंजीकरण तिथि", "reg date"), needed=True),
    Column("paid_until", "वैधता", "Valid until", "11-03-2028", ("नवीनीकरण तिथि तक", "valid upto"), needed=True),
    Column("account", "खाता संख्या", "Account number", "30451122334", ("account no",)),
    Column("ifsc", "आईएफएससी", "IFSC", "SBIN0000123", ("ifsc code", "आईएफएससी कोड")),
)  # fmt: skip
BY_KEY = {one.key: one for one in COLUMNS}
FAULTS = {
    "missing": "खाली है",
    "sex": "पुरुष, महिला या अन्य लिखिए",
    "day": "दिन-माह-वर्ष लिखिए",
    "age": "16 से 110 के बीच की संख्या लिखिए",
    "birth": "जन्मतिथि या आयु लिखिए",
    "phone": "10 अंकों का मोबाइल नंबर लिखिए",
    "pin": "6 अंक लिखिए",
    "account": "खाता संख्या 6 से 18 अंकों की और IFSC साथ में लिखिए",
    "district": "जनपद का नाम पहचाना नहीं गया",
    "elsewhere": "यह जनपद आपके क्षेत्र का नहीं है",
    "order": "वैधता की तिथि पंजीयन से पहले है",
    "long": "बहुत लंबा है",
    "aadhaar": "आधार नंबर ग़लत है",
    "identity": "यह नंबर ग़लत है",
}
LONGEST = {"name": 120, "other_name": 120, "parent": 120, "address": 300, "number": 30}


class Wrong(ValueError):
    """A cell does not say what its column holds; its argument is a word of FAULTS."""


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may speak of: districts and kinds of work by their folded names; the district of the whole file.

    `within` are the districts of who brings the file in; None: all of them.
    """

    districts: Mapping[str, int]
    trades: Mapping[str, str]
    district: int | None
    today: date
    within: frozenset[int] | None = None


@dataclass(slots=True)
class Parsed:
    """A row: its values, and what is wrong by column."""

    values: dict[str, object] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong, a sentence a cell."""
        return "; ".join(f"{BY_KEY[key].hi}: {FAULTS[word]}" for key, word in self.faults.items())


def folded(text: str) -> str:
    """Write a heading or a name as it is compared."""
    plain = unicodedata.normalize("NFKC", text).replace("\u093c", "").casefold()
    return re.sub(r"[\s.:/()\u200b-\u200f_-]+", "", plain)


_HEADINGS = {folded(word): one.key for one in COLUMNS for word in (one.key, one.hi, one.en, *one.also)}


def headings(cells: Sequence[str]) -> list[str]:
    """Return the column of each heading, empty for one that is not known."""
    return [_HEADINGS.get(folded(cell), "") for cell in cells]


def missing(keys: Sequence[str]) -> list[str]:
    """Return the needed columns that are not among `keys`."""
    lacking = [one.key for one in COLUMNS if one.needed and one.key not in keys]
    return lacking + ([] if {"born_on", "age"} & set(keys) else ["born_on"])


def read(cells: Mapping[str, str], known: Known) -> Parsed:
    """Read a row; every wrong cell is told, not the first alone."""
    found = Parsed()
    for one in COLUMNS:
        text = " ".join(cells.get(one.key, "").split())
        if not text:
            if one.needed:
                found.faults[one.key] = "missing"
            continue
        try:
            found.values[one.key] = _READ.get(one.key, _text)(text, one.key, known)
        except Wrong as error:
            found.faults[one.key] = str(error)
    _whole(found, known)
    return found


def is_sex(text: str) -> bool:
    """Tell whether a cell says a sex as it stands."""
    return any(folded(text) in map(folded, words) for words in _SEXES.values())


def _whole(found: Parsed, known: Known) -> None:
    values, faults = found.values, found.faults
    if "born_on" not in values and not {"born_on", "age"} & set(faults):
        age = values.get("age")
        if isinstance(age, int):
            values["born_on"], values["is_born_known"] = date(known.today.year - age, 1, 1), False
        else:
            faults["born_on"] = "birth"
    if "district" not in values and "district" not in faults:
        if known.district is None:
            faults["district"] = "missing"
        else:
            values["district"] = known.district
    if ("account" in values) != ("ifsc" in values) and not {"account", "ifsc"} & set(faults):
        faults["account"] = "account"
    first, last = values.get("registered_on"), values.get("paid_until")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        faults["paid_until"] = "order"


def _text(text: str, key: str, known: Known) -> str:
    del known
    if len(text) > LONGEST.get(key, 120):
        raise Wrong("long")
    return text


def _sex(text: str, key: str, known: Known) -> str:
    del key, known
    plain = folded(text)
    for sex, words in _SEXES.items():
        if plain in map(folded, words):
            return sex
    raise Wrong("sex")


def _day(text: str, key: str, known: Known) -> date:
    plain = latin_digits(text)
    try:
        if found := _DATE.match(plain):
            said = date(int(found[3]), int(found[2]), int(found[1]))
        elif found := _ISO.match(plain):
            said = date(int(found[1]), int(found[2]), int(found[3]))
        else:
            raise Wrong("day")
    except ValueError as error:
        raise Wrong("day") from error
    most = known.today if key != "paid_until" else clock.years_from(known.today, PLAUSIBLE_YEARS)
    least = clock.years_from(known.today, -OLDEST if key == "born_on" else -PLAUSIBLE_YEARS)
    if not least <= said <= most:
        raise Wrong("day")
    return said


def _age(text: str, key: str, known: Known) -> int:
    del key, known
    plain = latin_digits(text)
    if not plain.isdigit() or not 16 <= int(plain) <= OLDEST:
        raise Wrong("age")
    return int(plain)


def _phone(text: str, key: str, known: Known) -> str:
    del key, known
    try:
        return phone.normalise(text)
    except phone.BadPhone as error:
        raise Wrong("phone") from error


def _pin(text: str, key: str, known: Known) -> str:
    del key, known
    plain = latin_digits(text).replace(" ", "")
    if not _PIN.fullmatch(plain):
        raise Wrong("pin")
    return plain


def _account(text: str, key: str, known: Known) -> str:
    del known
    plain = latin_digits(text).replace(" ", "").upper()
    if not (banks.IFSC if key == "ifsc" else banks.ACCOUNT).match(plain):
        raise Wrong("account")
    return plain


def _district(text: str, key: str, known: Known) -> int:
    del key
    found = known.districts.get(folded(text))
    if found is None:
        raise Wrong("district")
    if known.within is not None and found not in known.within:
        raise Wrong("elsewhere")
    return found


def _trade(text: str, key: str, known: Known) -> str:
    """Return the kind of work; one that the list does not have is no fault of an old register."""
    del key
    return known.trades.get(folded(text), "")


_READ: dict[str, Callable[[str, str, Known], object]] = {
    "sex": _sex,
    "born_on": _day,
    "registered_on": _day,
    "paid_until": _day,
    "age": _age,
    "phone": _phone,
    "pin": _pin,
    "account": _account,
    "ifsc": _account,
    "district": _district,
    "trade": _trade,
}
