"""Reading rulebook/streams.toml, and what it alone cannot tell."""

from collections import Counter
from collections.abc import Callable, Iterator

from shramsetu.rulebook import streams
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.read import File, Row

Keep = Callable[[Book, str, File, str, str], str]


def read_streams(found: Book, keep: Keep) -> None:
    """Read streams and days into `found`."""
    file = File.at(found.root, "streams.toml")

    def under(name: str, shelf: str, kind: type[Row]) -> dict[str, Row]:
        rows = file.rows(kind, under=name)
        return {keep(found, f"{shelf}:", file, key, f"{name}.{key}"): row for key, row in rows}

    found.streams = streams.Streams(
        streams=under("streams", "stream", streams.Stream), days=under("days", "day", streams.DayRule)
    )


def streams_are_whole(book: Book) -> Iterator[tuple[str, str]]:
    """Yield what is wrong: prefixes and channels given twice, days whose stream is none."""
    rows = book.streams.streams
    prefixes = Counter(one.prefix for one in rows.values())
    channels = Counter(channel for one in rows.values() for channel in one.channels)
    for slug, one in rows.items():
        if prefixes[one.prefix] > 1:
            yield f"stream:{slug}", f"another stream has the prefix {one.prefix}"
        for channel in one.channels:
            if channels[channel] > 1:
                yield f"stream:{slug}", f"another stream has the channel {channel}"
    for slug, day in book.streams.days.items():
        if day.stream not in rows:
            yield f"day:{slug}", f"{day.stream} is no stream"
