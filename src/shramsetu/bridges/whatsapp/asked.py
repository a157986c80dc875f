"""What is no part of the talk: words that every text message may begin with, answers that a case waits for."""

from collections.abc import Sequence
from datetime import datetime

from shramsetu import rulebook
from shramsetu.bridges import nearest
from shramsetu.bridges.whatsapp import talk
from shramsetu.bridges.whatsapp.models import Conversation
from shramsetu.grievances import actions as grievances
from shramsetu.grievances import queries as cases
from shramsetu.grievances import rules, suggest
from shramsetu.lib import clock
from shramsetu.messages import keywords
from shramsetu.messages.keywords import Said
from shramsetu.places import queries as places
from shramsetu.places.models import Kind

WORDS_MOST = 4  # who writes more tells something; "haal" may begin a sentence


def heard(said: Said, *, kept: Conversation | None, at: datetime) -> str:
    """Answer what is a keyword, or the word that a case waits for; return its outcome, empty where the talk goes on.

    In the middle of a talk "1" answers its last question, unless a case asked something since.
    """
    if talk.STATUS.match(talk.plain(said.text)):
        return ""  # with a code it may be asked from another phone: the talk knows
    if kept is None and len(said.text.split()) <= WORDS_MOST and (outcome := keywords.heard(said, at=at)):
        return outcome
    bare = said.text.strip()
    if not (rules.yes_or_no(bare) or said.number):
        return ""
    waiting = cases.waiting_for_word(said.person, at=at)
    if kept is not None:
        waiting = [case for case in waiting if case.level_at > kept.last_at]
    moved = grievances.answer_by_sms(said.phone, said.text, at=at) if waiting else None
    return "taken" if moved else ""


def known(*, language: str, at: datetime) -> talk.Known:
    """Return what the talk asks others."""
    return talk.Known(_near, _about, rulebook.book().number("files.per_filing", clock.day(at)), language)


def _near(said: talk.Heard) -> Sequence[int]:
    """Return the districts that a point or words may mean, by their codes, the likeliest first."""
    if said.here:
        found = nearest.district(said.here)
        return [found.lgd_code] if found and found.lgd_code else []
    rows = places.find(said.text.strip()[:100])
    exact = keywords.folded(said.text)
    for row in rows:
        if (
            row.kind == Kind.DISTRICT
            and row.lgd_code
            and exact
            in {
                keywords.folded(row.name_hi),
                row.name_en.lower(),
                keywords.folded(row.name("ur")),
            }
        ):
            return [row.lgd_code]
    codes = [row.district.lgd_code for row in rows if row.district and row.district.lgd_code]
    return list(dict.fromkeys(codes))


def _about(words: str) -> Sequence[str]:
    return [one.slug for one in suggest.categories(words, most=3)]
