"""One turn of a talk carried out: what was fetched is stored, the talk kept, a complaint filed, a status told."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from shramsetu.bridges.whatsapp import filing, media, talk, words
from shramsetu.bridges.whatsapp.models import Conversation
from shramsetu.bridges.whatsapp.talk import Talk, Turn
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import queries as files_of
from shramsetu.files.models import Purpose
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.grievances import keywords as standing
from shramsetu.grievances import prepare
from shramsetu.messages import actions as messages
from shramsetu.messages import chats, consents, keywords
from shramsetu.messages.keywords import Said
from shramsetu.messages.models import Consent
from shramsetu.people import throttle

TRIES = "signin.slip_tries_an_hour"
MENDED_AT = (("complainant", "name"), ("text", "words"), ("category", "about"))


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a turn, and what is said; nothing where a message of the case itself says it."""

    outcome: str
    say: str = ""


def follow(kept: Conversation | None, turn: Turn, fetched: Sequence[object], said: Said, *, at: datetime) -> Done:
    """Carry out a turn in the caller's transaction."""
    if turn.do == "stop":
        _drop(kept, at)
        keywords.heard(replace(said, text="stop"), at=at)
        return Done("stopped")
    if turn.do == "status":
        return _status(said, turn.values["number"], turn.values["code"], at=at)
    if turn.do == "refused":
        _drop(kept, at)
        return Done("refused", words.say(turn.say, None, said.language))
    if turn.do == "agreed":
        messages.opt_in(said.phone)  # the newer wish, as at every other word for messages
        source = Consent.Source.WORD
        consents.give(said.phone, chats.CATEGORY, source=source, reference=said.ref, by=said.actor, at=at)
    if turn.do == "again":
        _drop(kept, at)
        kept = None
    assert turn.talk is not None
    kept = kept or _begun(said, at)
    now, faults = _stored(kept, turn.talk, fetched, said, at=at)
    if turn.do == "file":
        return _file(kept, now, said, at=at)
    _keep(kept, now, at)
    return Done("asked", "\n".join([*faults, words.say(turn.say, now, said.language)]))


def _file(kept: Conversation, told: Talk, said: Said, *, at: datetime) -> Done:
    try:
        case = filing.send(kept, told, phone=said.phone, by=said.actor, at=at)
    except prepare.BadFiling as error:
        names = [step for name, step in MENDED_AT if any(key.startswith(name) for key in error.errors)]
        step = names[0] if names else "words"
        back = replace(told, step=step, words=() if step == "words" else told.words)
        _keep(kept, back, at)
        return Done("wrong", words.wrong([*error.errors.values(), words.say(step, back, said.language)]))
    Conversation.objects.filter(pk=kept.pk).delete()
    return Done(f"filed {case.number}")


def _status(said: Said, number: str, code: str, *, at: datetime) -> Done:
    """Tell how a case stands: to its own phone by the number, to another by the code of its slip."""
    own = replace(said, text=f"status {number}")
    case = Case.objects.filter(number=number, kind__in=standing.KINDS).first()
    if not code or case is None or casework.speaks_for(case, said.person):
        keywords.heard(own, at=at)
        return Done("status")
    try:
        throttle.count("slip", number, figure=TRIES, span=throttle.HOUR, at=at)
        throttle.count("slip-phone", said.phone, figure=TRIES, span=throttle.HOUR, at=at)
    except throttle.TooOften:
        return Done("too_often", words.say("too_often", None, said.language))
    party = casework.party_with_code(case, code)
    if party is None:
        return Done("no_code", words.say("no_code", None, said.language))
    standing.tell_standing(replace(own, person=f"party:{party.pk}"), case, at)
    return Done("status")


def _stored(
    kept: Conversation, told: Talk, fetched: Sequence[object], said: Said, *, at: datetime
) -> tuple[Talk, list[str]]:
    """Keep what was fetched with the talk; return the talk and a sentence for each file that was not taken."""
    names: list[str] = []
    faults: list[str] = []
    for one in fetched:
        try:
            names.append(_store(kept, one, said, at))
        except (media.Lost, TooLarge, FalseType) as error:
            faults.append(words.not_taken(error, said.language))
    return talk.stored(told, names), list(dict.fromkeys(faults))


def _store(kept: Conversation, one: object, said: Said, at: datetime) -> str:
    if not isinstance(one, media.File):
        assert isinstance(one, Exception)
        raise one
    purpose = Purpose.RECORDING if one.media_type.startswith("audio/") else Purpose.OTHER
    return str(files.store(one.upload(), stream=kept.stream, purpose=purpose, by=said.actor, at=at).pk)


def _begun(said: Said, at: datetime) -> Conversation:
    """Begin a talk; one that was left off is let go with what it brought."""
    old = Conversation.objects.filter(pk=said.person).first()
    _drop(old, at)
    return Conversation.objects.create(person=said.person, began_at=at, last_at=at)


def _keep(kept: Conversation, told: Talk, at: datetime) -> None:
    Conversation.objects.filter(pk=kept.pk).update(told=asdict(told), last_at=at)


def _drop(kept: Conversation | None, at: datetime) -> None:
    if kept is None:
        return
    for paper in files_of.attached(kept.stream):
        files.remove(paper, at=at)
    Conversation.objects.filter(pk=kept.pk).delete()
