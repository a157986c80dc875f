"""What citizens write of themselves by text message: the first word says what they want.

`stop` and `start` are answered here; what concerns cases is registered by the packages that know them.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers, urdu
from shramsetu.lib.text import latin_digits
from shramsetu.messages import actions, consents
from shramsetu.messages.models import Consent, Inbound
from shramsetu.messages.rules import Recipient

_NUMBER = re.compile(r"\d{4}[ -]?\d{4}[ -]?\d{4}")
_EDGES = " .,!।:;-"
_UNHEARD = "\u093c\u200c\u200d\ufeff"  # nukta and joiners: keyboards write them or not
STREAM = "sms:words"


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a citizen: its phone (E.164) and the key by which it is known, the words, the number in them.

    `ref` is the gateway's own id of it: an answer is named by it, so that it is given once. `on_whatsapp` where it came
    from there and is answered there. `chosen` is the language that somebody asked for.
    """

    phone: str
    person: str
    text: str
    ref: str
    on_whatsapp: bool = False
    chosen: str = ""

    @property
    def language(self) -> str:
        """The language in which it is answered: what was chosen, else Urdu where it was written, else Hindi."""
        return self.chosen or urdu.language(self.text)

    @property
    def number(self) -> str:
        """The case number in the words, empty if there is none or a digit of it is wrong."""
        found = _NUMBER.search(latin_digits(self.text))
        try:
            return numbers.parse(found[0]) if found else ""
        except numbers.BadNumber:
            return ""

    @property
    def names_a_case(self) -> bool:
        """Whether something like a case number stands in the words, right or wrong."""
        return bool(_NUMBER.search(latin_digits(self.text)))

    @property
    def actor(self) -> Actor:
        """The citizen who wrote."""
        return Actor(role="citizen", person=self.person)


Answer = Callable[[Said, datetime], str]


@dataclass(frozen=True, slots=True)
class Keyword:
    """What one wish is called, and what answers it. `alone` where nothing else may stand in the message."""

    words: frozenset[str]
    answer: Answer
    alone: bool = False


_known: dict[str, Keyword] = {}


def register(name: str, keyword: Keyword) -> None:
    """Let messages that begin with one of the words be answered."""
    _known[name] = keyword


def heard(said: Said, *, at: datetime) -> str | None:
    """Answer a message that begins with a keyword; return its outcome, None where it begins with none."""
    wanted = folded(said.text)
    first = wanted.split()[0].strip(_EDGES) if wanted else ""
    for keyword in _known.values():
        if (wanted if keyword.alone else first) in map(folded, keyword.words):
            return keyword.answer(said, at)
    return None


def folded(text: str) -> str:
    """Write a word as it is compared: small letters, Latin digits, without dots below letters and joiners."""
    marks = unicodedata.normalize("NFD", latin_digits(text).casefold())
    return " ".join("".join(mark for mark in marks if mark not in _UNHEARD).strip(_EDGES).split())


def reply(said: Said, template: str, values: Mapping[str, object], *, stream: str = STREAM, at: datetime) -> None:
    """Answer by a message, once for each message that came in."""
    key, to = f"word:{said.ref}:{template}", Recipient(said.phone, said.language, on_whatsapp=said.on_whatsapp)
    actions.send(template, to=to, values=values, stream=stream, key=key, by=said.actor, at=at)


def help_out(said: Said, *, at: datetime) -> None:
    """Say what can be written, at most once a day to each phone."""
    key = f"help:{said.person}:{clock.day(at)}"
    actions.send(
        "sms-help", to=Recipient(said.phone, said.language), values={}, stream=STREAM, key=key, by=said.actor, at=at
    )


def _stop(said: Said, at: datetime) -> str:
    actions.opt_out(said.phone, at=at)
    consents.withdraw(said.phone, by=said.actor, at=at)
    reply(said, "sms-stopped", {}, at=at)
    return Inbound.Outcome.STOPPED


def _start(said: Said, at: datetime) -> str:
    actions.opt_in(said.phone)
    reply(said, "sms-started", {}, at=at)
    return Inbound.Outcome.STARTED


def _agree(said: Said, at: datetime) -> str:
    """Take the word for notices of camps and the like: the newer wish, whatever was stopped before."""
    actions.opt_in(said.phone)
    source = Consent.Source.WORD
    consents.give(said.phone, "service_explicit", source=source, reference=said.ref, by=said.actor, at=at)
    reply(said, "sms-agreed", {}, at=at)
    return Inbound.Outcome.CONSENTED


STOP = {"stop", "unsubscribe", "band", "bandh", "roko", "बंद", "बन्द", "बंद करो", "बंद करें", "रोको", "रोकें", "स्टॉप"}
STOP |= {"بند", "بند کرو", "بند کریں", "روکو", "روکیں"}
START = {"start", "chalu", "chaalu", "shuru", "चालू", "चालु", "शुरू", "शुरु", "स्टार्ट", "چالو", "شروع"}
AGREE = {"camp", "shivir", "suchna", "soochna", "शिविर", "सूचना", "सुचना", "कैंप", "कैम्प", "کیمپ", "خبر"}
register("stop", Keyword(frozenset(STOP), _stop, alone=True))
register("start", Keyword(frozenset(START), _start, alone=True))
register("agree", Keyword(frozenset(AGREE), _agree, alone=True))
