"""What the portal says: the draft read back, faults of files, plain words for steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.lib import phone
from shramsetu.places import queries as places
from shramsetu.portal import forms
from shramsetu.portal.actions import TooManyFiles
from shramsetu.portal.draft import Draft

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what was told: its heading, its words, and the screen on which it is changed."""

    label: Words
    value: str
    screen: str


def read_back(draft: Draft) -> list[Fact]:
    """Return everything that was told, in the order of the screens, for the visitor to look at."""
    told = [Fact(label, _FACTS[name](draft), screen) for name, (label, screen) in _LABELS.items()]
    return [fact for fact in told if fact.value]


def file_fault(error: FalseType | TooLarge | TooManyFiles) -> str:
    """Say what is wrong with a file and how to mend it."""
    if isinstance(error, TooManyFiles):
        return gettext("At most %(most)s files with one complaint. You can add more later.") % {"most": error.args[0]}
    if isinstance(error, FalseType):
        return gettext("This file is not what its name says. Please add a JPG, PNG, PDF, MP3 or M4A.")
    if error.unit == "pixels":
        return gettext("This photo is too large. Take it with a smaller setting and add it again.")
    if error.unit == "seconds":
        return gettext("This recording is longer than %(minutes)s minutes. Please add a shorter one.") % {
            "minutes": error.limit // 60
        }
    megabytes = error.limit // (1024 * 1024)
    return gettext("This file is larger than %(mb)s MB. Please add a smaller one.") % {"mb": megabytes}


_LABELS: Mapping[str, tuple[Words, str]] = {
    "kind": (_("What you want"), "what"),
    "text": (_("In your words"), "what"),
    "category": (_("About"), "about"),
    "place": (_("Where"), "where"),
    "landmark": (_("Near"), "where"),
    "name": (_("Who has the trouble"), "who"),
    "phone": (_("Mobile"), "who"),
    "safe": (_("Phone and messages"), "who"),
    "others": (_("Others with you"), "who"),
    "filer": (_("You, who write"), "who"),
    "opposite": (_("Against"), "against"),
    "sealed": (_("Secret"), "against"),
}


def _kind(draft: Draft) -> str:
    return str(dict(forms.KINDS).get(draft.text("kind"), ""))


def _category(draft: Draft) -> str:
    category = rulebook.book().categories.get(draft.text("category"))
    return category.ask.say(get_language() or "hi") if category else ""


def _place(draft: Draft) -> str:
    if draft.says("unknown"):
        return gettext("Not known; we will find out")
    district = draft.text("district")
    name = places.district(int(district)).name(get_language() or "hi") if district else ""
    words = draft.text("place_label") or draft.text("place_words")
    return words if name and name in words else ", ".join(part for part in (words, name) if part)


def _phone(draft: Draft) -> str:
    number = draft.text("phone")
    if not number:
        return gettext("None: keep the slip safe")
    owner = draft.text("phone_owner")
    return f"{phone.shown(number)} ({owner})" if owner else phone.shown(number)


def _safe(draft: Draft) -> str:
    if draft.text("safe_to_call") == "no":
        return gettext("Do not phone or write")
    return str(dict(forms.TIMES).get(draft.text("best_time"), ""))


def _filer(draft: Draft) -> str:
    if draft.text("whom") != "other":
        return ""
    number = draft.text("filer_phone")
    parts = (draft.text("filer_name"), draft.text("relation"), phone.shown(number) if number else "")
    return ", ".join(part for part in parts if part)


def _opposite(draft: Draft) -> str:
    return ", ".join(part for part in (draft.text("opposite"), draft.text("opposite_address")) if part)


_FACTS: Mapping[str, Callable[[Draft], str]] = {
    "kind": _kind,
    "text": lambda draft: draft.text("text") or gettext("You spoke or sent a photo: we write it down and ask you"),
    "category": _category,
    "place": _place,
    "landmark": lambda draft: draft.text("landmark"),
    "name": lambda draft: draft.text("name"),
    "phone": _phone,
    "safe": _safe,
    "others": lambda draft: draft.text("others") if draft.text("whom") == "many" else "",
    "filer": _filer,
    "opposite": _opposite,
    "sealed": lambda draft: gettext("Yes") if draft.says("sealed") else "",
}
