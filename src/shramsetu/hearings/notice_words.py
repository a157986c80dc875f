"""The words of a notice: as a text message, as an e-mail, and the facts of the letter."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from shramsetu import rulebook
from shramsetu.casework import queries
from shramsetu.hearings.models import Litigant, Matter, Notice
from shramsetu.hearings.named import Named
from shramsetu.lib import clock, numbers
from shramsetu.lib import text as texts
from shramsetu.messages import actions as messages

OTHERS_BRING = ("identity", "written-answer", "employer-registers")


def draft(matter: Matter, notice: Notice, to: Named) -> messages.Draft:
    """Return the message that carries a notice to a party, in their language."""
    if notice.mode == Notice.Mode.EMAIL:
        template, address, values = "matter-notice", to.email, _mail(matter, to)
    elif notice.kind == Notice.Kind.ORDER:
        told = {"number": numbers.spaced(matter.case.number), "date": f"{clock.day(notice.issued_at):%d.%m.%Y}"}
        template, address, values = "matter-order", to.phone, told
    elif to.row.claims and matter.case.sealed:  # whoever reads the phone learns neither office nor place
        number = {"number": numbers.spaced(matter.case.number)}
        template, address, values = "matter-date-sealed", to.phone, {**number, **_when(matter)}
    else:
        template, address, values = _template(notice, to), to.phone, _text(matter, to)
    recipient = messages.Recipient(address, to.language)
    return messages.Draft(template, to=recipient, values=values, stream=matter.case.stream, key=notice.key)


def _template(notice: Notice, to: Named) -> str:
    if notice.kind == Notice.Kind.CHANGE:
        return "matter-changed"
    return "matter-date" if to.row.claims else "matter-called"


def _text(matter: Matter, to: Named) -> dict[str, str]:
    post = matter.forum.post
    return {
        "number": numbers.spaced(matter.case.number),
        **_when(matter),
        "post": (post.short_en if to.language == "en" else post.short_hi)[:25],
        "place": matter.forum.place.name(to.language)[:21],
    }


def _mail(matter: Matter, to: Named) -> dict[str, str]:
    address = settings.SITE_URL + reverse("sunvai:matter", args=[matter.case.number])
    known = {"number": numbers.spaced(matter.case.number), "link": address, "code": code(matter, to.row)}
    return {**known, **_when(matter), **facts(matter, to.language, claims=to.row.claims)}


def code(matter: Matter, litigant: Litigant) -> str:
    """Return the code by which a party opens its page; a respondent sends its answer by it."""
    return queries.slip_code(litigant.party, matter.case)


def _when(matter: Matter) -> dict[str, str]:
    assert matter.next_at is not None
    return {"date": f"{clock.day(matter.next_at):%d.%m.%Y}", "time": f"{clock.local(matter.next_at):%H:%M}"}


def things(matter: Matter, *, claims: bool) -> tuple[str, ...]:
    """Return what a side brings, by the names of the rulebook: a claimant as the kind of matter says."""
    return rulebook.book().law.matter(matter.matter).bring if claims else OTHERS_BRING


def facts(matter: Matter, language: str, *, claims: bool) -> dict[str, str]:
    """Return what a notice says of a matter: forum, number, purpose, law, what to bring."""
    law = rulebook.book().law
    purpose = law.purposes.get(matter.next_purpose)
    names = things(matter, claims=claims)
    with translation.override(language):
        return {
            "serial": f"{matter.serial}/{matter.year}" if matter.serial else "",
            "forum": matter.forum.name(language),
            "address": matter.forum.address(language),
            "purpose": purpose.title.say(language) if purpose else "",
            "law": governed_by(matter, language),
            "bring": "\n".join(f"- {law.things[name].plain.say(language)}" for name in names),
        }


def governed_by(matter: Matter, language: str) -> str:
    """Say under which act and section a matter stands."""
    act = rulebook.book().law.acts.get(matter.act)
    if act is None:
        return ""
    return f"{act.title.say(language)}, {'section' if language == 'en' else 'धारा'} {matter.section}"


def said_at(matter: Matter, language: str) -> str:
    """Say when the next date is."""
    return texts.instant(matter.next_at, language) if matter.next_at else ""
