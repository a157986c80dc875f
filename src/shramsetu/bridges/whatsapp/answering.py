"""What people wrote, answered: one after the other for each person, once each, in the transaction that does it.

Who dies in the middle leaves the message to be answered again; nothing of it was done. A photograph or voice note is
fetched before the transaction, so that a slow provider holds no lock.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.bridges.whatsapp import asked, conversing, media, talk, words
from shramsetu.bridges.whatsapp.models import Conversation, Heard
from shramsetu.bridges.whatsapp.talk import Turn
from shramsetu.casework import alarm
from shramsetu.files.rules import TooLarge
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages.keywords import Said
from shramsetu.people import queries as people
from shramsetu.people import throttle

log = structlog.get_logger("whatsapp")
LEASE = timedelta(minutes=3)
BATCH = 20
FIGURE = "whatsapp.words_per_phone_hour"
Fetched = media.File | media.Lost | TooLarge


class Overtaken(Exception):
    """Somebody else answered it meanwhile."""


def answer_due(clock_read: Callable[[], datetime]) -> int:
    """Answer up to a batch of what is due and return how many were looked at; call it until it is none."""
    count = 0
    while count < BATCH and (heard := claim(at=clock_read())):
        attempt(heard, at=clock_read())
        count += 1
    return count


def again(*, at: datetime) -> int:
    """Let what was set aside with its words be answered, from its first try; return how many."""
    aside = Heard.objects.filter(state=Heard.State.ASIDE).exclude(phone="")
    return aside.update(state=Heard.State.WAITING, tries=0, due_at=at, ended_at=None)


@transaction.atomic
def claim(*, at: datetime) -> Heard | None:
    """Take the message that waits longest, under a lease; none of a person of whom an earlier one waits."""
    waiting = Heard.objects.filter(state=Heard.State.WAITING)
    before = Q(said_at__lt=OuterRef("said_at")) | Q(said_at=OuterRef("said_at"), pk__lt=OuterRef("pk"))
    earlier = waiting.filter(before, person=OuterRef("person"))
    due = waiting.filter(~Exists(earlier), due_at__lte=at).order_by("due_at", "pk")
    pk = due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True).first()
    if pk is None:
        return None
    Heard.objects.filter(pk=pk).update(due_at=at + LEASE, tries=F("tries") + 1)
    return Heard.objects.get(pk=pk)


def attempt(heard: Heard, *, at: datetime) -> None:
    """Answer a claimed message; what cannot be done now waits, and after some tries a person is told of it."""
    waits = rulebook.book().numbers("whatsapp.retry_minutes", clock.day(at))
    is_last = heard.tries > len(waits)
    try:
        answer(heard, is_last=is_last, at=at)
    except media.Later as error:
        _wait(heard, str(error), waits, at)
    except Overtaken:
        log.info("answered by another", ref=heard.ref)
    except Exception as error:  # noqa: BLE001 - one message must not hold up all that come after it
        log.error("message not answered", ref=heard.ref, fault=type(error).__name__)
        if not is_last:
            _wait(heard, type(error).__name__, waits, at)
            return
        _set_aside(heard, type(error).__name__, at)
        alarm.sound(_("A message on WhatsApp could not be answered; see the log."), [], at=at)


def answer(heard: Heard, *, is_last: bool, at: datetime) -> None:
    """Answer one message. Raises media.Later while its file cannot be had, unless `is_last`."""
    if heard.body.get("kind") == "reaction":  # a thumb under our message wants no answer
        _end(heard, Heard.State.DONE, outcome="ignored", at=at)
        return
    kept = _fresh(heard, at).first()
    opened = talk.opened(kept.told) if kept else None
    former = opened.language if opened else people.language(heard.phone)
    said = _said(heard, former)
    try:
        if heard.tries == 1:
            throttle.count("whatsapp-word", said.phone, figure=FIGURE, span=throttle.HOUR, at=at)
    except throttle.TooOften:
        with transaction.atomic():
            key = f"often:{said.person}:{at:%Y%m%d%H}"
            _say(said, words.say("too_often", None, said.language), key=key, at=at)
            _end(heard, Heard.State.DONE, outcome="too_often", at=at)
        return
    with transaction.atomic():
        if outcome := asked.heard(said, kept=kept, at=at):
            _end(heard, Heard.State.DONE, outcome=outcome, at=at)
            return
    turn = talk.turn(opened, _as_talk(heard), asked.known(language=former, at=at))
    fetched = [_fetched(one, is_last=is_last, at=at) for one in turn.fetch]
    with transaction.atomic():
        _take(heard, said, _Seen(turn, fetched, kept.last_at if kept else None), at=at)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What follows from the talk as it was looked at, what was fetched for it, and when it had last moved."""

    turn: Turn
    fetched: Sequence[Fetched]
    last_at: datetime | None


def _take(heard: Heard, said: Said, seen: _Seen, *, at: datetime) -> None:
    kept = _fresh(heard, at).select_for_update().first()
    if (kept.last_at if kept else None) != seen.last_at:  # an earlier message came late and was answered meanwhile
        raise media.Later("moved")
    done = conversing.follow(kept, seen.turn, seen.fetched, said, at=at)
    if done.say:
        _say(said, done.say, key=f"wa:{heard.pk}", at=at)
    _end(heard, Heard.State.DONE, outcome=done.outcome, at=at)


def _fetched(one: talk.Media, *, is_last: bool, at: datetime) -> Fetched:
    try:
        return media.fetch(one, at=at)
    except (media.Lost, TooLarge) as error:
        return error
    except media.Later as error:
        if not is_last:
            raise
        return media.Lost(str(error))


def _fresh(heard: Heard, at: datetime) -> QuerySet[Conversation]:
    """Return the person's talk, none where it was left off long ago."""
    hours = rulebook.book().number("whatsapp.talk_hours", clock.day(at))
    return Conversation.objects.filter(person=heard.person, last_at__gt=at - timedelta(hours=hours))


def _as_talk(heard: Heard) -> talk.Heard:
    body = heard.body
    here = body.get("here")
    return talk.Heard(
        text=str(body.get("text", "")),
        media=(str(body["file"]), str(body.get("mime", ""))) if body.get("file") else None,
        here=(here[0], here[1]) if here else None,
        kind=str(body.get("kind", "text")),
    )


def _said(heard: Heard, former: str) -> Said:
    """Return the message as keywords see it, in the language that goes on after it."""
    text = str(heard.body.get("text", ""))
    chosen = talk.language_after(former, text)
    return Said(heard.phone, heard.person, text, f"wa{heard.pk}", on_whatsapp=True, chosen=chosen)


def _say(said: Said, text: str, *, key: str, at: datetime) -> None:
    messages.say(text, phone=said.phone, language=said.language, key=key, by=said.actor, at=at)


def _wait(heard: Heard, fault: str, waits: Sequence[int], at: datetime) -> None:
    wait = timedelta(minutes=waits[min(heard.tries, len(waits)) - 1])
    mine = Heard.objects.filter(pk=heard.pk, state=Heard.State.WAITING, tries=heard.tries)
    mine.update(due_at=at + wait, error=fault[:60])


def _set_aside(heard: Heard, fault: str, at: datetime) -> None:
    """Let those behind it pass; what was said stays, to be answered once the fault is mended."""
    mine = Heard.objects.filter(pk=heard.pk, state=Heard.State.WAITING, tries=heard.tries)
    mine.update(state=Heard.State.ASIDE, ended_at=at, error=fault[:60])


def _end(heard: Heard, state: str, *, outcome: str = "", error: str = "", at: datetime) -> None:
    """Write down that it is answered; raises Overtaken where another did so, so that nothing is done twice."""
    mine = Heard.objects.filter(pk=heard.pk, state=Heard.State.WAITING, tries=heard.tries)
    if not mine.update(state=state, ended_at=at, phone="", body={}, outcome=outcome, error=error[:60]):
        raise Overtaken(heard.ref)
