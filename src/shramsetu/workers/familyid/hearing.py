"""What another registry answers to our letters, and the news that we asked it for."""

from collections.abc import Callable
from datetime import datetime

from shramsetu.journal.rules import Actor
from shramsetu.workers.familyid.actions import taking
from shramsetu.workers.models import Family, Letter, Listening, Right
from shramsetu.workers.social import envelope, records, searching
from shramsetu.workers.social.actions.receiving import Arrival
from shramsetu.workers.social.envelope import (
    Notify,
    Records,
    SearchResponse,
    StatusResponse,
    SubscribeResponse,
    UnsubscribeResponse,
)
from shramsetu.workers.social.reasons import Fault, Refused

GONE_WRONG = (KeyError, TypeError, ValueError, StopIteration, AttributeError)


def hear(arrival: Arrival, *, at: datetime) -> None:
    """Take an answer or news. Raises Refused where it cannot be read, or where we never asked."""
    searching.need(arrival.partner, Right.TELL)
    _HEARD[arrival.row.action](arrival, at)


def actor_of(arrival: Arrival) -> Actor:
    """Return in whose name the journal notes what a partner told."""
    return Actor(role="partner", person=arrival.partner.sender_id)


def _found(arrival: Arrival, at: datetime) -> None:
    said = envelope.parse(SearchResponse, arrival.message)
    letter = _letter(arrival, said.transaction_id)
    for one in said.search_response:
        if one.data is not None and one.status == "succ" and one.reference_id in letter.families:
            _take(arrival, one.data, at, only={letter.families[one.reference_id]})
    _answered(letter, at)


def _status(arrival: Arrival, at: datetime) -> None:
    said = envelope.parse(StatusResponse, arrival.message)
    _answered(_letter(arrival, said.transaction_id), at)


def _subscribed(arrival: Arrival, at: datetime) -> None:
    said = envelope.parse(SubscribeResponse, arrival.message)
    letter = _letter(arrival, said.transaction_id)
    for one in said.subscribe_response:
        number = letter.families.get(one.reference_id, "")
        for info in one.subscriptions if number else ():
            Listening.objects.get_or_create(
                service=arrival.partner.sender_id,
                code=info.code,
                defaults={"family": number, "event": "UPDATE", "since_at": at},
            )
    _answered(letter, at)


def _unsubscribed(arrival: Arrival, at: datetime) -> None:
    said = envelope.parse(UnsubscribeResponse, arrival.message)
    letter = _letter(arrival, said.transaction_id)
    codes = [one.code for one in said.subscription_status]
    Listening.objects.filter(service=arrival.partner.sender_id, code__in=codes, ended_at=None).update(ended_at=at)
    _answered(letter, at)


def _news(arrival: Arrival, at: datetime) -> None:
    """Take news of families that are known here; of others nothing is kept."""
    said = envelope.parse(Notify, arrival.message)
    for event in said.notify_event:
        _take(arrival, event.data, at)


def _take(arrival: Arrival, data: Records, at: datetime, *, only: set[str] | None = None) -> None:
    for record in data.listed:
        try:
            told = records.snapshot_of(record, source=Family.Source.SERVICE, at=at)
            if told.number in only if only is not None else Family.objects.filter(number=told.number).exists():
                taking.take(told, source=Family.Source.SERVICE, by=actor_of(arrival), at=at)
        except taking.Older:
            continue
        except GONE_WRONG as error:
            raise Refused(Fault.BAD, "reg_records") from error


def _letter(arrival: Arrival, transaction: str) -> Letter:
    found = Letter.objects.filter(service=arrival.partner.sender_id, transaction_id=transaction).first()
    if found is None:
        raise Refused(Fault.NOT_FOUND, "transaction_id: we did not ask this")
    return found


def _answered(letter: Letter, at: datetime) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.ANSWERED, answered_at=at)


_HEARD: dict[str, Callable[[Arrival, datetime], None]] = {
    "on-search": _found,
    "txn-on-status": _status,
    "on-subscribe": _subscribed,
    "on-unsubscribe": _unsubscribed,
    "notify": _news,
}
