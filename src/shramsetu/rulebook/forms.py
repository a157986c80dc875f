"""The shape of rulebook/bonded/forms/: what each printed paper of the procedure asks, says and is signed by."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shramsetu.rulebook.basis import Sentence, Slug, Strict, Text

List = Literal["reasons", "results", "indicators", "sectors", "offences"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z_]*$")]


class Item(Strict):
    """One thing on a paper: a sentence, a question with room for the answer, boxes to tick, or a table."""

    say: Text | None = None
    ask: Text | None = None
    fill: Key = ""  # what the system writes there; empty, or nothing known: room to write by hand
    lines: int = Field(default=0, ge=0, le=20)
    ticks: List | None = None
    questions: Literal["reasons", "results"] | None = None
    options: tuple[Text, ...] = ()
    table: tuple[Text, ...] = ()
    rows: int = Field(default=0, ge=0, le=40)

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Item":
        if bool(self.table) != bool(self.rows):
            raise ValueError("a table has columns and rows")
        if not any((self.say, self.ask, self.lines, self.ticks, self.questions, self.options, self.table)):
            raise ValueError("an item says, asks or lists something")
        return self


class Section(Strict):
    """Items under one heading, or under none."""

    title: Text | None = None
    items: tuple[Item, ...] = Field(min_length=1)


class Form(Strict):
    """One paper. `layout` tells whether both languages stand side by side or each on pages of its own."""

    slug: Slug
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    version: Sentence
    title: Text
    about: Text | None = None
    basis: Text
    subject: Literal["operation", "person", "meeting", "chase"]
    layout: Literal["form", "letter", "each_language"] = "form"
    to: Text | None = None
    to_fill: Key = ""
    is_public: bool = False  # its mark leads to the page where anybody checks it
    is_by_magistrate: bool = False
    has_photo: bool = False
    # Which class of what is known of a person the system writes on it, for what purpose that is opened, and which class
    # the filled sheet shows: p1 work, p2 who it is, p3 what was said and done.
    prints: Literal["p1", "p2", "p3"] = "p1"
    purpose: Slug | None = None
    returns: Literal["p2", "p3"] = "p2"
    signs: tuple[Text, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_what_for(self) -> "Form":
        if (self.prints == "p1") != (self.purpose is None):
            raise ValueError("a form that writes who it is, or what was said, names a purpose; no other one does")
        return self

    @property
    def fills(self) -> frozenset[str]:
        """Return the names of what the system writes on it."""
        named = {item.fill for section in self.sections for item in section.items} | {self.to_fill}
        return frozenset(named - {""})
