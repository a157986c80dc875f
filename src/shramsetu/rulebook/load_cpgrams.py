"""Reading rulebook/cpgrams.toml, and what it alone cannot tell."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from shramsetu.rulebook import cpgrams
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.read import File, Row

Keep = Callable[[Book, str, File, str, str], str]


def read_cpgrams(found: Book, keep: Keep) -> None:
    """Read rulebook/cpgrams.toml into `found`."""
    file = File.at(found.root, "cpgrams.toml")

    def under(name: str, shelf: str, kind: type[Row]) -> dict[str, Row]:
        rows = file.rows(kind, under=name)
        return {keep(found, f"{shelf}:", file, key, f"{name}.{key}"): row for key, row in rows}

    found.cpgrams = cpgrams.Cpgrams(
        columns=under("columns", "cpgrams-column", cpgrams.PortalColumn),
        categories=under("categories", "cpgrams-category", cpgrams.PortalCategory),
        closed_there=under("closed-there", "cpgrams-closed", cpgrams.ClosedThere),
        said=under("said", "cpgrams-said", cpgrams.Said),
        report=under("report", "cpgrams-report", cpgrams.ReportColumn),
    )


def cpgrams_is_whole(book: Book) -> Iterator[tuple[str, str]]:
    """Yield what is wrong: columns that nobody reads or that lack, headings and states that stand twice."""
    rows = book.cpgrams
    yield from _as_many("cpgrams-column", rows.columns, cpgrams.COLUMNS)
    yield from _as_many("cpgrams-report", rows.report, cpgrams.REPORT)
    yield from _once("cpgrams-column", {slug: sorted(one.names) for slug, one in rows.columns.items()})
    yield from _once("cpgrams-said", {slug: one.states for slug, one in rows.said.items()})
    for slug, one in rows.categories.items():
        if one.category not in book.categories:
            yield f"cpgrams-category:{slug}", f"{one.category} is no category"


def _as_many(shelf: str, named: Collection[str], known: frozenset[str]) -> Iterator[tuple[str, str]]:
    for slug in sorted(set(named) - known):
        yield f"{shelf}:{slug}", "no such column"
    if lacking := sorted(known - set(named)):
        yield f"{shelf}:{min(named)}", f"columns are lacking: {', '.join(lacking)}"


def _once(shelf: str, words: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for slug, said in words.items():
        for word in said:
            if seen.setdefault(word, slug) != slug:
                yield f"{shelf}:{slug}", f"{word} stands under {seen[word]} too"
