"""Identity numbers in forms and in the API: each in its own box, and no Aadhaar number in any other."""

import copy
import re
from typing import Annotated, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator
from pydantic import ValidationError as PydanticError
from pydantic_core import PydanticCustomError

from shramsetu.lib import aadhaar, identity
from shramsetu.lib.identity import BadIdentity, Identity, Kind

LONGEST = 40
OF_AADHAAR = "aadhaar"  # the type of an error of a schema
_WHOLE = re.compile(r"\d{12}|\d{4}(\D)\d{4}\1\d{4}", re.ASCII)


class IdentityNumber(forms.CharField):
    """A number of one kind as it stands on the card; gives an Identity, or None. A refusal does not repeat it."""

    def __init__(self, kind: Kind, **options: Any) -> None:
        self.kind = kind
        mode = "text" if kind in (Kind.EPIC, Kind.PAN) else "numeric"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        super().__init__(max_length=LONGEST, **{"widget": widget, **options})

    def prepare_value(self, value: object) -> object:
        """Show a number masked, and nothing of what looks like Aadhaar."""
        if isinstance(value, Identity):
            return value.masked
        return "" if isinstance(value, str) and aadhaar.looks_like_aadhaar(value) else value

    def clean(self, value: object) -> Identity | None:
        """Return the number, or None where the box is empty and may be."""
        written = str(super().clean(value) or "")
        if not written:
            return None
        try:
            return identity.parse(self.kind, written)
        except BadIdentity as error:
            raise ValidationError(error.sentence(_language()), code=error.reason) from None


class NoAadhaarElsewhere(forms.Form):
    """A form that refuses an Aadhaar number in any box but an `IdentityNumber`, and does not show it again."""

    def full_clean(self) -> None:
        """Clean as always, then look into what was typed."""
        super().full_clean()
        if not self.is_bound or (self.empty_permitted and not self.has_changed()):
            return
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            typed = field.widget.value_from_datadict(self.data, self.files, key)
            if isinstance(typed, str) and aadhaar.looks_like_aadhaar(typed) and not self.knows(name, typed):
                self._empty(key)
                if isinstance(field, IdentityNumber):
                    self[name].help_text = _("This number is not kept on the page: write it again.")
                else:
                    self.errors.pop(name, None)  # another message may repeat what was typed
                    self.add_error(name, ValidationError(aadhaar_elsewhere(), code="aadhaar"))

    def knows(self, name: str, typed: str) -> bool:
        """Tell whether a register gave this number, though it looks like Aadhaar: one Family ID in twelve does."""
        del name, typed
        return False

    def _empty(self, key: str) -> None:
        kept: Any = copy.copy(self.data)  # the request's own is not to be changed
        kept[key] = ""
        self.data = kept


def _refused(value: str) -> str:
    if aadhaar.looks_like_aadhaar(value):
        raise PydanticCustomError("identity", "{sentence}", {"sentence": aadhaar_elsewhere()})
    return value


def of_kind(kind: Kind) -> Any:
    """Give the type of a schema's field that takes a number of this kind: `uan: of_kind(Kind.UAN) | None`."""

    def parsed(value: object) -> Identity:
        if isinstance(value, Identity) and value.kind is kind:
            return value
        try:
            return identity.parse(kind, str(value or "")[:LONGEST])
        except BadIdentity as error:
            raise PydanticCustomError("identity", "{sentence}", {"sentence": error.sentence(_language())}) from None

    return Annotated[Identity, BeforeValidator(parsed)]


def _no_number(value: str) -> str:
    written = aadhaar.digits_as_ascii(value)
    if _WHOLE.fullmatch(written) and aadhaar.is_aadhaar(re.sub(r"\D", "", written)):
        raise PydanticCustomError(OF_AADHAAR, "{sentence}", {"sentence": aadhaar_elsewhere()})
    return value


Reference = Annotated[str, AfterValidator(_no_number)]
"""A sender's own number: an Aadhaar number, twelve digits or three times four, is none."""
NoAadhaar = Annotated[str, AfterValidator(_refused)]
"""Text of a schema in which no Aadhaar number may stand."""


def wrong_value(error: PydanticError) -> tuple[str, str, str]:
    """Give code, field and sentence of the first value that a schema refuses; never the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    is_told = first["type"] in ("identity", OF_AADHAAR)
    code = OF_AADHAAR if first["type"] == OF_AADHAAR else "bad_values"
    sentence = first["msg"] if is_told else _("This value is missing or of the wrong kind.")
    return code, ".".join(str(part) for part in first["loc"]), sentence


def aadhaar_elsewhere() -> str:
    """Give the sentence that refuses an Aadhaar number where it does not belong, in the language of the page."""
    return identity.ELSEWHERE[_language() != "hi"]


def _language() -> str:
    return (get_language() or "hi")[:2]
