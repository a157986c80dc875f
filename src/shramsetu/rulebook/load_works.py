"""Reading rulebook/works/, and what one of its files alone cannot tell."""

from collections.abc import Callable, Iterator

from shramsetu.rulebook import works
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.read import File, Row

Keep = Callable[[Book, str, File, str, str], str]


def read_works(found: Book, keep: Keep) -> None:
    """Read sites, components and lists into `found`."""
    sites, parts, lists = (File.at(found.root, f"works/{name}.toml") for name in ("sites", "components", "lists"))

    def under(name: str, shelf: str, kind: type[Row]) -> dict[str, Row]:
        rows = lists.rows(kind, under=name)
        return {keep(found, f"{shelf}:", lists, key, f"{name}.{key}"): row for key, row in rows}

    found.works = works.Works(
        sites={keep(found, "site:", sites, key, ""): row for key, row in sites.rows(works.Site)},
        components={keep(found, "component:", parts, key, ""): row for key, row in parts.rows(works.ComponentRule)},
        hindrances=under("hindrances", "hindrance", works.HindranceKind),
        owners=under("owners", "works-owner", works.WorksOwner),
        readiness=under("readiness", "readiness", works.ReadyItem),
        visitors=under("visitors", "visitor", works.Visitor),
    )


def works_are_whole(book: Book) -> Iterator[tuple[str, str]]:
    """Yield what is wrong: weights that make no hundred, owners that are no post, blocks that are no block."""
    made = book.works
    weight = sum(one.weight for one in made.components.values())
    if made.components and weight != works.WHOLE:
        yield f"component:{next(iter(made.components))}", f"the weights add up to {weight}, not {works.WHOLE}"
    templates = {*book.offices, *(f"{slug}.{post.key}" for slug, ladder in book.ladders.items() for post in ladder)}
    for slug, owner in made.owners.items():
        if owner.post not in templates:
            yield f"works-owner:{slug}", f"{owner.post} is no post"
    for slug, kind in made.hindrances.items():
        if kind.owner not in made.owners:
            yield f"hindrance:{slug}", f"{kind.owner} is no owner"
    blocks = {slug for slug, one in made.components.items() if one.is_block}
    for slug, item in made.readiness.items():
        for block in sorted(set(item.blocks) - blocks):
            yield f"readiness:{slug}", f"{block} is no block"
