"""The envelopes of SPDCI v1.0.0, written by hand: its published schemas leave `oneOf` of query and filter ambiguous.

Both releases of the interface are read (January and December 2025): what only one of them knows is optional here, and
what neither knows is let by. A wrong shape is Refused with the reason code of the part that is wrong.
"""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from shramsetu.workers.social.reasons import Fault, Misshapen, Reason

VERSION = "1.0.0"
_ASKED = ("search", "txn-status", "subscribe", "unsubscribe")
ACTIONS = frozenset({*_ASKED, "on-search", "txn-on-status", "on-subscribe", "on-unsubscribe", "notify"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)")
_YEARS = (1900, 2999)
_NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"


def _instant(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("ISO 8601 with a zone")
    found = datetime.fromisoformat(value)
    if not _YEARS[0] <= found.year <= _YEARS[1]:  # at the ends of time another zone has no such instant
        raise ValueError("year")
    return found


Instant = Annotated[datetime, BeforeValidator(_instant)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=99, pattern=_NO_CONTROLS)]
Word = Annotated[str, StringConstraints(max_length=99, pattern=_NO_CONTROLS)]
Text = Annotated[str, StringConstraints(max_length=999)]
Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{3}$")]
Status = Literal["rcvd", "pdng", "succ", "rjct"]


class Shape(BaseModel):
    """A part of an envelope; what it does not know is let by."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Header(Shape):
    """Header of a message, or of a callback (then with `status`)."""

    version: Word = VERSION
    message_id: Id
    message_ts: Instant
    action: Word
    sender_id: Id
    sender_uri: Annotated[str, StringConstraints(max_length=300)] | None = None
    receiver_id: Word | None = None
    total_count: Annotated[int, Field(ge=0, strict=True)] | None = None
    completed_count: int | None = None
    is_msg_encrypted: bool | None = False
    status: Status | None = None
    status_reason_code: Word | None = None
    status_reason_message: Text | None = None


class Pagination(Shape):
    """Which page of the records."""

    page_size: Annotated[int, Field(ge=1)]
    page_number: Annotated[int, Field(ge=1)] = 1


class Sort(Shape):
    """By what the records are ordered."""

    attribute_name: Id
    sort_order: Literal["asc", "desc"] = "asc"


class Criteria(Shape):
    """What is searched. `query` has the shape of its type and is read by `criteria`."""

    query_type: Literal["idtype-value", "expression", "predicate", "graphql"]
    query: dict[str, Any] | list[Any]
    reg_type: Word | None = None
    reg_record_type: Word | None = None
    reg_event_type: Word | None = None
    response_entity: Word | None = None
    sort: list[Sort] | None = None
    pagination: Pagination | None = None


class SearchItem(Shape):
    """One search of a request; the page may stand beside or within the criteria."""

    reference_id: Id
    timestamp: Instant
    search_criteria: Criteria
    pagination: Pagination | None = None
    locale: Locale | None = None


class SearchRequest(Shape):
    """Message of `search`."""

    transaction_id: Id
    search_request: Annotated[list[SearchItem], Field(min_length=1)]


class StatusItem(Shape):
    """What is asked of an earlier transaction."""

    reference_id: Id | None = None
    txn_type: Word
    attribute_type: Literal["transaction_id", "reference_id_list", "correlation_id"]
    attribute_value: Id | list[Id]
    locale: Locale | None = None


class StatusRequest(Shape):
    """Message of `txn-status`."""

    transaction_id: Id
    txnstatus_request: StatusItem


class Frequency(Shape):
    """From when until when, and how often, news are wanted."""

    start_time: Instant | None = None
    end_time: Instant | None = None
    frequency: Word | None = None


class SubscribeCriteria(Shape):
    """Of what news are wanted."""

    reg_event_type: Id
    filter: dict[str, Any] | list[Any]
    filter_type: Literal["idtype-value", "expression", "predicate", "graphql"] = "idtype-value"
    notify_record_type: Id
    reg_type: Word | None = None
    frequency: Frequency | None = None


class SubscribeItem(Shape):
    """One subscription of a request."""

    reference_id: Id
    timestamp: Instant
    subscribe_criteria: SubscribeCriteria
    locale: Locale | None = None


class SubscribeRequest(Shape):
    """Message of `subscribe`."""

    transaction_id: Id
    subscribe_request: Annotated[list[SubscribeItem], Field(min_length=1)]


class UnsubscribeRequest(Shape):
    """Message of `unsubscribe`."""

    transaction_id: Id
    timestamp: Instant
    subscription_codes: Annotated[list[Id], Field(min_length=1)]


class Records(Shape):
    """What was found. One release gives a list, one an object."""

    reg_records: list[dict[str, Any]] | dict[str, Any]
    reg_record_type: Word | None = None
    reg_type: Word | None = None
    reg_event_type: Word | None = None

    @property
    def listed(self) -> list[dict[str, Any]]:
        """The records as a list."""
        return (
            self.reg_records if isinstance(self.reg_records, list) else [self.reg_records] if self.reg_records else []
        )


class PageGiven(Shape):
    """Which page of how many records was given."""

    page_size: int
    page_number: int
    total_count: int


class Found(Shape):
    """The answer to one search."""

    reference_id: Id
    timestamp: Instant
    status: Status
    status_reason_code: Word | None = None
    status_reason_message: Text | None = None
    data: Records | None = None
    pagination: PageGiven | None = None


class SearchResponse(Shape):
    """Message of `on-search`, and of the synchronous answer."""

    transaction_id: Id
    correlation_id: Id
    search_response: list[Found]


class StatusAnswer(Shape):
    """The status of a transaction, with its answers so far."""

    txn_type: Word
    txn_status: dict[str, Any]


class StatusResponse(Shape):
    """Message of `txn-on-status`."""

    transaction_id: Id
    correlation_id: Id
    txnstatus_response: StatusAnswer


class SubscriptionInfo(Shape):
    """A subscription and how it stands."""

    code: Id
    status: Word
    timestamp: Instant | None = None


class Subscribed(Shape):
    """The answer to one subscription."""

    reference_id: Id
    timestamp: Instant
    status: Status
    status_reason_code: Word | None = None
    subscriptions: list[SubscriptionInfo] = Field(default_factory=list)


class SubscribeResponse(Shape):
    """Message of `on-subscribe`."""

    transaction_id: Id
    correlation_id: Id
    subscribe_response: list[Subscribed]


class UnsubscribeResponse(Shape):
    """Message of `on-unsubscribe`."""

    transaction_id: Id
    correlation_id: Id
    timestamp: Instant
    status: Status | None = None
    subscription_status: list[SubscriptionInfo]


class Event(Shape):
    """One piece of news."""

    reference_id: Id
    timestamp: Instant
    data: Records
    locale: Locale | None = None


class Notify(Shape):
    """Message of `notify`."""

    transaction_id: Id
    notify_event: Annotated[list[Event], Field(min_length=1)]


Message = TypeVar("Message", bound=Shape)
_REASONS = {
    "pagination": Reason.PAGINATION,
    "sort": Reason.SORT,
    "timestamp": Reason.TIMESTAMP,
    "reference_id": Reason.REFERENCE,
    "message_ts": Reason.MESSAGE_TIME,
    "total_count": Reason.TOTAL,
    "filter": Reason.FILTER,
    "search_criteria": Reason.CRITERIA,
}


def parse(kind: type[Message], value: object) -> Message:
    """Read one part of an envelope. Raises Refused; what was sent is not repeated."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        places = [".".join(str(part) for part in one["loc"]) for one in error.errors()]
        parts = {str(part) for one in error.errors() for part in one["loc"]}
        reason = next((reason for name, reason in _REASONS.items() if name in parts), Fault.BAD)
        raise Misshapen(reason, ", ".join(sorted(set(places)))[:300]) from None


def header_of(body: dict[str, Any]) -> Header:
    """Read the header of a body. Raises Refused."""
    if not isinstance(body.get("header"), dict):
        raise Misshapen(Fault.BAD, "header")
    if not isinstance(body.get("message"), dict):
        raise Misshapen(Fault.BAD, "message")
    return parse(Header, body["header"])
