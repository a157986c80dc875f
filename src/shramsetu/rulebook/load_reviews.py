"""Reading rulebook/reviews.toml, and what it alone cannot tell."""

from collections.abc import Callable, Iterator

from shramsetu.rulebook import reviews
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.read import File, Row

Keep = Callable[[Book, str, File, str, str], str]


def read_reviews(found: Book, keep: Keep) -> None:
    """Read rounds, sectors and sections into `found`."""
    file = File.at(found.root, "reviews.toml")

    def under(name: str, shelf: str, kind: type[Row]) -> dict[str, Row]:
        rows = file.rows(kind, under=name)
        return {keep(found, f"{shelf}:", file, key, f"{name}.{key}"): row for key, row in rows}

    found.reviews = reviews.Reviews(
        rounds=under("rounds", "round", reviews.Round),
        sectors=under("sectors", "review-sector", reviews.ReviewSector),
        sections=under("sections", "section", reviews.Section),
    )


def reviews_are_whole(book: Book) -> Iterator[tuple[str, str]]:
    """Yield what is wrong: chairs and sections that are no post, weeks and sectors that name nothing."""
    yield from _rounds(book)
    for slug, sector in book.reviews.sectors.items():
        for target in sorted(set(sector.targets) - set(book.watched.sectors)):
            yield f"review-sector:{slug}", f"{target} is no sector of targets"
    posts = _posts(book)
    for slug, section in book.reviews.sections.items():
        for post in sorted(set(section.posts) - posts):
            yield f"section:{slug}", f"{post} is no post"


def _rounds(book: Book) -> Iterator[tuple[str, str]]:
    made, posts = book.reviews, _posts(book)
    for slug, one in made.rounds.items():
        for post in sorted({one.chair, one.deputy} - posts):
            yield f"round:{slug}", f"{post} is no post"
        for sector in sorted(set(one.week) - set(made.sectors)):
            yield f"round:{slug}", f"{sector} is no sector of reviews"
        if one.chair == one.deputy:
            yield f"round:{slug}", "the deputy is the chair"


def _posts(book: Book) -> set[str]:
    ladders = (f"{slug}.{post.key}" for slug, ladder in book.ladders.items() for post in ladder)
    return {*book.offices, *ladders}
