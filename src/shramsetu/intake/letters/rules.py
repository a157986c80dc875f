"""What a machine read of a letter: its words with how sure it is, the draft made of them, what stands where in it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

WORD_LEVEL = "5"
_COLUMNS = 12
_FULL = 0.8  # of the width to the margin
_MARK = re.compile(r"\[([^\[\]\n]*)\?\]")
_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_MONTHS = (
    ("जनवरी",),
    ("फरवरी", "फ़रवरी"),
    ("मार्च",),
    ("अप्रैल",),
    ("मई",),
    ("जून",),
    ("जुलाई",),
    ("अगस्त",),
    ("सितंबर", "सितम्बर"),
    ("अक्टूबर", "अक्तूबर"),
    ("नवंबर", "नवम्बर"),
    ("दिसंबर", "दिसम्बर"),
)
_LABEL = r"\s*(?:[:：]|[-–—](?!\s*दिनांक))?\s*"
_NUMBER = re.compile(r"(?:पत्रांक|पत्र\s*(?:सं\.?|संख्या))" + _LABEL + r"(\S[^\n]{0,50}?)(?=\s+दिनांक|\s{2,}|\n|$)")
_SUBJECT = re.compile(r"विषय" + _LABEL + r"([^\n]{3,300})")
_DATED = re.compile(r"दिनांक" + _LABEL + r"([^\n]{3,40})")
_NUMERIC = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\b")
_WRITTEN = re.compile(r"(\d{1,2})\s+(\S+?),?\s+(\d{4})")
_PHONE = re.compile(r"(?<!\d)(?:\+?91[\s-]?|0)?([6-9]\d{4}[\s-]?\d{5})(?!\d)")
_SIGNERS = "प्रार्थी|प्रार्थिनी|आवेदक|आवेदिका|भवदीय|भवदीया|निवेदक"
_SIGNED = re.compile(rf"(?:^|\n)\s*(?:{_SIGNERS})[^\n]{{0,20}}?[:,।]?[ ]*\n\s*([^\n]{{3,60}})")
_NAMED = re.compile(r"(?:^|\n)\s*(?:नाम|आवेदक का नाम|प्रार्थी का नाम)\s*[:：-]\s*([^\n]{3,60})")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read, and how sure the machine is of it, 0 to 100."""

    text: str
    sure: int


Lines = list[list[Word]]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands where a letter has it; empty where it was not found, or not surely read."""

    name: str = ""
    subject: str = ""
    number: str = ""
    on: date | None = None
    phone: str = ""


def words_of(table: str) -> Lines:
    """Return the lines of a page from Tesseract's table (TSV).

    Paper breaks a sentence where it ends: a line that reaches the margin goes on in the next one of its paragraph.
    """
    found: dict[tuple[str, ...], list[Word]] = {}
    ends: dict[tuple[str, ...], int] = {}
    for row in table.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) != _COLUMNS or cells[0] != WORD_LEVEL or not (text := _clean(cells[11])):
            continue
        line = tuple(cells[1:5])
        found.setdefault(line, []).append(Word(text, _sure(cells[10])))
        ends[line] = max(ends.get(line, 0), _whole(cells[6]) + _whole(cells[8]))
    margin = _FULL * max(ends.values(), default=0)
    lines: Lines = []
    before: tuple[str, ...] = ()
    for line, words in found.items():
        if before[:3] == line[:3] and ends[before] >= margin:
            lines[-1].extend(words)
        else:
            lines.append(words)
        before = line
    return lines


def is_sure(word: Word, percent: int) -> bool:
    """Tell whether a word needs no second look: a number, and what is mixed with one, needs a surer reading."""
    has_digit = any(mark.isdigit() for mark in word.text)
    return word.sure >= (max(percent, 90) if has_digit else percent)


def draft(pages: Iterable[Lines], percent: int, *, most: int) -> str:
    """Return the draft: a paragraph a line, each word that was not surely read as `[word?]`; at most `most` signs."""
    lines = [" ".join(_shown(word, percent) for word in line) for page in pages for line in page]
    whole = "\n".join(lines)
    return whole if len(whole) <= most else whole[:most].rpartition(" ")[0]


def unsure(text: str) -> list[str]:
    """Return the words of a draft that nobody has compared yet."""
    return _MARK.findall(text)


def find(text: str) -> Found:
    """Return what stands where letters have it; nothing is taken from a word that was not surely read."""
    return Found(
        name=_first(_SIGNED, text) or _first(_NAMED, text),
        subject=_first(_SUBJECT, text),
        number=_first(_NUMBER, text),
        on=_date(_first(_DATED, text)),
        phone=_phone(text),
    )


def _shown(word: Word, percent: int) -> str:
    return word.text if is_sure(word, percent) else f"[{word.text}?]"


def _clean(text: str) -> str:
    seen = "".join(mark for mark in text if unicodedata.category(mark)[0] != "C" or mark in "\u200c\u200d")
    return unicodedata.normalize("NFC", seen).replace("[", "(").replace("]", ")").strip()


def _sure(text: str) -> int:
    return max(0, min(100, _whole(text)))


def _whole(text: str) -> int:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return 0


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    words = found.group(1).strip(" \t:।,-") if found else ""
    return "" if _MARK.search(words) else words


def _date(text: str) -> date | None:
    plain = text.translate(_DIGITS)
    if found := _NUMERIC.search(plain):
        day, month, year = (int(one) for one in found.groups())
        return _real(year + 2000 if year < 100 else year, month, day)
    if found := _WRITTEN.search(plain):
        named = (at for at, spellings in enumerate(_MONTHS, 1) if found.group(2) in spellings)
        return _real(int(found.group(3)), next(named, 0), int(found.group(1)))
    return None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _phone(text: str) -> str:
    sure = _MARK.sub(" ", text.translate(_DIGITS))
    numbers: Sequence[str] = list(dict.fromkeys(re.sub(r"\D", "", one) for one in _PHONE.findall(sure)))
    return numbers[0] if len(numbers) == 1 else ""
