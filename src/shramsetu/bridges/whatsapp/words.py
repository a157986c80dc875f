"""What the talk says: short plain questions, each with the numbers to answer by."""

from collections.abc import Callable

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.bridges.whatsapp.talk import Talk
from shramsetu.files import rules as file_rules
from shramsetu.places import queries as places

# Each says itself, so that somebody who reads no other finds it.
INVITES = {
    "hi": "हिन्दी के लिए लिखिए: हिन्दी",
    "en": "For English write: English",
    "ur": "اردو کے لیے لکھیے: اردو",
}


def say(line: str, talk: Talk | None, language: str) -> str:
    """Return the words of one line of the talk."""
    with override(language):
        return _LINES[line](talk or Talk())


def not_taken(error: Exception, language: str) -> str:
    """Say why a photograph or voice note was not taken, and what to do."""
    with override(language):
        if isinstance(error, file_rules.TooLarge):
            return _("This file is too large or too long. Send a shorter voice note or a smaller photo.")
        if isinstance(error, file_rules.FalseType):
            return _("Such a file cannot be taken. Send a voice note, a photo or a PDF.")
        return _("Your file could not be fetched. Please send it once more.")


def wrong(sentences: list[str]) -> str:
    """Say what is wrong with what was told."""
    return "\n".join(sentences)


def _consent(talk: Talk) -> str:
    asked = _(
        "Namaste, this is Shram Setu of the labour department. Here you can complain of work and wages, free of charge."
        "\nWe keep what you tell only for your complaint, and write to you here about it. Do you agree?\n1 Yes\n2 No"
        "\n(Write STOP at any time to stop.)"
    )
    return "\n".join([asked, *(invite for each, invite in INVITES.items() if each != _language())])


def _review(talk: Talk) -> str:
    lines = [
        _("Please check:"),
        talk.text[:600],
        _("Files: %(count)s") % {"count": len(talk.files)} if talk.files else "",
        _("District: %(district)s") % {"district": _district(talk.district)},
        _("Name: %(name)s") % {"name": talk.name},
        _("1 Send\n2 Begin again"),
    ]
    return "\n".join(line for line in lines if line)


def _district(code: int | None) -> str:
    return places.district(code).name(_language()) if code else _("not known")


def _language() -> str:
    return get_language() or "hi"


def _which_district(talk: Talk) -> str:
    rows = [_district(int(code)) for code in talk.offered]
    return _numbered(_("Which district is it?"), rows, _("0 I do not know (or write its name)"))


def _about(talk: Talk) -> str:
    known = rulebook.book().categories
    rows = [known[slug].asks(_language()) for slug in talk.offered if slug in known]
    return _numbered(_("What is it about?"), rows, _("0 Something else"))


def _numbered(asked: str, rows: list[str], last: str) -> str:
    return "\n".join([asked, *(f"{place} {row}" for place, row in enumerate(rows, 1)), last])


_LINES: dict[str, Callable[[Talk], str]] = {
    "consent": _consent,
    "not_agreed": lambda talk: _(
        "All right, nothing was kept. You can also complain by phone: 1076. Write here when you wish to begin."
    ),
    "words": lambda talk: _(
        "What happened? Write it, or send a voice note. You can send photos and your location too."
    ),
    "more_words": lambda talk: _("Noted. Write or send more; when you have told all, answer 0."),
    "about": _about,
    "district": lambda talk: _("In which district was the work? Write its name, or 0 if you do not know."),
    "no_district": lambda talk: _("No such place was found. Write the name of the district, or 0."),
    "which_district": _which_district,
    "name": lambda talk: _("What is your name?"),
    "review": _review,
    "files_enough": lambda talk: _("That is enough files. Write the rest, or answer 0."),
    "not_understood": lambda talk: _("This cannot be read here. Please write, or send a voice note or a photo."),
    "too_often": lambda talk: _("Too many messages came from you. Please write again after an hour, or call 1076."),
    "no_code": lambda talk: _("This number and code do not belong together. Look at the message again."),
}
