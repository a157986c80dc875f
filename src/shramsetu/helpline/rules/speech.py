"""Numbers, dates, times and waits as a person says them, as keys of short sounds. Pure.

Each function returns keys; `WORDS` says what each key sounds like in both languages. `path` makes the path that an
exchange plays. Hindi has a word of its own for every number to 99, and says half past nine as `साढ़े नौ`.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time

from shramsetu.lib import numbers, text

Keys = tuple[str, ...]

PAUSE = "pause"
LANGUAGES = ("hi", "en")
_HINDI = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस "
    "पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस "
    "तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ "
    "इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर "
    "उन्यासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे "
    "छियानवे सत्तानवे अट्ठानवे निन्यानवे"
).split()
_TEENS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_LARGE = ((10_000_000, "करोड़", "crore"), (100_000, "लाख", "lakh"), (1_000, "हज़ार", "thousand"), (100, "सौ", "hundred"))
_PHRASES = {
    "part-morning": ("सुबह", "in the morning"),
    "part-noon": ("दोपहर", "in the afternoon"),
    "part-evening": ("शाम", "in the evening"),
    "part-night": ("रात", "at night"),
    "clock": ("बजे", "o'clock"),
    "clock-past": ("बजकर", "past"),
    "clock-quarter-past": ("सवा", "quarter past"),
    "clock-half-past": ("साढ़े", "half past"),
    "clock-quarter-to": ("पौने", "quarter to"),
    "clock-half-past-1": ("डेढ़", "half past one"),
    "clock-half-past-2": ("ढाई", "half past two"),
    "minute": ("मिनट", "minute"),
    "minutes": ("मिनट", "minutes"),
    "hour": ("घंटा", "hour"),
    "hours": ("घंटे", "hours"),
    "day": ("दिन", "day"),
    "days": ("दिन", "days"),
    "rupees": ("रुपये", "rupees"),
    "about": ("लगभग", "about"),
    "under-a-minute": ("एक मिनट से कम", "less than a minute"),
    "your-turn-next": ("अब आपकी बारी है।", "You are next."),
    "before-you": ("आपसे पहले", "Ahead of you,"),
    "one-waits": ("एक व्यक्ति है।", "one person."),
    "people-wait": ("लोग हैं।", "people."),
    "wait-is": ("प्रतीक्षा का समय", "The wait is"),
}
_PARTS = ((4, "part-night"), (12, "part-morning"), (16, "part-noon"), (20, "part-evening"), (24, "part-night"))


def _spelt(value: int) -> str:
    if value < len(_TEENS):
        return _TEENS[value]
    tens, ones = divmod(value, 10)
    return f"{_TENS[tens]} {_TEENS[ones]}" if ones else _TENS[tens]


def _all_words() -> dict[str, Mapping[str, str]]:
    found: dict[str, tuple[str, str]] = {f"n-{value}": (_HINDI[value], _spelt(value)) for value in range(100)}
    found |= {f"n-{size}": (hindi, english) for size, hindi, english in _LARGE}
    for month in range(1, 13):
        first = date(2026, month, 1)
        found[f"month-{month}"] = (text.dated(first, "hi").split()[1], text.dated(first, "en").split()[1])
    found |= _PHRASES
    return {key: {"hi": hindi, "en": english} for key, (hindi, english) in found.items()}


WORDS: Mapping[str, Mapping[str, str]] = _all_words()


# Short numbers that people know by their digits; a synthesiser would make eleven hundred of them.
_KNOWN = {"1076": ("दस छिहत्तर", "ten seventy six"), "112": ("एक एक दो", "one one two"), "SMS": ("एस एम एस", "S M S")}


def aloud(words: str, language: str) -> str:
    """Return a text as a synthesiser has to read it: known numbers by their digits."""
    place = LANGUAGES.index(language)
    return re.sub(r"\b(?:1076|112|SMS)\b", lambda found: _KNOWN[found[0]][place], words)


def path(keys: Iterable[str], folder: str = "ss") -> tuple[str, ...]:
    """Return keys as the paths of sounds below the folder of a language."""
    return tuple(f"{folder}/{key}" for key in keys)


def said(keys: Iterable[str], language: str) -> str:
    """Return keys as the words that are heard, for pages and tests; an unknown key stays as it is."""
    return " ".join(WORDS[key][language] if key in WORDS else key for key in keys if key != PAUSE)


def number(value: int) -> Keys:
    """Say a whole number: 1,25,00,034 is one crore, twenty-five lakh, thirty-four. Raises ValueError below zero."""
    if value < 0:
        raise ValueError(f"not said: {value}")
    for size, _, _ in _LARGE:
        if value >= size:
            head, rest = divmod(value, size)
            return (*number(head), f"n-{size}", *(number(rest) if rest else ()))
    return (f"n-{value}",)


def digits(value: str) -> Keys:
    """Say digits one by one, in the groups in which they are written, a pause between."""
    groups = (f"n-{mark}" if mark.isdigit() else PAUSE for mark in numbers.spaced(value))
    return tuple(groups)


def day(on: date, *, year: bool = False) -> Keys:
    """Say a day: `इक्कीस नवंबर`, with the year if asked."""
    return (*number(on.day), f"month-{on.month}", *(number(on.year) if year else ()))


def clock(at: time, language: str = "hi") -> Keys:
    """Say a time of the wall clock: `शाम साढ़े पाँच बजे`, `half past five in the evening`."""
    part = next(part for until, part in _PARTS if at.hour < until)
    if language == "hi":
        return (part, *_hindi_clock(at), *(() if _is_odd(at.minute) else ("clock",)))
    return (*_english_clock(at), part)


def duration(seconds: float, language: str = "hi") -> Keys:
    """Say a span, rounded up to minutes: `लगभग चार मिनट`; days and hours without what is below the next."""
    if seconds < 60:
        return ("under-a-minute",)
    minutes = -(-int(seconds) // 60)
    hours, days = minutes // 60, minutes // 1440
    amounts = ((days, "day"), (hours % 24, "hour")) if days else ((hours, "hour"), (minutes % 60, "minute"))
    spoken = [(*number(amount), unit if amount == 1 else f"{unit}s") for amount, unit in amounts if amount]
    return ("about", *(key for part in spoken for key in part))


def place(position: int) -> Keys:
    """Say how many wait before the caller who is at `position` (1: the next)."""
    if position <= 1:
        return ("your-turn-next",)
    return ("before-you", "one-waits") if position == 2 else ("before-you", *number(position - 1), "people-wait")


def waiting(position: int, seconds: float | None, language: str = "hi") -> Keys:
    """Say a caller's place in the queue and, where it can be told, the wait."""
    wait = () if seconds is None or position <= 1 else (PAUSE, "wait-is", *duration(seconds, language))
    return (*place(position), *wait)


def _is_odd(minute: int) -> bool:
    return minute not in (0, 15, 30, 45)


def _hindi_clock(at: time) -> Keys:
    hour = at.hour % 12 or 12
    if at.minute == 45:
        return ("clock-quarter-to", *number(hour % 12 + 1))
    if at.minute == 30 and hour in (1, 2):
        return (f"clock-half-past-{hour}",)
    if _is_odd(at.minute):
        return (*number(hour), "clock-past", *number(at.minute), "minutes")
    words: dict[int, Keys] = {0: (), 15: ("clock-quarter-past",), 30: ("clock-half-past",)}
    return (*words[at.minute], *number(hour))


def _english_clock(at: time) -> Keys:
    hour = at.hour % 12 or 12
    if at.minute == 45:
        return ("clock-quarter-to", *number(hour % 12 + 1))
    if at.minute == 0:
        return (*number(hour), "clock")
    if _is_odd(at.minute):
        return (*number(at.minute), "minute" if at.minute == 1 else "minutes", "clock-past", *number(hour))
    return ("clock-quarter-past" if at.minute == 15 else "clock-half-past", *number(hour))
