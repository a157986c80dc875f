"""Sanctioning many claims at once: decided one by one as a single sanction is, read and written together."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.db import OperationalError, transaction

from shramsetu.casework import actions as casework
from shramsetu.casework import together
from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, To
from shramsetu.casework.queries import dressed
from shramsetu.journal.rules import Actor
from shramsetu.offices import roster
from shramsetu.schemes import looking
from shramsetu.schemes.actions import deciding
from shramsetu.schemes.actions.deciding import Decided, Seen
from shramsetu.schemes.actions.payees import Seats
from shramsetu.schemes.models import Award, Claim, Paper, Payee
from shramsetu.schemes.words import SAY

VERBS = {"sanction": "sanction", "confirming": "confirm"}
_DECIDE = {"sanction": deciding.sanctioned, "confirming": deciding.confirmed}
_BEFORE = ("sanctioned", "granted", "paid", "committee")
log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one claim of many: sanctioned, or the sentence that says why not."""

    number: str
    is_done: bool
    words: str = ""


def sanction_many(numbers: Iterable[str], *, by: Actor, at: datetime, text: str = "") -> list[Done]:
    """Sanction claims, or confirm those of the fast track; one that cannot be sanctioned holds up no other.

    Each is decided as a single sanction decides it, after those before it that are of the same worker or family: what
    one was given counts for the next. A claim that was sanctioned before is done: a chunk may be run again. Where
    something goes wrong that nobody expected, they are taken one by one, and the one at fault says so.
    """
    wanted = list(dict.fromkeys(numbers))
    said: dict[str, Done] = {}
    with roster.held():
        for wave in _waves(wanted):
            try:
                with transaction.atomic():
                    said |= {one.number: one for one in _together(wave, by=by, at=at, text=text)}
            except OperationalError:
                raise
            except Exception:
                log.exception("a chunk of %s claims goes one by one", len(wave))
                said |= {number: _alone(number, by=by, at=at, text=text) for number in wave}
    return [said.get(number) or Done(number, is_done=False, words=str(SAY["not_now"])) for number in wanted]


def _waves(numbers: Sequence[str]) -> list[list[str]]:
    """Cut the claims into lists in which no worker and no family stands twice, each in the order given."""
    rows = Claim.objects.filter(case__number__in=numbers, case__kind="claim")
    of = {number: key for number, *key in rows.values_list("case__number", "worker", "worker__family")}
    waves: list[list[str]] = []
    turns: dict[str, int] = {}
    for number in numbers:
        if number not in of:
            continue
        worker, family = of[number]
        keys = [f"worker:{worker}", *([f"family:{family}"] if family else [])]
        turn = max(turns.get(key, 0) for key in keys)
        turns |= dict.fromkeys(keys, turn + 1)
        waves += [[]] * (turn == len(waves))
        waves[turn] = [*waves[turn], number]
    return waves


def _together(numbers: Sequence[str], *, by: Actor, at: datetime, text: str) -> list[Done]:
    ids = Case.objects.filter(number__in=numbers).values("pk")
    # the claims are locked first, as a single step does it; the cases are read behind that lock
    claims = Claim.objects.select_for_update(of=("self",)).select_related("worker__district").filter(pk__in=ids)
    locked = {one.pk: one for one in claims.defer("outcome").order_by("pk")}
    cases = dressed(list(Case.objects.filter(pk__in=locked)))
    for case in cases:
        locked[case.pk].case = case
    open_ = [case for case in cases if case.state in VERBS]
    seen = {one.claim.pk: one for one in _seen([locked[case.pk] for case in open_])}
    granted: dict[int, Decided] = {}
    wanted = [
        together.Wanted(case, VERBS[case.state], partial(_decide, seen[case.pk], granted, case.state)) for case in open_
    ]
    said = together.take_many(wanted, by=by, at=at, detail={"text": text} if text else {})
    deciding.write([one for pk, one in granted.items() if said[pk] is None], by=by, at=at)
    return [_done(case, said.get(case.pk), asked=case.pk in said) for case in cases]


def _decide(seen: Seen, granted: dict[int, Decided], state: str, move: Move) -> To:
    found = _DECIDE[state](move, seen)
    granted[move.case.pk] = found
    return found.to


def _seen(claims: Sequence[Claim]) -> list[Seen]:
    """Return the claims as they are now, read together."""
    papers = _grouped(Paper.objects.filter(claim__in=claims, is_good=True).values_list("claim", "slug"))
    payees = _grouped((one.claim_id, one) for one in Payee.objects.filter(claim__in=claims))
    there = _grouped((one.claim_id, one) for one in Award.objects.filter(claim__in=claims).order_by("pk"))
    return [
        Seen(one, found, papers.get(one.pk, ()), Seats(one, payees.get(one.pk, ())), there.get(one.pk, []))
        for one, found in zip(claims, looking.of_claims(claims), strict=True)
    ]


def _grouped(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for key, one in rows:
        found.setdefault(key, []).append(one)
    return found


def _done(case: Case, refusal: Exception | None, *, asked: bool) -> Done:
    if refusal is None and (asked or case.state in _BEFORE):
        return Done(case.number, is_done=True)
    if isinstance(refusal, Refused):
        return Done(case.number, is_done=False, words=str(refusal.message))
    return Done(case.number, is_done=False, words=str(SAY["not_now"]))


def _alone(number: str, *, by: Actor, at: datetime, text: str) -> Done:
    """Take one claim behind a savepoint of its own; what nobody expected is said of it alone."""
    case = Case.objects.get(number=number)
    if case.state not in VERBS:
        return _done(case, None, asked=False)
    try:
        with transaction.atomic():
            detail = {"text": text} if text else {}
            casework.take(case, VERBS[case.state], seen=case.revision, by=by, at=at, detail=detail)
    except (Refused, NotAllowed, Missing, Stale) as refusal:
        return _done(case, refusal, asked=True)
    except OperationalError:
        raise
    except Exception:
        log.exception("case %s cannot be sanctioned", number)
        return Done(number, is_done=False, words=str(SAY["broken"]))
    return Done(number, is_done=True)
