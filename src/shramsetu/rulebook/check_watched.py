"""What rulebook/indicators.toml alone cannot tell: its names are names of other files, its peers part the state."""

from collections.abc import Iterator

from shramsetu.rulebook.lookup import Book

Faults = Iterator[tuple[str, str]]


def peers_part_the_state(book: Book) -> Faults:
    """Every district is ranked in one group: none is named twice, and one group takes the others."""
    made = book.watched.peers
    rest = [slug for slug, one in made.items() if not one.districts]
    if made and len(rest) != 1:
        yield f"peers:{next(iter(made))}", "one group takes all other districts, and only one"
    for slug, one in made.items():
        others = {code for other, two in made.items() if other != slug for code in two.districts}
        for code in sorted({code for code in one.districts if code in others or one.districts.count(code) > 1}):
            yield f"peers:{slug}", f"district {code} is named twice"


def indicators_name_something(book: Book) -> Faults:
    made = book.watched
    for slug, one in made.indicators.items():
        if one.sector not in made.sectors:
            yield f"indicator:{slug}", f"{one.sector} is no sector"
        if one.department not in book.departments:
            yield f"indicator:{slug}", f"{one.department} is no department"
        if one.scheme and one.scheme not in book.schemes:
            yield f"indicator:{slug}", f"{one.scheme} is no scheme"
        for source in one.sources:
            if source not in made.sources:
                yield f"indicator:{slug}", f"{source} is no source department"
