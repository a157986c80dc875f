"""Turns what a door received (texts, codes) into a Filing, or says in Hindi what is wrong with each value."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.casework.models import Case
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.lib import clock, phone, text
from shramsetu.places import queries as places
from shramsetu.places.models import Kind, Place

KINDS = ("grievance", "information", "demand", "suggestion")
NAME_MAX = 120
LANGUAGES = ("hi", "ur", "en")  # in which a person may be written to
PIN = 6  # six digits are a PIN, other figures the id of a place
_EMAIL = validators.EmailValidator()
OTHER = "other-labour"
Values = Mapping[str, object]


class BadFiling(Exception):
    """What was handed in cannot be registered as it is; `errors` has a sentence for each wrong value."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@dataclass(slots=True)
class _Reader:
    """Reads values one by one and gathers what is wrong, so that a person mends everything at once."""

    values: Values
    at: datetime
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, limit: int) -> str:
        try:
            return text.clean(str(self.values.get(name) or ""), limit=limit)
        except text.TooLong as error:
            self.errors[name] = _("This is too long: %(long)s letters. Write at most %(limit)s.") % {
                "long": text.grouped(error.length),
                "limit": text.grouped(limit),
            }
            return ""

    def phone(self, name: str, given: object) -> str:
        if not given:
            return ""
        try:
            return phone.normalise(str(given))
        except phone.BadPhone as error:
            self.errors[name] = error.sentence(get_language() or "hi")
            return ""

    def email(self, name: str) -> str:
        given = self.text(name, 120)
        try:
            if given:
                _EMAIL(given)
        except ValidationError:
            self.errors[name] = _("This is no e-mail address. One looks like name@example.in.")
        return given


def filing(values: Values, *, at: datetime, **trusted: object) -> Filing:
    """Return the Filing that `values` describe; `trusted` are fields that the face itself vouches for.

    `values` are texts as a form or a JSON body has them: kind, category, text, district (LGD code), place (id or
    words), landmark, complainant and filed_by as mappings, complainants, opposite_party. Raises BadFiling.
    """
    reader = _Reader(values, at)
    kind = _one_of(reader, "kind", KINDS, "grievance")
    district, place, landmark = _where(reader)
    made = Filing(
        kind=kind,
        category=_category(reader, kind),
        text=_words(reader, least=not trusted.get("spoken")),
        channel=_one_of(reader, "channel", tuple(Case.Channel.values), "portal"),
        complainants=_complainants(reader),
        district=district,
        place=place,
        landmark=landmark,
        filed_by=_someone(reader, "filed_by", values.get("filed_by")),
        opposite=_opposite(reader),
        exclusion=_exclusion(reader),
        article=_article(reader, kind),
        stream=_stream(reader),
        outside_number=reader.text("outside_number", 60),
        sealed=bool(values.get("sealed")),
        **trusted,  # type: ignore[arg-type]
    )
    if reader.errors:
        raise BadFiling(reader.errors)
    return made


def _one_of(reader: _Reader, name: str, allowed: Sequence[str], otherwise: str) -> str:
    value = str(reader.values.get(name) or otherwise)
    if value not in allowed:
        reader.errors[name] = _("Choose one of: %(allowed)s.") % {"allowed": ", ".join(allowed)}
    return value


def _category(reader: _Reader, kind: str) -> str:
    slug = str(reader.values.get("category") or "")
    if not slug and kind != "grievance":
        return OTHER
    if slug not in rulebook.book().categories:
        reader.errors["category"] = _("There is no such category. Choose one from the list.")
        return OTHER
    return slug


def _words(reader: _Reader, *, least: bool) -> str:
    on = clock.day(reader.at)
    book = rulebook.book()
    words = reader.text("text", book.number("grievances.text_letters_max", on))
    needed = book.number("grievances.text_letters_min", on)
    if least and "text" not in reader.errors and len(words) < needed:
        reader.errors["text"] = _("Please tell a little more: at least %(least)s letters.") % {"least": needed}
    return words


def _where(reader: _Reader) -> tuple[Place | None, Place | None, str]:
    """Return district, place and landmark; words that name no known place are kept as a landmark, never lost."""
    landmark = reader.text("landmark", 200)
    district = _district(reader)
    given = reader.values.get("place")
    if not given:
        return district, None, landmark
    place = _place(reader, str(given), district)
    if "place" in reader.errors:
        return district, None, landmark
    if place is None:
        words = reader.text("place", 200)
        return district, None, f"{words}, {landmark}" if landmark else words
    if place.kind == Kind.DISTRICT:
        return district or place, None, landmark
    return district or place.district, place, landmark


def _district(reader: _Reader) -> Place | None:
    code = reader.values.get("district")
    if code in (None, "", "unknown"):
        return None
    try:
        return places.district(int(str(code)))
    except (ValueError, places.NoPlace):
        reader.errors["district"] = _("There is no district with this code in the state. Choose one from the list.")
        return None


def _place(reader: _Reader, given: str, district: Place | None) -> Place | None:
    """Return the place with this id, or the likeliest of this name; an id that is not of the district is an error."""
    if not re.fullmatch(r"-?[0-9]+", given) or len(given) == PIN:
        found = places.find(given, district=district, limit=1)
        return found[0] if found else None
    place = Place.objects.select_related("district").filter(pk=int(given[:12])).first()
    if place is None:
        reader.errors["place"] = _("There is no place with this number. Write its name, or choose it from the list.")
    elif district is not None and district not in (place, place.district):
        reader.errors["place"] = _("This place is not in the district that you chose. Mend the one or the other.")
    return place


def _complainants(reader: _Reader) -> list[Someone]:
    rows = reader.values.get("complainants")
    given = rows if isinstance(rows, (list, tuple)) and rows else [reader.values.get("complainant")]
    most = rulebook.book().number("grievances.complainants_max", clock.day(reader.at))
    if len(given) > most:
        reader.errors["complainants"] = _("At most %(most)s complainants in one complaint.") % {"most": most}
    people = [_someone(reader, "complainant", one) for one in given[:most]]
    named = [one for one in people if one is not None]
    if not named:
        reader.errors.setdefault("complainant.name", _("Write the name of the complainant."))
    return named


def _someone(reader: _Reader, name: str, given: object) -> Someone | None:
    if not isinstance(given, Mapping):
        return None
    inner = _Reader(given, reader.at)
    person = Someone(
        name=inner.text("name", NAME_MAX),
        phone=inner.phone("phone", given.get("phone")),
        other_phone=inner.phone("other_phone", given.get("other_phone")),
        email=inner.email("email"),
        address=inner.text("address", 300),
        language=str(given["language"]) if given.get("language") in LANGUAGES else "hi",
        relation=inner.text("relation", 40),
        consents=given.get("consent", True) not in (False, "", "no"),
        phone_owner=inner.text("phone_owner", 60),
        best_time=inner.text("best_time", 40),
        safe_to_call=given.get("safe_to_call", True) not in (False, "", "no"),
    )
    if not person.name:
        if not any(given.values()):
            return None
        inner.errors.setdefault("name", _("Write the name."))
    elif not any(mark.isalpha() for mark in person.name):
        inner.errors.setdefault("name", _("A name is written in letters."))
    reader.errors.update({f"{name}.{key}": sentence for key, sentence in inner.errors.items()})
    return person


def _opposite(reader: _Reader) -> list[Someone]:
    given = reader.values.get("opposite_party")
    if isinstance(given, str):
        given = {"name": given}
    someone = _someone(reader, "opposite_party", given)
    return [someone] if someone else []


def _stream(reader: _Reader) -> str:
    slug = str(reader.values.get("stream") or "")
    if slug and slug not in rulebook.book().streams.streams:
        reader.errors["stream"] = _("There is no such stream. Choose one from the list.")
        return ""
    return slug


def _exclusion(reader: _Reader) -> str:
    slug = str(reader.values.get("exclusion") or "")
    if slug and slug not in rulebook.book().exclusions:
        reader.errors["exclusion"] = _("There is no such ground. Choose one from the list.")
    return slug


def _article(reader: _Reader, kind: str) -> str:
    slug = str(reader.values.get("article") or "")
    if slug and (kind != "information" or slug not in rulebook.book().articles):
        reader.errors["article"] = _("There is no such answer in the knowledge base.")
    return slug
