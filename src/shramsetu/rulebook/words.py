"""The shape of the files that speak: messages, articles, schemes, replies, the feedback call."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shramsetu.rulebook.basis import Dated, Keywords, Sentence, Slug, Strict, Text

VARIABLE = re.compile(r"\{([a-z_]+)\}")
VARIABLE_MAX = 30
HEADER = r"^([A-Z]{6}|\d{6})$"
Category = Literal["transactional", "service_implicit", "service_explicit", "promotional"]
BETWEEN_OFFICERS = frozenset({"enquiry", "return", "explanation"})

# TCCCPR 2018: a service message that no deed of the receiver calls for takes their explicit consent; a promotional one
# goes to who agreed, or has no preference against it. Preferences we cannot see, so we ask for consent in both.
NEEDS_CONSENT = frozenset({"service_explicit", "promotional"})


class Variable(Strict):
    """A place in a message that is filled in: what it holds and how long it may be."""

    kind: Literal["number", "date", "time", "post", "place", "code", "count", "name", "text"]
    longest: int = Field(gt=0, le=VARIABLE_MAX)


class Template(Dated):
    """A text message as registered with the operators: fixed words with variables.

    `quiet` messages wait for the morning if they fall into the quiet hours. `bulk` ones may go to many at once by an
    officer's hand.
    """

    key: Slug
    what: Text
    to: Literal["complainant", "officer", "filer", "citizen"]
    dlt_id: Annotated[str, StringConstraints(pattern=r"^\d{19}$")]
    dlt_id_en: Annotated[str, StringConstraints(pattern=r"^\d{19}$")]
    dlt_id_ur: Annotated[str, StringConstraints(pattern=r"^(\d{19})?$")] = ""
    header: Annotated[str, StringConstraints(pattern=HEADER)]
    category: Category
    quiet: bool
    bulk: bool = False
    variables: dict[str, Variable]
    text: Text
    text_ur: str = ""

    @model_validator(mode="after")
    def _citizens_read_it_in_urdu(self) -> "Template":
        if bool(self.text_ur) != bool(self.dlt_id_ur):
            raise ValueError("a text in Urdu and its id stand together or not at all")
        if self.to != "officer" and not self.text_ur:
            raise ValueError("what goes to a citizen stands in Urdu too")
        return self

    @model_validator(mode="after")
    def _keeps_the_operators_rules(self) -> "Template":
        for text in filter(None, (self.text.hi, self.text.en, self.text_ur)):
            if set(VARIABLE.findall(text)) != set(self.variables):
                raise ValueError(f"variables of {text!r} are not those declared: {sorted(self.variables)}")
            if VARIABLE.search(text.split()[-1]):
                raise ValueError(f"the last word of {text!r} must be fixed text")
            if len(VARIABLE.sub("", text)) < 0.3 * len(text):
                raise ValueError(f"at least 30 % of {text!r} must be fixed text")
        if (self.category == "promotional") != self.header.isdigit():
            raise ValueError("the header of a promotional message is six digits, of every other one six letters")
        if self.bulk and self.category == "transactional":
            raise ValueError("a message to many is never transactional: who asked for none must not get it")
        return self

    def words(self, language: str) -> str:
        """Return the text in `language`; one to an officer has no Urdu and is Hindi."""
        return self.text_ur if language == "ur" and self.text_ur else self.text.say(language)

    def dlt(self, language: str) -> str:
        """Return the id under which the operators know the text in `language`."""
        if language == "ur" and self.dlt_id_ur:
            return self.dlt_id_ur
        return self.dlt_id_en if language == "en" else self.dlt_id

    @property
    def needs_consent(self) -> bool:
        """Tell whether it may go only to who agreed to such messages."""
        return self.category in NEEDS_CONSENT

    def render(self, language: str = "hi", /, **values: object) -> str:
        """Return the message with `values` filled in, each cut to the length the operators allow.

        Raises KeyError for a variable that is not given.
        """
        text = self.words(language)
        return VARIABLE.sub(lambda found: str(values[found[1]])[: self.variables[found[1]].longest], text)

    def longest(self, language: str = "hi") -> str:
        """Return the message with the longest values it can carry."""
        text = self.words(language)
        letter = "x" if language == "en" else "क"
        return VARIABLE.sub(lambda found: letter * self.variables[found[1]].longest, text)


class Header(Dated):
    """A sender's name as registered with the operators; an idle one is suspended by them until it is reactivated."""

    header: Annotated[str, StringConstraints(pattern=HEADER)]
    state: Literal["active", "suspended", "blocked"]


class Reject(Dated):
    """Why operators refuse a message: what their code means, and what to do."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    means: Text
    remedy: Text


class ReturnCode(Dated):
    """Why a bank returns a credit: its code, what the person can do, what must be mended before it goes out again."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{2,3}$")]
    mend: Literal["account", "bank", "again", "person"]
    means: Text
    remedy: Text


class Mail(Dated):
    """An e-mail: subject and body with variables in braces."""

    key: Slug
    what: Text
    to: Literal["complainant", "officer"]
    variables: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], ...]
    subject: Text
    body: Text
    subject_ur: str = ""
    body_ur: str = ""

    @model_validator(mode="after")
    def _variables_are_declared(self) -> "Mail":
        if self.to == "complainant" and not (self.subject_ur and self.body_ur):
            raise ValueError("what goes to a complainant stands in Urdu too")
        for language in ("hi", "en", "ur"):
            used = set(VARIABLE.findall("".join(self.words(language))))
            if used != set(self.variables):
                raise ValueError(f"{language}: variables used {sorted(used)}, declared {sorted(self.variables)}")
        return self

    def words(self, language: str) -> tuple[str, str]:
        """Return subject and body in `language`; a mail to an officer has no Urdu and is Hindi."""
        if language == "ur" and self.body_ur:
            return self.subject_ur, self.body_ur
        return self.subject.say(language), self.body.say(language)

    def render(self, language: str = "hi", /, **values: object) -> tuple[str, str]:
        """Return subject and body with `values` filled in. Raises KeyError for a variable that is not given."""
        subject, body = (VARIABLE.sub(lambda found: str(values[found[1]]), part) for part in self.words(language))
        return subject, body


class Article(Dated):
    """One answer of the knowledge base: short enough to be said, details to be read, and the next step."""

    slug: Slug
    topic: Slug
    title: Text
    keywords: Keywords
    answer: Text
    details: Text
    next_step: Text
    unverified: bool = False
    scheme: Slug | None = None
    category: Slug | None = None
    url: str = ""


class Amount(Dated):
    """What one kind of person gets from one date on; exactly one of rupees and words is given."""

    who: Text
    rupees: int | None = None
    words: Text | None = None
    unverified: bool = True

    @model_validator(mode="after")
    def _one_measure(self) -> "Amount":
        if (self.rupees is None) == (self.words is None):
            raise ValueError("give either rupees or words")
        return self


class Scheme(Dated):
    """A programme as the public page tells it; `until` is its last day, such as that of a round of admissions."""

    slug: Slug
    until: date | None = None
    number: int | None = None
    board: Slug
    kind: Literal["once", "yearly", "per_event", "deposit", "instalments", "pension", "refund", "service", "awareness"]
    name: Text
    who: Text
    what: Text
    papers: tuple[Text, ...]
    where: Text
    window: Text | None = None
    amounts: tuple[Amount, ...] = ()
    unverified: bool = True
    url: str = ""


class Reply(Strict):
    """A ready answer for the desk; variables in braces stay for the officer to fill."""

    slug: Slug
    groups: tuple[Slug, ...]
    use: Literal["report", "interim", "ask", "enquiry", "transfer", "return", "special_close", "answer", "explanation"]
    title: Text
    text: Text
    text_ur: str = ""

    @model_validator(mode="after")
    def _complainants_read_it_in_urdu(self) -> "Reply":
        if bool(self.text_ur) != (self.use not in BETWEEN_OFFICERS):
            raise ValueError("what a complainant reads stands in Urdu too, what officers write to each other does not")
        if self.text_ur and set(VARIABLE.findall(self.text_ur)) != set(VARIABLE.findall(self.text.hi)):
            raise ValueError("the Urdu has other variables than the Hindi")
        return self

    def words(self, language: str) -> str:
        """Return the text in `language`; what officers write to each other has no Urdu and is Hindi."""
        return self.text_ur if language == "ur" and self.text_ur else self.text.say(language)


class ScriptLine(Strict):
    """One line of a call: what is said, what may be answered, what follows."""

    slug: Slug
    say: Text
    answers: tuple[Text, ...] = ()
    note: Text | None = None


class HelpNumber(Strict):
    """A phone number to give a caller."""

    number: Sentence
    name: Text
    when: Text
    since: date | None = None
