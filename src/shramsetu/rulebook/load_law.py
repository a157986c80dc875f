"""Reading rulebook/law/: each file checked by itself, then the names that lead from one to another."""

from collections.abc import Callable, Iterator

from shramsetu.rulebook import law
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.read import File, Row

Keep = Callable[..., str]
Faults = Iterator[tuple[str, str]]


def read_law(found: Book, keep: Keep) -> None:
    """Read the acts, regimes, matters, limits and forums into `found`."""

    def shelf(name: str, prefix: str, kind: type[Row]) -> dict[str, Row]:
        file = File.at(found.root, f"law/{name}.toml")
        return {keep(found, f"{prefix}:", file, key): row for key, row in file.rows(kind)}

    found.law = law.Law(
        acts=shelf("acts", "act", law.Act),
        regimes=shelf("regimes", "regime", law.Regime),
        matters=shelf("matters", "matter", law.MatterRule),
        limits=shelf("limits", "law-limit", law.LawLimit),
        forums=shelf("forums", "forum", law.ForumRule),
        things=shelf("things", "thing", law.Thing),
        reliefs=shelf("reliefs", "relief", law.Thing),
        defects=shelf("defects", "defect", law.Thing),
        purposes=shelf("purposes", "hearing-purpose", law.Thing),
        causes=shelf("adjournments", "adjournment", law.Cause),
        orders=shelf("orders", "order", law.OrderRule),
    )


def matters_name_something(book: Book) -> Faults:
    """Matters name acts, reliefs, things and categories."""
    known = book.law
    for slug, matter in known.matters.items():
        for provision in filter(None, (matter.central, matter.state, matter.code)):
            if provision.act not in known.acts:
                yield f"matter:{slug}", f"{provision.act} is no act"
        for names, shelf, what in (
            (matter.reliefs, known.reliefs, "relief"),
            (matter.bring, known.things, "thing to bring"),
            (matter.categories, book.categories, "category"),
        ):
            for name in sorted(set(names) - set(shelf)):
                yield f"matter:{slug}", f"{name} is no {what}"


def limits_and_forums_name_something(book: Book) -> Faults:
    """Limits and forums name matters; forums name posts."""
    posts = {*book.offices, *(f"{slug}.{post.key}" for slug, ladder in book.ladders.items() for post in ladder)}
    for slug, limit in book.law.limits.items():
        for name in sorted(set(limit.matters) - set(book.law.matters)):
            yield f"law-limit:{slug}", f"{name} is no matter"
    for slug, forum in book.law.forums.items():
        for name in sorted(set(forum.hears) - set(book.law.matters)):
            yield f"forum:{slug}", f"{name} is no matter"
        for post in sorted({forum.post, forum.registry} - posts):
            yield f"forum:{slug}", f"{post} is no post"


def every_matter_is_heard(book: Book) -> Faults:
    """Some forum hears each matter under each law that can govern it."""
    heard = {(name, forum.kind) for forum in book.law.forums.values() for name in forum.hears}
    for slug, matter in book.law.matters.items():
        for kind in sorted({matter.central.forum, matter.provision("state").forum, matter.code.forum}):
            if (slug, kind) not in heard:
                yield f"matter:{slug}", f"no {kind} hears it"


LAW_RULES = (matters_name_something, limits_and_forums_name_something, every_matter_is_heard)
