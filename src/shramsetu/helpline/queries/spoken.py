"""What the menu answers by itself: status, hearing, schemes, as sounds. It tells no more than the public page does."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import override

from shramsetu import rulebook
from shramsetu.casework import flow, hearings
from shramsetu.casework.models import Case
from shramsetu.grievances import queries as grievances
from shramsetu.helpline import voice
from shramsetu.helpline.actions.queue import terms
from shramsetu.helpline.models import Call, Direction
from shramsetu.helpline.queries import waiting as waiting_now
from shramsetu.helpline.rules import queue, speech
from shramsetu.lib import clock, numbers
from shramsetu.offices import words

Sounds = tuple[str, ...]
LATELY = timedelta(minutes=15)
LONG_AGO = timedelta(hours=1)  # an index finds calls by their beginning; who waited longer is not counted


def answer(call: Call, detail: Mapping[str, object], number: str, *, at: datetime) -> Sounds:
    """Return what is said at an `answer` node; `number` are the digits that the caller keyed before."""
    language = call.language if call.language in speech.LANGUAGES else "hi"
    what = str(detail.get("what", ""))
    with override(language):
        if what in OF_THE_CASE:
            return OF_THE_CASE[what](call, language)
        if what == "scheme":
            return scheme(str(detail.get("scheme", "")), language)
        return ANSWERS[what](number, language, at) if what in ANSWERS else ()


def waiting(call: Call, *, at: datetime) -> Sounds:
    """Say how many wait before a caller and, from the calls answered of late, about how long it will take."""
    language = call.language if call.language in speech.LANGUAGES else "hi"
    position = queue.place(call.pk, waiting_now.callers(), terms(at))
    if not position:
        return ()  # they wait no more, or behind more people than are looked at: silence is better than a wrong word
    rows = Call.objects.filter(line=call.line, direction=Direction.IN, began_at__gte=at - LONG_AGO)
    answered = rows.filter(answered_at__gt=at - LATELY).count()
    seconds = position * LATELY.total_seconds() / answered if answered else None
    return speech.path(speech.waiting(position, seconds, language))


def status(number: str, language: str, at: datetime) -> Sounds:
    """Say how a complaint stands: state, holder's title, date; of a sealed one only that it is safe."""
    if not numbers.is_valid(number):
        return speech.path(("status-wrong",))
    case = _public(number)
    if case is None:
        return speech.path(("status-unknown", speech.PAUSE, *speech.digits(number)))
    opening = ("complaint-number", *speech.digits(number), speech.PAUSE)
    if case.sealed:
        return speech.path((*opening, "status-sealed"))
    state = str(flow.flow_of(case.kind).by_name[case.state].portal)
    return (*speech.path((*opening, "status-is")), *voice.free(state, language), *_standing(case, language, at))


def report(call: Call, language: str) -> Sounds:
    """Say to whom we rang that the officer has answered: number, date, talk and visit; nothing of the matter."""
    found = _of_call(call)
    told = grievances.last_report(found) if found is not None else None
    if found is None or told is None:
        return ()
    opening = ("complaint-number", *speech.digits(found.number), speech.PAUSE, "report-of")
    sounds = speech.path((*opening, *speech.day(clock.day(told.at)), "report-says"))
    if told.contacted_at is not None:
        sounds += speech.path((speech.PAUSE, "report-spoke-on", *speech.day(clock.day(told.contacted_at))))
    if told.visited_at is not None:
        sounds += speech.path((speech.PAUSE, "report-came-on", *speech.day(clock.day(told.visited_at))))
    return sounds


def reminder(call: Call, language: str) -> Sounds:
    """Say to whom we rang until when their answer or objection is taken."""
    found = _of_call(call)
    until = (found.due_at or found.rests_until) if found is not None else None
    if found is None or until is None:
        return ()
    opening = ("complaint-number", *speech.digits(found.number), speech.PAUSE, "reminder-until")
    return speech.path((*opening, *speech.day(clock.day(until)), "reminder-then"))


def _of_call(call: Call) -> Case | None:
    return Case.objects.filter(pk=call.case_id or 0, sealed=False).first()


def hearing(number: str, language: str, at: datetime) -> Sounds:
    """Say when and where a case is heard next, or that we know of no date."""
    if not numbers.is_valid(number):
        return speech.path(("status-wrong",))
    case = _public(number)
    found = hearings.next_of(case, at) if case is not None and not case.sealed else None
    if found is None:
        return speech.path(("hearing-unknown",))
    here = clock.local(found.at)
    when = ("hearing-on", *speech.day(here.date()), "hearing-at", *speech.clock(here.time(), language))
    place = found.place(language)
    where = (*speech.path(("hearing-place",)), *voice.free(place, language)) if place else ()
    return (*speech.path(when), *where)


def scheme(slug: str, language: str) -> Sounds:
    """Tell a scheme: for whom, what, where; that it is not confirmed, where it is not."""
    found = rulebook.book().schemes.get(slug)
    if found is None:
        return speech.path(("scheme-unknown",))
    parts = (found.name, found.who, found.what, found.where)
    told = [piece for part in parts for piece in voice.free(part.say(language), language)]
    return (*told, *speech.path(("scheme-unverified",) if found.unverified else ()))


def in_words(sounds: Sounds, language: str, texts: Mapping[str, str]) -> list[str]:
    """Return sounds as the sentences that are heard, for pages; `texts` are those of `queries.prompts.texts`."""
    keys = [sound.rpartition("/")[2] for sound in sounds]
    return [words for key in keys if (words := texts.get(key, "")) and key != speech.PAUSE]


def _standing(case: Case, language: str, at: datetime) -> Sounds:
    if not case.is_open:
        closed = speech.day(clock.day(case.closed_at), year=True) if case.closed_at else ()
        return speech.path((speech.PAUSE, "status-closed-on", *closed)) if closed else ()
    if case.state == "asked":
        return speech.path((speech.PAUSE, "status-awaits-you"))
    holder = voice.free(words.title(case.holder), language) if case.holder else ()
    whose = (*speech.path((speech.PAUSE, "status-with")), *holder, *speech.path(("status-has-it",))) if holder else ()
    if case.due_at is None:
        return whose
    due = "status-answer-by" if case.due_at >= at else "status-answer-was-due"
    return (*whose, *speech.path((speech.PAUSE, due, *speech.day(clock.day(case.due_at)))))


def _public(number: str) -> Case | None:
    """Return a case as far as everybody who has its number may know of it; None for the office's own kinds."""
    found = Case.objects.select_related("holder__place").filter(number=number).first()
    table = flow.flow_of(found.kind) if found is not None else None
    return found if table is not None and (table.public or table.asks_who) else None


OF_THE_CASE: Mapping[str, Callable[[Call, str], Sounds]] = {"report": report, "reminder": reminder}
ANSWERS: Mapping[str, Callable[[str, str, datetime], Sounds]] = {"status": status, "hearing": hearing}
