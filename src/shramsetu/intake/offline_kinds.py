"""A day's lines that were typed without a network, and what a device takes along to a day."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import get_language, gettext

from shramsetu.casework import queries as cases
from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.grievances import offers, papers
from shramsetu.grievances.filing import Filing
from shramsetu.intake import powers
from shramsetu.intake.camps import actions
from shramsetu.intake.camps.forms import Row, Settling
from shramsetu.intake.camps.models import Day, Line
from shramsetu.lib import clock, text
from shramsetu.offices import words
from shramsetu.offices.models import Role
from shramsetu.offline import registry
from shramsetu.offline.registry import Giver, Handed

ROLES = frozenset(Role(one) for one in powers.COUNTER)


def line(handed: Handed) -> dict[str, object]:
    """Register a line of a day; answers with its number and serial. Raises registry.Refused.

    What was done on the spot is written with it. Where that is refused, the line stands, and the device is told why.
    """
    body, giver, at = handed.written.body, handed.giver, handed.at
    day = _day(str(body.get("day", "")), giver)
    if day is None:
        raise registry.Refused({"": gettext("This day is not of your office.")})
    plain = {name: value if isinstance(value, str) else "" for name, value in body.items()}
    form = Row({**plain, "key": str(handed.written.key)}, day=day)
    if not form.is_valid():
        raise registry.Refused({name: str(said[0]) for name, said in form.errors.items()})
    try:
        made = actions.enter(day, form.numbered(plain.get("number", "")), key=handed.written.key, by=giver.actor, at=at)
    except Refused as refused:
        raise registry.Refused({refused.field: str(refused.message)}) from refused
    told = {"number": made.case.number, "serial": made.serial, "spot": "", "words": ""}
    return {**told, **_spot(made, plain, handed)} if plain.get("done") else told


def _spot(made: Line, plain: dict[str, str], handed: Handed) -> dict[str, object]:
    """Write what was done on the spot. Without a network nobody gets a code: it is a report, and the call comes."""
    by, at = handed.giver.actor, handed.at
    form = Settling({"text": plain["done"], "statements": plain.get("statements", "")})
    if not form.is_valid():
        return {"words": " ".join(str(said[0]) for said in form.errors.values())}
    detail = {**form.detail, "contacted_at": at}
    try:
        with transaction.atomic():
            for upload in handed.files:
                files.store(upload, stream=made.case.stream, purpose=Purpose.ORDER_OR_RECEIPT, by=by, at=at)
            settled = actions.settle(made, detail=detail, code="", by=by, at=at)
    except (FalseType, TooLarge):
        return {"words": gettext("A file was not taken. Dispose of this line on its page.")}
    except Refused as refused:
        return {"words": str(refused.message)}
    except (NotAllowed, Stale, Missing):
        return {"words": gettext("What was done on the spot was not taken. Dispose of this line on its page.")}
    return {"spot": str(settled.spot)}


def kit(ref: str, *, giver: Giver, at: datetime) -> dict[str, object]:
    """Gather what a device takes along: the day, the categories, a block of numbers with the codes of their slips.

    `ref` is the day and the device's own name of the block: `12.UUID`. Raises Http404.
    """
    pk, _dot, block = ref.partition(".")
    day = _day(pk, giver)
    if day is None:
        raise Http404
    try:
        drawn = actions.hand_out(day, UUID(block), by=giver.actor, at=at)
    except (ValueError, Refused) as error:
        raise Http404 from error
    language = get_language() or "hi"
    return {
        "day": day.pk,
        "on": day.on.isoformat(),
        "title": actions.rule(day.kind).title.say(language),
        "place": day.place.name(language),
        "venue": day.venue,
        "categories": [list(pair) for pair in offers.category_choices()],
        "goes": _goes(day, language, at=at),
        "numbers": [[number, cases.leading_code(number), _qr(number, giver)] for number in drawn],
    }


def _goes(day: Day, language: str, *, at: datetime) -> dict[str, list[str]]:
    """Return for each category who gets a complaint from the day's own place, and until when; none of sealed ones."""
    found = {}
    for slug, _title in offers.category_choices():
        given = Filing("grievance", slug, "", Case.Channel.DESK, (), district=day.place.district, place=day.place)
        to = actions.foreseen(day, given, at=at)
        if to is not None and to.holder is not None and to.due is not None:
            found[slug] = [words.title(to.holder), text.dated(clock.day(to.due.at), language)]
    return found


def _qr(number: str, giver: Giver) -> str:
    return papers.qr_rows(giver.request.build_absolute_uri(papers.track(number)))


def _day(pk: str, giver: Giver) -> Day | None:
    rows = Day.objects.select_related("place__district").filter(office=giver.post)
    return rows.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 10 else None


registry.takes(registry.Kind("day-line", line, ROLES))
registry.gives(registry.Kit("day", kit, ROLES))
