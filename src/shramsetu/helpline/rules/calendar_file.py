"""Duties as an iCalendar file (RFC 5545), for the calendar of a phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LINE_BYTES = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: a key that stays the same when it changes, from when to when, its title and a note."""

    key: str
    from_at: datetime
    to_at: datetime
    title: str
    note: str = ""


def written(events: Iterable[Event], *, host: str, at: datetime) -> str:
    """Return the file; a calendar that reads it again replaces the entries of the same key."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//Shram Setu//HI", "METHOD:PUBLISH"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.key}@{host}",
            f"DTSTAMP:{_stamp(at)}",
            f"DTSTART:{_stamp(event.from_at)}",
            f"DTEND:{_stamp(event.to_at)}",
            f"SUMMARY:{_escaped(event.title)}",
            *([f"DESCRIPTION:{_escaped(event.note)}"] if event.note else []),
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Break a line after at most 75 bytes, never inside a character; a line that goes on begins with a space."""
    parts, room = [""], LINE_BYTES
    for mark in line:
        size = len(mark.encode())
        if size > room:
            parts.append(" ")
            room = LINE_BYTES - 1
        parts[-1] += mark
        room -= size
    return parts
