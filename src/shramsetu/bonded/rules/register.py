"""The columns of an old register: by which headings they are known, and what a row must say. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from shramsetu.lib import phone
from shramsetu.lib.text import latin_digits

PAISE = 100
MOST_AGE, ADULT = 110, 18
DATE = re.compile(r"^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$")
ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Hindi and English heading, other headings met in registers, an example, what it holds."""

    key: str
    hi: str
    en: str
    example: str
    hint: str = ""
    also: tuple[str, ...] = ()
    needed: bool = False
    is_text: bool = False  # may be in Kruti Dev


COLUMNS = (
    Column("register_number", "पंजी क्रमांक", "Register number", "12",
           also=("क्रमांक", "क्र०सं०", "क्र.सं.", "s.no.", "sr no")),
    Column("name", "नाम", "Name", "सुखदेव कोल", also=("श्रमिक का नाम", "name of labourer"), needed=True, is_text=True),
    Column("parent", "पिता/पति का नाम", "Father or husband", "रामदीन कोल",
           also=("पिता का नाम", "father's name"), is_text=True),
    Column("sex", "लिंग", "Sex", "पुरुष", "पुरुष, महिला, ट्रांसजेंडर · M, F, T",
           also=("gender",), needed=True, is_text=True),
    Column("age", "आयु", "Age", "34", "मुक्ति के दिन", also=("उम्र",), needed=True),
    Column("caste", "जाति वर्ग", "Caste category", "अनुसूचित जनजाति", also=("जाति", "वर्ग", "category"), is_text=True),
    Column("address", "पता", "Address", "ग्राम बरगढ़, मऊ", also=("ग्राम", "गाँव", "village"), is_text=True),
    Column("native_district", "मूल जनपद", "Home district", "चित्रकूट", also=("गृह जनपद", "native district"), is_text=True),
    Column("native_state", "मूल राज्य", "Home state", "", "केवल अन्य राज्य", also=("native state",), is_text=True),
    Column("phone", "मोबाइल नंबर", "Mobile number", "9999900077", also=("मोबाइल", "mobile", "phone")),
    Column("account", "खाता संख्या", "Account number", "300123450001", also=("account no",)),
    Column("ifsc", "आईएफएससी", "IFSC", "SBIN0000123", also=("ifsc code", "आईएफएससी कोड")),
    Column("rescue_state", "मुक्ति का राज्य", "State of rescue", "", "केवल अन्य राज्य",
           also=("rescue state",), is_text=True),
    Column("sector", "काम", "Work", "ईंट भट्ठा", also=("कार्य", "नियोजन", "sector", "trade"), is_text=True),
    Column("released_on", "मुक्ति की तिथि", "Released on", "12-03-2022", "दिन-माह-वर्ष",
           also=("date of release",), needed=True),
    Column("certificate_number", "प्रमाण-पत्र संख्या", "Certificate number", "45/2022", also=("certificate no",)),
    Column("certificate_on", "प्रमाण-पत्र की तिथि", "Certificate date", "13-03-2022", also=("certificate issued on",)),
    Column("home_on", "घर पहुँचने की तिथि", "Reached home on", "20-03-2022"),
    Column("immediate_rupees", "तात्कालिक सहायता रुपये", "Immediate assistance, rupees", "20000",
           also=("तात्कालिक सहायता",)),
    Column("immediate_on", "तात्कालिक सहायता की तिथि", "Immediate assistance paid on", "02-04-2022"),
    Column("balance_rupees", "शेष सहायता रुपये", "Balance, rupees", "", also=("शेष सहायता",)),
    Column("balance_on", "शेष सहायता की तिथि", "Balance paid on", ""),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
SEXES = {
    "m": ("m", "male", "man", "पुरुष", "पु", "पु०"),
    "f": ("f", "female", "woman", "महिला", "स्त्री", "म", "म०"),
    "t": ("t", "transgender", "other", "ट्रांसजेंडर", "अन्य", "उभयलिंगी"),
}


class Wrong(Exception):
    """A cell says something that cannot be; the message is a word of `register_words.SAY`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell: the column's key and a word of `register_words.SAY`."""

    column: str
    word: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row read: what it says by column, and what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    values: Mapping[str, object] = field(default_factory=dict)
    faults: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The lists that names in a row are looked up in, by folded name: districts, states, sectors."""

    districts: Mapping[str, int]
    states: Mapping[str, str]
    sectors: Mapping[str, str]


def folded(text: str) -> str:
    """Return a heading or a name from a list as it is compared."""
    plain = unicodedata.normalize("NFKC", str(text)).casefold().replace("\u093c", "")
    return re.sub(r"[\s.,:*/()\-–]+", " ", plain).strip()


_HEADINGS = {folded(word): one.key for one in COLUMNS for word in (one.key, one.hi, one.en, *one.also)}


def headings(cells: Sequence[str]) -> list[str]:
    """Return the column's key for each heading; empty for one that is not known."""
    return [_HEADINGS.get(folded(cell), "") for cell in cells]


def missing(keys: Sequence[str]) -> list[str]:
    """Return the needed columns that no heading names."""
    return [one.key for one in COLUMNS if one.needed and one.key not in keys]


def read(number: int, cells: Mapping[str, str], known: Known, *, today: date) -> Parsed:
    """Read one row: every cell by its kind, then what must hold between them."""
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for column in COLUMNS:
        text = " ".join(str(cells.get(column.key, "")).split())
        if not text:
            if column.needed:
                faults.append(Fault(column.key, "missing"))
            continue
        try:
            values[column.key] = _READERS.get(column.key, _text)(text, known)
        except Wrong as wrong:
            faults.append(Fault(column.key, str(wrong)))
    faults += [one for one in _between(values, today) if one.column not in {fault.column for fault in faults}]
    return Parsed(number, dict(cells), values, tuple(faults))


def state_of(values: Mapping[str, object]) -> str:
    """Return the state in which a person of an old register enters the flow."""
    if values.get("rescue_state") and not values.get("certificate_number"):
        return "chasing"
    if not values.get("certificate_number"):
        return "bonded"
    return "home" if values.get("home_on") or values.get("rescue_state") else "certified"


def identifying(values: Mapping[str, object], district: int) -> str:
    """Return what makes a row that row, whatever file it comes in: to be hashed under a key, never kept."""
    if certificate := values.get("certificate_number"):
        return f"{district}|c|{folded(str(certificate))}|{folded(str(values.get('name')))}"
    parts = ("register_number", "released_on", "name", "parent", "address")
    return "|".join([str(district), "r", *(folded(str(values.get(part) or "")) for part in parts)])


def _between(values: Mapping[str, object], today: date) -> list[Fault]:
    found = []
    released = values.get("released_on")
    for key in ("released_on", "certificate_on", "home_on", "immediate_on", "balance_on"):
        on = values.get(key)
        if isinstance(on, date) and on > today:
            found.append(Fault(key, "future"))
        elif isinstance(on, date) and isinstance(released, date) and on < released:
            found.append(Fault(key, "before_release"))
    for amount, on in (("immediate_rupees", "immediate_on"), ("balance_rupees", "balance_on")):
        if (amount in values) != (on in values):
            found.append(Fault(on if amount in values else amount, "together"))
    if "native_district" not in values and "native_state" not in values:
        found.append(Fault("native_district", "home"))
    if ("account" in values) != ("ifsc" in values):
        found.append(Fault("ifsc" if "account" in values else "account", "together"))
    return found


def _text(text: str, known: Known) -> str:
    del known
    return text


def _sex(text: str, known: Known) -> str:
    del known
    found = [sex for sex, words in SEXES.items() if folded(text) in map(folded, words)]
    if not found:
        raise Wrong("sex")
    return found[0]


def _age(text: str, known: Known) -> int:
    del known
    plain = latin_digits(text).split(".")[0]
    if not plain.isascii() or not plain.isdigit() or int(plain) > MOST_AGE:
        raise Wrong("age")
    return int(plain)


def _day(text: str, known: Known) -> date:
    del known
    plain = latin_digits(text)
    try:
        if found := DATE.match(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := ISO.match(plain):
            return datetime.strptime(plain[:10], "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        pass
    raise Wrong("date")


def _rupees(text: str, known: Known) -> int:
    del known
    plain = re.sub(r"[,₹\s]|/-$|^(रु|rs)\.?", "", latin_digits(text).casefold())
    try:
        paise = Decimal(plain) * PAISE
    except InvalidOperation:
        raise Wrong("rupees") from None
    if not paise.is_finite() or paise <= 0 or paise != int(paise):
        raise Wrong("rupees")
    return int(paise)


def _phone(text: str, known: Known) -> str:
    del known
    try:
        return phone.normalise(latin_digits(text).removesuffix(".0"))
    except phone.BadPhone:
        raise Wrong("phone") from None


def _account(text: str, known: Known) -> str:
    del known
    plain = latin_digits(text).replace(" ", "")
    if not (plain.isascii() and plain.isdigit() and 9 <= len(plain) <= 18):
        raise Wrong("account")
    return plain


def _ifsc(text: str, known: Known) -> str:
    del known
    if not re.fullmatch(r"[A-Z]{4}0[A-Z0-9]{6}", text.upper()):
        raise Wrong("ifsc")
    return text.upper()


def _district(text: str, known: Known) -> int:
    found = known.districts.get(folded(text))
    if found is None:
        raise Wrong("district")
    return found


def _state(text: str, known: Known) -> str:
    found = known.states.get(folded(text))
    if found is None:
        raise Wrong("state")
    return found


def _sector(text: str, known: Known) -> str:
    return known.sectors.get(folded(text), "other")


_READERS: Mapping[str, Callable[[str, Known], object]] = {
    "sex": _sex,
    "age": _age,
    "phone": _phone,
    "account": _account,
    "ifsc": _ifsc,
    "native_district": _district,
    "native_state": _state,
    "rescue_state": _state,
    "sector": _sector,
    "released_on": _day,
    "certificate_on": _day,
    "home_on": _day,
    "immediate_on": _day,
    "balance_on": _day,
    "immediate_rupees": _rupees,
    "balance_rupees": _rupees,
}
