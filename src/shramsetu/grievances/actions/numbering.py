"""Which stream of references a filing belongs to, and its own number there."""

from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework import sealing, series
from shramsetu.casework.models import Case
from shramsetu.grievances.filing import Filing
from shramsetu.grievances.models import Reference
from shramsetu.lib import clock


def stream_of(filing: Filing) -> str:
    """Return the stream that is named, else the one that claims the channel; raises NoRule for one that is none."""
    streams = rulebook.book().streams
    return streams.one(filing.stream).slug if filing.stream else streams.of_channel(filing.channel)


def number(case: Case, filing: Filing, *, at: datetime) -> Reference | None:
    """Give a new case its number in its stream, and keep the sender's; nothing is written where there is neither.

    A stream that counts by the year has no gap: whoever registers in it at the same moment waits here.
    """
    if not case.reference_kind:
        return None
    stream = rulebook.book().streams.one(case.reference_kind)
    counts = stream.series == "year"
    if not counts and not filing.outside_number:
        return None
    year = clock.day(at).year
    serial = series.following(f"stream:{stream.slug}", year) if counts else None
    row = Reference(
        case=case,
        stream=stream.slug,
        year=year,
        serial=serial,
        number=f"{stream.prefix}/{year}/{serial:06d}" if counts else "",
        outside_number=sealing.veiled(case, filing.outside_number) if filing.outside_number else "",
        outside_on=filing.outside_on,
    )
    row.save(force_insert=True)
    return row


def said(case: Case, reference: Reference | None) -> str:
    """Return the number of a case in its stream as it is said and printed; empty where no stream claims it."""
    if reference is not None and reference.number:
        return reference.number
    stream = rulebook.book().streams.streams.get(case.reference_kind)
    return f"{stream.prefix}-{case.number}" if stream else ""
