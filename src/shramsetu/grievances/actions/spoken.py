"""A complaint that was spoken or photographed: typed by the desk, read back, and counted once it is said yes to.

Number and clock begin when it comes in. Until its words count nobody decides about it; the officer's limit is counted
from the day it came all the same.
"""

import re
from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework import sealing, search
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.grievances import queries
from shramsetu.grievances.actions import ways
from shramsetu.grievances.models import Grievance, Spoken
from shramsetu.grievances.words import SAY
from shramsetu.offices.models import Role

KINDS = ("grievance", "information", "demand", "suggestion")
UNCLEAR = "[?]"  # what the typist could not make out
_UNCLEAR = re.compile(r"\[\s*\?+\s*\]")


def to_typing(case: Case, *, at: datetime) -> To:
    """Lead to the desk that types; a sealed case stays with its own narrow chain, who types it themself."""
    holder = ways.sealed_holder(case, 1) if case.sealed else ways.desk(Role.OPERATOR)
    key = "voice.typing_urgent_hours" if case.urgent else "voice.typing_hours"
    return To("typing", holder=holder, level=1, due=ways.figure_due(key, at=at, case=case))


def is_untyped(case: Case) -> bool:
    """Tell whether the words of `case` are still to be typed."""
    return Spoken.objects.filter(pk=case.pk, typed_at=None).exists()


@effect("type_words", *KINDS)
def type_words(move: Move) -> To:
    """Keep the typed words and ask whether they are what was said."""
    case, text = move.case, move.text("text")
    unclear = len(_UNCLEAR.findall(text))
    veiled = sealing.veiled(case, text)
    Spoken.objects.filter(pk=case.pk).update(text=veiled, unclear=unclear, typed_by=move.by.key, typed_at=move.at)
    changes = _category(case, move.text("category"))
    to = To("reading_back", holder=None if case.sealed else ways.desk(Role.OPERATOR), due=_answer_due(case, move.at))
    to.changes, to.facts, to.private = changes, {"unclear": unclear}, {"text": text}
    to.tells = [Tell("words-read-back", "complainant")]
    return to


def _answer_due(case: Case, at: datetime) -> Due:
    key = "voice.read_back_urgent_hours" if case.urgent else "voice.read_back_hours"
    return ways.figure_due(key, at=at, case=case)


def _category(case: Case, slug: str) -> dict[str, object]:
    """Return the columns that follow from what the typist heard it to be about."""
    if not slug or slug == case.category:
        return {}
    category = rulebook.book().categories.get(slug)
    if category is None or category.sealed != case.sealed:
        raise Refused(SAY["no_such_choice"], "category")
    case.category, case.urgent = slug, category.urgent
    case.department = queries.department(category.department)
    return {"category": slug, "urgent": category.urgent, "department": case.department}


@effect("agree_words", *KINDS)
def agree_words(move: Move) -> To:
    """Let the typed words count: the complainant read them, or heard them on the telephone, and said yes."""
    how = Spoken.How.AGREED if move.by.person else Spoken.How.CALL
    return _counted(move, how, _typed(move.case))


@effect("mend_words", *KINDS)
def mend_words(move: Move) -> To:
    """Let the words count as the complainant mended them."""
    return _counted(move, Spoken.How.MENDED, move.text("text"))


@effect("count_as_typed", *KINDS)
def count_as_typed(move: Move) -> To:
    """Let the words count as they were typed: nobody answered in time, and silence loses nothing."""
    return _counted(move, Spoken.How.SILENCE, _typed(move.case))


def _typed(case: Case) -> str:
    return sealing.unveiled(case, Spoken.objects.get(pk=case.pk).text)


def _counted(move: Move, how: str, text: str) -> To:
    case = move.case
    veiled = sealing.veiled(case, text)
    Spoken.objects.filter(pk=case.pk).update(text=veiled, how=how, settled_at=move.at)
    Grievance.objects.filter(pk=case.pk).update(text=veiled)
    if not case.sealed:
        search.add(case, text)
    is_placed = case.district is not None or case.sealed
    to = ways.to_first(case, at=case.opened_at if is_placed else move.at)
    to.facts, to.private = {"how": str(how)}, {"text": text}
    to.tells = [Tell("words-count", "complainant"), Tell("officer-arrival", "holder")]
    return to
