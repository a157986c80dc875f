"""What complainants may write of themselves by text message: ask how a case stands, have it reopened.

Only the phone that a case belongs to hears of it: to any other, the case does not exist.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.models import CLOSED, FINAL, OPEN, PAUSED, Case, Party
from shramsetu.lib import clock, numbers
from shramsetu.messages import keywords
from shramsetu.messages.keywords import Keyword, Said
from shramsetu.messages.models import Inbound
from shramsetu.offices.models import Post

KINDS = ("grievance", "information", "demand", "suggestion")
REASON_MOST = 300
MOST = 20  # cases of one phone that are counted


def status(said: Said, at: datetime) -> str:
    """Tell how a case stands: who has it and until when, or that it is closed and how it is reopened."""
    case = _meant(said, (OPEN, PAUSED), at)
    if case is not None:
        tell_standing(said, case, at)
    return Inbound.Outcome.STATUS


def reopen(said: Said, at: datetime) -> str:
    """Reopen a closed case by the same step as the portal; where that cannot be, tell how it stands."""
    case = _meant(said, (CLOSED,), at)
    if case is None:
        return Inbound.Outcome.REFUSED
    detail = {"reason": said.text.strip()[:REASON_MOST]}
    try:
        casework.take(case, "reopen", seen=case.revision, by=said.actor, at=at, detail=detail)
    except (casework.Refused, casework.NotAllowed):
        tell_standing(said, case, at)
        return Inbound.Outcome.REFUSED
    return Inbound.Outcome.REOPENED  # the step itself tells the complainant


def _meant(said: Said, phases: tuple[int, ...], at: datetime) -> Case | None:
    """Return the case that is meant: the one whose number stands there, else the only one in these phases.

    Where it is not plain, or the phone has no such case, say so.
    """
    own = _own(said.person)
    if said.names_a_case:
        found = list(own.filter(number=said.number)) if said.number else []
    else:
        found = list(own.filter(phase__in=phases)[:MOST]) or list(own[:1])
    if len(found) == 1:
        return found[0]
    if found:
        keywords.reply(said, "sms-which", {"count": len(found)}, at=at)
    else:
        keywords.reply(said, "sms-no-case", {}, at=at)
    return None


def _own(person: str) -> QuerySet[Case]:
    """Return the cases in which this phone is a complainant's, the latest first."""
    mine = Party.objects.filter(phone_key=person, part=Party.Part.COMPLAINANT, case=OuterRef("pk"))
    return Case.objects.filter(Exists(mine), kind__in=KINDS).select_related("holder__place", "district").order_by("-id")


def tell_standing(said: Said, case: Case, at: datetime) -> None:
    """Tell how `case` stands, to whom the caller knows that it may be told."""
    template, until = _standing(said, case)
    holder = case.holder
    place = holder.place if holder else case.district
    known = {
        "number": numbers.spaced(case.number),
        "post": _post(holder, said.language) if holder else "",
        "place": place.name(said.language) if place else "",
        "date": clock.day(until or at),
    }
    declared = rulebook.book().templates[template].variables
    values = {name: known[name] for name in declared}
    keywords.reply(said, template, values, stream=case.stream, at=at)


def _post(holder: Post, language: str) -> str:
    return holder.short_en if language == "en" else holder.short_hi


def _standing(said: Said, case: Case) -> tuple[str, datetime | None]:
    """Return which message tells how it stands, and the date in it. A sealed case names no post."""
    if case.phase == FINAL:
        return "sms-status-final", None
    if case.phase == CLOSED:
        can_reopen = any(step.verb == "reopen" for step in queries.steps_for(case, said.actor))
        return ("sms-status-closed" if can_reopen else "sms-not-reopened"), case.rests_until
    return ("sms-status-safe" if case.sealed or case.holder is None else "sms-status"), case.due_at


STATUS = {"status", "sthiti", "stithi", "haal", "स्थिति", "स्थिती", "स्तिथि", "स्टेटस", "हाल", "حال", "اسٹیٹس"}
REOPEN = {"reopen", "re-open", "phir", "फिर", "रीओपन", "پھر"}  # not "fir": that is a police report
keywords.register("status", Keyword(frozenset(STATUS), status))
keywords.register("reopen", Keyword(frozenset(REOPEN), reopen))
