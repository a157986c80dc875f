"""The talk by which a complaint is told in writing: plain numbered questions, one after the other. Pure.

What is asked in which words is `words`'; here is only what follows what. Nothing is fetched before the person agreed,
nothing filed before "1" to the last question, and "stop" ends it at any time with nothing kept.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shramsetu.lib import urdu

LANGUAGES = {
    "hi": frozenset({"hindi", "हिन्दी", "हिंदी", "ہندی"}),
    "en": frozenset({"english", "angrezi", "अंग्रेज़ी", "अंग्रेजी", "इंग्लिश", "انگریزی"}),
    "ur": frozenset({"urdu", "उर्दू", "اردو"}),
}
STOP = frozenset({"stop", "बंद", "बन्द", "रोको", "रुको", "unsubscribe", "بند", "روکو"})
STATUS = re.compile(
    r"^(?:status|sthiti|stithi|स्थिति|स्थिती|स्टेटस|حال)?[\s:]*((?:\d[\s-]?){12})(?:\s+(\w{4,8}))?$", re.IGNORECASE
)
NONE = frozenset({"0", "-", "नहीं", "नही", "nahi", "nahin", "no", "نہیں"})
NO = frozenset({"2", "no", "नहीं", "nahi", "nahin", "نہیں"})
YES = frozenset({"1", "yes", "हाँ", "हां", "haan", "han", "ہاں"})
FEW_LETTERS = 10
OFFERED_MOST = 5
STEPS = ("consent", "words", "about", "district", "name", "review")
_DIGITS = str.maketrans("०१२३४५६७८९۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 3)

Media = tuple[str, str]  # its id at the provider's, and what it is said to be


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as the talk sees it."""

    text: str = ""
    media: Media | None = None
    here: tuple[float, float] | None = None
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Known:
    """What the talk asks others: the districts that a message may mean (LGD codes), the categories that words may.

    `files_most` may lie with one complaint. `language` is the one in which this phone talked last.
    """

    near: Callable[[Heard], Sequence[int]] = lambda heard: ()
    about: Callable[[str], Sequence[str]] = lambda words: ()
    files_most: int = 5
    language: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """How far a talk is: the step that was asked last, and what was told.

    `held` is what was sent before the person agreed, `files` what lies in the store, `offered` what numbers mean.
    `language` is empty while nobody chose one: then it is Hindi.
    """

    step: str = ""
    words: Sequence[str] = ()
    held: Sequence[Media] = ()
    files: Sequence[str] = ()
    here: tuple[float, float] | None = None
    offered: Sequence[str] = ()
    category: str = ""
    district: int | None = None
    place: str = ""
    name: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        """All that was written."""
        return "\n".join(self.words)

    @property
    def has_told(self) -> bool:
        """Whether there is anything to complain of."""
        return bool(self.words or self.files)


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows: the new talk (None: it is over), what to say, what to do (file, status, stop), what to fetch."""

    talk: Talk | None
    say: str
    do: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    fetch: Sequence[Media] = ()


def turn(talk: Talk | None, heard: Heard, known: Known) -> Turn:
    """Return what follows `heard`."""
    language = language_after(talk.language if talk else known.language, heard.text)
    after = _turn(talk, heard, known)
    return replace(after, talk=after.talk and replace(after.talk, language=language))


def language_after(language: str, words: str) -> str:
    """Return the language that goes on after `words`: the one asked for, else the one that was, else as it is written.

    Who once chose, or wrote in Urdu script, keeps that language until another is asked for.
    """
    asked = next((each for each, names in LANGUAGES.items() if plain(words) in names), "")
    return asked or language or ("ur" if urdu.is_mostly(words) else "")


def _turn(talk: Talk | None, heard: Heard, known: Known) -> Turn:
    said = plain(heard.text)
    if said in STOP:
        return Turn(None, "", "stop")
    if asked := STATUS.match(said):
        number = re.sub(r"\D", "", asked[1])
        return Turn(talk, "", "status", {"number": number, "code": (asked[2] or "").upper()})
    if any(said in names for names in LANGUAGES.values()):
        return _again(talk)
    if talk is None or talk.step not in STEPS:
        return Turn(_begun(Talk("consent"), heard, known), "consent")
    if heard.kind == "unknown" and not said:
        return Turn(talk, "not_understood")
    if talk.step == "consent":
        return _consent(talk, heard, said, known)
    if heard.media:
        return _sent(talk, heard, heard.media, known)
    return _ASKED[talk.step](talk, heard, said, known)


def stored(talk: Talk, files: Sequence[str]) -> Talk:
    """Return the talk once what was to be fetched lies in the store."""
    return replace(talk, files=(*talk.files, *files))


def opened(told: Mapping[str, object]) -> Talk:
    """Return the talk as it was kept, in JSON."""
    given = {name: value for name, value in told.items() if name in Talk.__dataclass_fields__}
    here, held = given.get("here"), given.get("held") or ()
    given["here"] = tuple(here) if isinstance(here, list) else None
    given["held"] = tuple((str(one[0]), str(one[1])) for one in held) if isinstance(held, list) else ()
    for name in ("words", "files", "offered"):
        rows = given.get(name)
        given[name] = tuple(rows) if isinstance(rows, list) else ()
    return Talk(**given)  # type: ignore[arg-type]


def _again(talk: Talk | None) -> Turn:
    """Ask what was asked last, in the language that was wished for; nothing is told by that word."""
    if talk is None or talk.step not in STEPS:
        return Turn(Talk("consent"), "consent")
    if talk.step == "words":
        return Turn(talk, "more_words" if talk.has_told else "words")
    return Turn(talk, "which_district" if talk.step == "district" and talk.offered else talk.step)


def _begun(talk: Talk, heard: Heard, known: Known) -> Talk:
    """Keep what somebody begins with: who tells their whole trouble, or sends their voice, tells it once."""
    held = (*talk.held, heard.media)[: known.files_most] if heard.media else talk.held
    return replace(_more(talk, heard, FEW_LETTERS), held=held)


def _more(talk: Talk, heard: Heard, least: int = 1) -> Talk:
    told = heard.text.strip()
    words = (*talk.words, told) if len(told) >= least else talk.words
    return replace(talk, words=words, here=heard.here or talk.here)


def _consent(talk: Talk, heard: Heard, said: str, known: Known) -> Turn:
    if said in NO:
        return Turn(None, "not_agreed", "refused")
    if said not in YES:
        return Turn(_begun(talk, heard, known), "consent")
    agreed = replace(talk, step="words", held=())
    has_told = bool(talk.words or talk.held)
    return Turn(agreed, "more_words" if has_told else "words", "agreed", fetch=talk.held)


def _sent(talk: Talk, heard: Heard, media: Media, known: Known) -> Turn:
    """Take a photograph or voice note at any step; what was asked is asked again."""
    if len(talk.files) >= known.files_most:
        return Turn(talk, "files_enough")
    return Turn(_more(talk, heard), "more_words" if talk.step == "words" else talk.step, fetch=(media,))


def _words(talk: Talk, heard: Heard, said: str, known: Known) -> Turn:
    if said not in NONE:
        told = _more(talk, heard)
        return Turn(told, "more_words" if told.has_told else "words")
    if not talk.has_told:
        return Turn(talk, "words")
    offered = tuple(known.about(talk.text))[:3] if talk.words else ()
    if offered:
        return Turn(replace(talk, step="about", offered=offered), "about")
    return _ask_district(talk, known)


def _about(talk: Talk, heard: Heard, said: str, known: Known) -> Turn:
    chosen = _chosen(talk, said)
    if not chosen and said not in NONE:
        return Turn(talk, "about")
    return _ask_district(replace(talk, category=chosen), known)


def _ask_district(talk: Talk, known: Known) -> Turn:
    """Ask where: where a point was sent, by the district that it lies in."""
    near = known.near(Heard(here=talk.here, kind="location")) if talk.here else ()
    offered = tuple(str(code) for code in near)[:OFFERED_MOST]
    return Turn(replace(talk, step="district", offered=offered), "which_district" if offered else "district")


def _district(talk: Talk, heard: Heard, said: str, known: Known) -> Turn:
    if heard.here:
        return _ask_district(replace(talk, here=heard.here), known)
    to_name = replace(talk, step="name", offered=())
    if said in NONE:
        return Turn(replace(to_name, district=None), "name")
    if chosen := _chosen(talk, said):
        return Turn(replace(to_name, district=int(chosen)), "name")
    near = known.near(heard) if len(said) > 1 else ()
    if len(near) == 1:
        return Turn(replace(to_name, district=near[0], place=heard.text.strip()[:100]), "name")
    offered = tuple(str(code) for code in near)[:OFFERED_MOST]
    return Turn(replace(talk, offered=offered), "which_district" if offered else "no_district")


def _name(talk: Talk, heard: Heard, said: str, known: Known) -> Turn:
    name = " ".join(heard.text.split())
    if not 2 <= len(name) <= 120 or any(letter.isdigit() for letter in name) or not any(map(str.isalpha, name)):
        return Turn(talk, "name")
    return Turn(replace(talk, step="review", name=name), "review")


def _review(talk: Talk, heard: Heard, said: str, known: Known) -> Turn:
    if said == "1":
        return Turn(talk, "", "file")
    if said == "2":
        return Turn(Talk("words"), "words", "again")
    return Turn(talk, "review")


def _chosen(talk: Talk, said: str) -> str:
    """Return what a number means among what was offered, empty where it means nothing."""
    is_number = said.isascii() and said.isdigit() and 0 < int(said[:3]) <= len(talk.offered)
    return talk.offered[int(said) - 1] if is_number and len(said) < 3 else ""


def plain(text: str) -> str:
    """Return words as they are compared: small letters, Latin digits, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_DIGITS).strip().strip(".।!۔").lower().split())


_ASKED = {"words": _words, "about": _about, "district": _district, "name": _name, "review": _review}
