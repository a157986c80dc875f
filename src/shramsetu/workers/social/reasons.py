"""Why an envelope or a part of it was not taken: the codes of SPDCI v1.0.0, each with a sentence."""

from enum import StrEnum


class Reason(StrEnum):
    """Reason codes of a header or of one request in it (`status_reason_code`)."""

    VERSION = "rjct.version.invalid"
    MESSAGE_TWICE = "rjct.message_id.duplicate"
    MESSAGE_TIME = "rjct.message_ts.invalid"
    ACTION = "rjct.action.invalid"
    ACTION_UNKNOWN = "rjct.action.not_supported"
    TOTAL = "rjct.total_count.invalid"
    TOTAL_LIMIT = "rjct.total_count.limit_exceeded"
    TOO_MANY_ERRORS = "rjct.errors.too_many"
    REFERENCE = "rjct.reference_id.invalid"
    REFERENCE_TWICE = "rjct.reference_id.duplicate"
    TIMESTAMP = "rjct.timestamp.invalid"
    CRITERIA = "rjct.search_criteria.invalid"
    FILTER = "rjct.filter.invalid"
    SORT = "rjct.sort.invalid"
    PAGINATION = "rjct.pagination.invalid"
    TOO_MANY_RECORDS = "rjct.search.too_many_records_found"


class Fault(StrEnum):
    """Error codes of an acknowledgement (`error.code`)."""

    BAD = "err.request.bad"
    UNAUTHORISED = "err.request.unauthorized"
    FORBIDDEN = "err.request.forbidden"
    NOT_FOUND = "err.request.not_found"
    TIMEOUT = "err.request.timeout"
    TOO_MANY = "err.request.too_many_requests"
    VERSION = "err.version.not_supported"
    SENDER = "err.sender_id.invalid"
    SENDER_URI = "err.sender_uri.invalid"
    RECEIVER = "err.receiver_id.invalid"
    UNSIGNED = "err.signature.missing"
    SIGNATURE = "err.signature.invalid"
    ENCRYPTION = "err.encryption.invalid"
    UNAVAILABLE = "err.service.unavailable"


# What an acknowledgement says where a header is refused for one of these.
_FAULTS = {Reason.VERSION: Fault.VERSION}


class Refused(Exception):
    """An envelope, or a request in it, was not taken. `detail` names what is wrong, never a value that was sent."""

    def __init__(self, reason: Reason | Fault, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail

    @property
    def fault(self) -> Fault:
        """The error code of an acknowledgement that says so."""
        return self.reason if isinstance(self.reason, Fault) else _FAULTS.get(self.reason, Fault.BAD)

    @property
    def text(self) -> str:
        """Code and detail in one line, at most 999 signs as the interface allows."""
        return str(self)[:999]


class Misshapen(Refused):
    """A part of an envelope lacks something or has the wrong shape: it could not be read as a whole."""
