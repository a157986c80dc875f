"""Structured logs as JSON lines on standard error; what looks like a phone or an Aadhaar number is masked."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from shramsetu.lib import aadhaar, text


def scrub(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Mask digit runs and addresses in all that a log line says, the traceback and what lies in lists too."""
    return {text.scrub(key): _scrubbed(value) for key, value in event.items()}


def hide_aadhaars(logger: WrappedLogger, name: str, line: Any) -> str:
    """Look at the written line once more: what an unknown object says of itself is known only now."""
    return aadhaar.hide_aadhaars(str(line))


def _scrubbed(value: object) -> object:
    if isinstance(value, str):
        return text.scrub(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        hidden = aadhaar.hide_aadhaars(str(value))
        return value if hidden == str(value) else hidden
    if isinstance(value, Mapping):
        return {text.scrub(str(key)): _scrubbed(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrubbed(inner) for inner in value]
    return value


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    scrub,
]


def configure(level: str) -> None:
    """Send our lines and those of every library through the same scrubber."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
                hide_aadhaars,
            ],
        )
    )
    logging.raiseExceptions = False  # the report of a line that cannot be written would pass by the scrubber
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # These tell of every task and every style sheet, in every process that starts.
    for chatty in ("procrastinate", "weasyprint", "fontTools", "httpx"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


@contextmanager
def kept_in(file: Path) -> Iterator[TextIO]:
    """Let the lines of this process go to `file` meanwhile: the terminal belongs to what a person reads."""
    file.parent.mkdir(parents=True, exist_ok=True)
    ours = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    with file.open("w", encoding="utf-8") as kept:
        before = [one.stream for one in ours]
        for one in ours:
            one.setStream(kept)
        try:
            yield kept
        finally:
            for one, stream in zip(ours, before, strict=True):
                one.setStream(stream)
