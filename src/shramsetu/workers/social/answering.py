"""What an envelope is answered with: one item for each request, each with its own status and reason."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.workers.models import Question, Received, Right
from shramsetu.workers.social import envelope, searching, signing
from shramsetu.workers.social.actions import receiving, subscribing
from shramsetu.workers.social.actions.receiving import Arrival
from shramsetu.workers.social.envelope import (
    SearchItem,
    SearchRequest,
    StatusRequest,
    SubscribeItem,
    SubscribeRequest,
    UnsubscribeRequest,
)
from shramsetu.workers.social.reasons import Reason, Refused
from shramsetu.workers.social.searching import Result

Item = TypeVar("Item", SearchItem, SubscribeItem)
Answer = dict[str, Any]


def read(arrival: Arrival, at: datetime) -> SearchRequest | StatusRequest | SubscribeRequest | UnsubscribeRequest:
    """Read what is asked and check it as a whole, before it is acknowledged. Raises Refused."""
    kind = KINDS[arrival.row.action]
    asked = envelope.parse(kind, arrival.message)
    count = len(_items(asked))
    most = rulebook.book().number("social.requests_most", clock.day(at))
    if arrival.header.total_count is None or arrival.header.total_count != count:
        raise Refused(Reason.TOTAL, f"total_count: {count} here")
    if count > most:
        raise Refused(Reason.TOTAL_LIMIT, f"total_count: {most} at most")
    if arrival.row.action == "subscribe":
        searching.need(arrival.partner, Right.SUBSCRIBE)
    return asked


def await_answer(arrival: Arrival, asked: object, *, at: datetime) -> None:
    """Note the requests of an envelope that is answered later, so that its status can be asked meanwhile."""
    for item in _items(asked):
        if isinstance(item, SearchItem | SubscribeItem):
            with contextlib.suppress(Refused):  # told in the answer
                _question(arrival, str(arrival.row.transaction_id), item, at)


def answer(arrival: Arrival, asked: object, *, at: datetime) -> Answer:
    """Answer what was asked; an item that cannot be answered says why, the others stand."""
    if isinstance(asked, SearchRequest):
        items = [_item(arrival, asked.transaction_id, one, _found, at) for one in asked.search_request]
        return _message(arrival, asked.transaction_id, {"search_response": items})
    if isinstance(asked, SubscribeRequest):
        items = [_item(arrival, asked.transaction_id, one, _subscribed, at) for one in asked.subscribe_request]
        return _message(arrival, asked.transaction_id, {"subscribe_response": items})
    if isinstance(asked, UnsubscribeRequest):
        ended = subscribing.unsubscribe(arrival.partner, asked.subscription_codes, at=at)
        said = {"timestamp": at.isoformat(), "status": "succ", "subscription_status": ended}
        return _message(arrival, asked.transaction_id, said)
    assert isinstance(asked, StatusRequest)
    return _message(arrival, asked.transaction_id, {"txnstatus_response": _status(arrival, asked, at)})


def tally(said: Answer) -> tuple[int, int, str]:
    """Return of how many items how many succeeded, and the status of the whole."""
    items = next((said[name] for name in ("search_response", "subscribe_response") if name in said), None)
    if items is None:
        return 1, 1, "succ"
    done = sum(one["status"] == "succ" for one in items)
    return len(items), done, "succ" if done else "rjct"


def _items(asked: object) -> list[Any]:
    if isinstance(asked, SearchRequest):
        return list(asked.search_request)
    if isinstance(asked, SubscribeRequest):
        return list(asked.subscribe_request)
    return [asked]


def _message(arrival: Arrival, transaction: str, said: Answer) -> Answer:
    return {"transaction_id": transaction, "correlation_id": str(arrival.row.correlation_id), **said}


def _item(
    arrival: Arrival,
    transaction: str,
    item: Item,
    work: Callable[[Arrival, Question, Item, datetime], Answer],
    at: datetime,
) -> Answer:
    said: Answer = {"reference_id": item.reference_id, "timestamp": at.isoformat(), "locale": item.locale or "hin"}
    try:
        question = _question(arrival, transaction, item, at)
    except Refused as error:
        return {**said, **_refusal(error)}
    try:
        done = work(arrival, question, item, at)
    except Refused as error:
        _ended(question, Question.Status.REFUSED, reason=str(error.reason))
        return {**said, **_refusal(error)}
    _ended(question, Question.Status.DONE, records=len(done.get("data", {}).get("reg_records", ())))
    return {**said, "status": "succ", **done}


def _question(arrival: Arrival, transaction: str, item: SearchItem | SubscribeItem, at: datetime) -> Question:
    """Return the row of this request. The same again is the same; another one under its ids is refused."""
    written = item.model_dump(mode="json", exclude={"timestamp"})
    digest = hashlib.sha256(signing.canonical({"action": arrival.row.action, **written})).hexdigest()
    question, made = Question.objects.get_or_create(
        partner=arrival.partner,
        transaction_id=transaction,
        reference_id=item.reference_id,
        defaults={"received": arrival.row, "digest": digest, "status": Question.Status.PENDING, "at": at},
    )
    if not made and question.digest != digest:
        raise Refused(Reason.REFERENCE_TWICE, "reference_id")
    if not made and question.received_id == arrival.row.pk and question.status != Question.Status.PENDING:
        raise Refused(Reason.REFERENCE_TWICE, "reference_id stands twice in this envelope")
    return question


def _found(arrival: Arrival, question: Question, item: SearchItem, at: datetime) -> Answer:
    del question
    found = searching.search(item.search_criteria, item.pagination, partner=arrival.partner, at=at)
    receiving.disclosed(arrival, workers=found.workers, families=found.families, at=at)
    return _data(found)


def _data(found: Result) -> Answer:
    return {
        "data": {
            "version": envelope.VERSION,
            "reg_type": "ns:org:RegistryType:Social",
            "reg_record_type": found.record_type,
            "reg_records": found.records,
        },
        "pagination": {"page_size": found.size, "page_number": found.page, "total_count": found.total},
    }


def _subscribed(arrival: Arrival, question: Question, item: SubscribeItem, at: datetime) -> Answer:
    row = subscribing.subscribe(question, item.subscribe_criteria, partner=arrival.partner, at=at)
    return {"subscriptions": [{"code": row.code, "status": "subscribe", "timestamp": row.from_at.isoformat()}]}


def _status(arrival: Arrival, asked: StatusRequest, at: datetime) -> Answer:
    """Say how an earlier transaction of the same partner stands, without its records: they went out once."""
    told = asked.txnstatus_request
    rows = list(_asked_before(arrival, told.attribute_type, told.attribute_value).select_related("received"))
    items = [_standing(one) for one in rows]
    first: Received | None = rows[0].received if rows else None
    name = "subscribe_response" if told.txn_type == "subscribe" else "search_response"
    status = {
        "transaction_id": first.transaction_id if first else asked.transaction_id,
        "correlation_id": str(first.correlation_id if first else arrival.row.correlation_id),
        name: items,
    }
    return {"txn_type": told.txn_type, "txn_status": status}


def _asked_before(arrival: Arrival, attribute: str, value: str | list[str]) -> QuerySet[Question]:
    wanted = value if isinstance(value, list) else [value]
    rows = Question.objects.filter(partner=arrival.partner).order_by("pk")
    if attribute == "transaction_id":
        return rows.filter(transaction_id__in=wanted)
    if attribute == "reference_id_list":
        return rows.filter(reference_id__in=[one for said in wanted for one in said.split(",")])
    return rows.filter(received__correlation_id__in=_ids(wanted))


def _ids(said: Iterable[str]) -> list[str]:
    """Return what can be one of our correlation ids; PostgreSQL would refuse the rest."""
    return [one for one in said if len(one) == 36 and set(one) <= set("0123456789abcdef-")]


def _standing(one: Question) -> Answer:
    said = {"reference_id": one.reference_id, "timestamp": one.at.isoformat(), "status": one.status}
    return {**said, "status_reason_code": one.reason} if one.reason else said


def _refusal(error: Refused) -> Answer:
    code = error.reason if isinstance(error.reason, Reason) else Reason.CRITERIA
    return {"status": "rjct", "status_reason_code": code.value, "status_reason_message": error.text}


def _ended(question: Question, status: str, *, reason: str = "", records: int = 0) -> None:
    Question.objects.filter(pk=question.pk).update(status=status, reason=reason[:60], records=records)


KINDS: dict[str, type[SearchRequest] | type[StatusRequest] | type[SubscribeRequest] | type[UnsubscribeRequest]] = {
    "search": SearchRequest,
    "txn-status": StatusRequest,
    "subscribe": SubscribeRequest,
    "unsubscribe": UnsubscribeRequest,
}
