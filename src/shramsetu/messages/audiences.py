"""Whom a bulk message may go to: named audiences that packages above register, and a list that is pasted in."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.lib.text import latin_digits
from shramsetu.messages.rules import BadMessage, written_to

PHONE, LANGUAGE, CONSENT = "phone", "language", "consent"
LIST_BYTES = 5_000_000


class NoAudience(LookupError):
    """Nothing is registered under this name."""


class BadList(BadMessage):
    """The pasted list cannot be read: the argument says why, in the reader's words."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person: the phone as it is known, what fills the message, and the case it hangs on, if any.

    `consent` names the paper on which they agreed to such messages, where the list brings it.
    """

    phone: str
    values: Mapping[str, str] = field(default_factory=dict)
    language: str = "hi"
    stream: str = ""
    consent: str = ""


Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Audience:
    """A kind of people. `form` asks which of them, `people` finds them, `said` puts the answers into words.

    `fills` are the variables of a message that each person brings; whatever else it has is the same for all.
    """

    key: str
    label: str | Promise
    form: type[forms.Form]
    people: Callable[[Answers, datetime], Iterable[Addressee]]
    said: Callable[[Answers], str]
    fills: frozenset[str] = frozenset()


_known: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    """Let bulk messages go to `audience`."""
    _known[audience.key] = audience


def named() -> Sequence[Audience]:
    """Return all audiences in the order of their registration."""
    return list(_known.values())


def get(key: str) -> Audience:
    """Return one audience; raises NoAudience."""
    if key not in _known:
        raise NoAudience(key)
    return _known[key]


class Pasted(forms.Form):
    """A list that somebody brings: first line the names of the columns, then one person a line."""

    rows = forms.CharField(
        label=_("List: one phone a line, or a table"),
        help_text=_(
            "A table begins with a line of names: phone, then the variables of the message, divided by commas. "
            "For a message that needs consent: consent, the number of the paper on which the person agreed."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    table = forms.FileField(label=_("or a CSV file"), required=False)

    def clean(self) -> dict[str, Any]:
        """Take the file if there is one, else what was pasted; refuse both missing, and what cannot be read."""
        given = super().clean() or {}
        table = given.pop("table", None)
        try:
            if table and table.size > LIST_BYTES:
                raise BadList(_("The file is too large."))
            text = table.read().decode("utf-8-sig") if table else given.get("rows", "")
            given["people"] = people_in(text)
        except UnicodeDecodeError:
            raise ValidationError(_("The file is not written in UTF-8.")) from None
        except BadList as error:
            raise ValidationError(str(error)) from None
        return given


def people_in(text: str) -> list[Addressee]:
    """Read a pasted list. Without a line of names each line is a phone. Raises BadList."""
    lines = [line for line in text.replace("\t", ",").replace(";", ",").splitlines() if line.strip(" ,")]
    if not lines:
        raise BadList(_("The list is empty."))
    names = [name.strip().lower() for name in next(csv.reader(lines[:1]))]
    if PHONE not in names:
        if any(mark.isalpha() for mark in lines[0]):
            raise BadList(_("The first line must name the columns; one of them is phone."))
        return [Addressee(phone=latin_digits(line.split(",")[0]).strip()) for line in lines]
    return [_read(names, cells) for cells in csv.reader(lines[1:])]


def _read(names: Sequence[str], cells: Sequence[str]) -> Addressee:
    row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
    phone, language = row.pop(PHONE, ""), row.pop(LANGUAGE, "hi")
    consent = row.pop(CONSENT, "")
    return Addressee(phone, row, written_to(language), consent=consent)


register(
    Audience(
        key="list",
        label=_("A list of phones"),
        form=Pasted,
        people=lambda answers, at: answers["people"],
        said=lambda answers: str(_("a list that was brought")),
    )
)
