"""What one file alone cannot tell: that the names in one file are the names of another."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from shramsetu.rulebook.basis import BadRule
from shramsetu.rulebook.check_schemes import SCHEME_RULES
from shramsetu.rulebook.check_watched import indicators_name_something, peers_part_the_state
from shramsetu.rulebook.load_cpgrams import cpgrams_is_whole
from shramsetu.rulebook.load_law import LAW_RULES
from shramsetu.rulebook.load_reviews import reviews_are_whole
from shramsetu.rulebook.load_streams import streams_are_whole
from shramsetu.rulebook.load_works import works_are_whole
from shramsetu.rulebook.lookup import Book
from shramsetu.rulebook.schema import Department

Faults = Iterator[tuple[str, str]]
CLOCKS = 23
# Who hears of a duty without being an owner of their own: they follow from the duty, or from whom it is about.
FOLLOWING = ("both_dms", "duty_owner", "line_department", "survivor", "vigilance_committee")


def check(book: Book) -> None:
    """Raise BadRule with every wrong cross-reference of `book`, each with file, line and key."""
    faults = [fault for rule in RULES for fault in rule(book)]
    if faults:
        raise BadRule("\n".join(f"{_home(book, key)} {what}" for key, what in faults))


def _home(book: Book, key: str) -> str:
    file, header = book.homes[key]
    return f"{file.name}:{file.line(header)}: [{header}]"


def _ladders_are_whole(book: Book) -> Faults:
    for slug, department in book.departments.items():
        if department.parent and department.parent not in book.departments:
            yield f"department:{slug}", f"parent {department.parent} is no department"
        for what in (*_levels_missing(department), *_roles_missing(department)):
            yield f"department:{slug}", what
        for name in _twice(post.key for post in department.ladder):
            yield f"department:{slug}", f"two posts are called {name}"


def _levels_missing(department: Department) -> Iterator[str]:
    for service in (None, *sorted(department.services)):
        for level in range(1, 5):
            if not department.posts_at(level, service):
                yield f"ladder has no L{level} for {service or 'the department'}"


def _roles_missing(department: Department) -> Iterator[str]:
    for role in ("head", "vigilance", "enquiry"):
        if not department.of_role(role):
            yield f"ladder has no {role}"
    if not department.of_role("secretary") and not department.parent:
        yield "ladder has no secretary and there is no parent to lend one"


def _everyone_reports_to_someone(book: Book) -> Faults:
    templates = {(slug, post.key) for slug, ladder in book.ladders.items() for post in ladder}
    for slug, ladder in book.ladders.items():
        for post in ladder:
            department, _, name = post.reports_to.rpartition(".")
            if (department or slug, name) not in templates and post.reports_to not in book.offices:
                yield f"department:{slug}", f"{post.key} reports to {post.reports_to or 'nobody'}, which is no post"
    for key, post in book.offices.items():
        if post.reports_to and post.reports_to not in book.offices:
            yield f"office:{key}", f"reports to {post.reports_to}, which is no post"


def _categories_have_a_department(book: Book) -> Faults:
    for slug, category in book.categories.items():
        department = book.departments.get(category.department)
        if department is None:
            yield slug, f"{category.department} is no department"
        elif category.service and category.service not in department.services:
            yield slug, f"{category.department} has no ladder for {category.service}"
        if category.group not in book.groups:
            yield slug, f"{category.group} is no group of choices.toml"
    for department_slug in book.departments:
        if f"other-{department_slug}" not in book.categories:
            yield f"department:{department_slug}", f"category other-{department_slug} is missing"
    titles = _twice(category.title.hi for category in book.categories.values())
    for title in titles:
        slug = next(slug for slug, category in book.categories.items() if category.title.hi == title)
        yield slug, f"two categories are called {title}"


def _articles_point_to_something(book: Book) -> Faults:
    for slug, article in book.articles.items():
        if article.category and article.category not in book.categories:
            yield f"article:{slug}", f"{article.category} is no category"
        if article.scheme and article.scheme not in book.schemes:
            yield f"article:{slug}", f"{article.scheme} is no scheme"


def _schemes_and_replies_point_to_something(book: Book) -> Faults:
    for slug, scheme in book.schemes.items():
        if scheme.board not in book.departments:
            yield f"scheme:{slug}", f"{scheme.board} is no department"
    for slug, reply in book.replies.items():
        for group in sorted(set(reply.groups) - set(book.groups)):
            yield f"reply:{slug}", f"{group} is no group of choices.toml"


def _lines_point_to_something(book: Book) -> Faults:
    for slug, line in book.helpline.lines.items():
        if line.trunks not in book.figures:
            yield f"line:{slug}", f"{line.trunks} is no figure"
        if line.hours not in book.helpline_lines:
            yield f"line:{slug}", f"{line.hours} has no hours in calendar.toml"
        if line.menu not in book.helpline.menus:
            yield f"line:{slug}", f"{line.menu} is no menu"
        for board in sorted(set(line.boards) - set(book.helpline.boards)):
            yield f"line:{slug}", f"{board} is no board"
        for number in _twice(one for each in book.helpline.lines.values() for one in each.numbers):
            if number in line.numbers:
                yield f"line:{slug}", f"{number} belongs to two lines"


def _missed_numbers_belong_to_a_line(book: Book) -> Faults:
    for number, missed in book.helpline.missed.items():
        if missed.line not in book.helpline.lines:
            yield f"missed:{number}", f"{missed.line} is no line"
        if any(number in line.numbers for line in book.helpline.lines.values()):
            yield f"missed:{number}", f"{number} is answered by a line"


def _boards_and_emergencies_point_to_something(book: Book) -> Faults:
    for slug, board in book.helpline.boards.items():
        for department in sorted(set(board.departments) - set(book.departments)):
            yield f"board:{slug}", f"{department} is no department"
    for number in sorted(set(book.helpline.emergencies) - {number.number for number in book.help_numbers}):
        yield f"emergency:{number}", "has no name in calls.toml"


def _templates_have_a_header(book: Book) -> Faults:
    for key, template in book.templates.items():
        if template.header not in book.headers:
            yield f"sms:{key}", f"{template.header} is no header of dlt.toml"


def _bonded_names_somebody(book: Book) -> Faults:
    """Owners of clocks and heads are words of owners.toml or follow from the duty; owners are posts."""
    known, templates = {*book.bonded.owners, *FOLLOWING}, {*book.offices}
    templates |= {f"{slug}.{post.key}" for slug, ladder in book.ladders.items() for post in ladder}
    for slug, clock in book.bonded.clocks.items():
        hearers = {rung.who for row in clock.values for rung in row.tells}
        for who in sorted({clock.owner, *hearers} - known):
            yield f"clock:{slug}", f"{who} is no owner"
    for slug, head in book.bonded.heads.items():
        if head.owner not in book.bonded.owners:
            yield f"head:{slug}", f"{head.owner} is no owner"
    for slug, owner in book.bonded.owners.items():
        if owner.post not in templates:
            yield f"owner:{slug}", f"{owner.post} is no post"


def _bonded_is_whole(book: Book) -> Faults:
    """Every clock of the procedure's table stands in the rulebook; the versions of the scheme follow one another."""
    codes = {clock.code for clock in book.bonded.clocks.values()}
    for number in range(1, CLOCKS + 1):
        if book.bonded.clocks and f"A{number}" not in codes:
            yield f"clock:{next(iter(book.bonded.clocks))}", f"no clock has the code A{number}"
    versions = sorted(book.bonded.versions.values(), key=lambda version: version.from_on)
    for earlier, later in pairwise(versions):
        if earlier.until is None or earlier.until + timedelta(days=1) != later.from_on:
            yield f"version:{earlier.slug}", f"does not end on the day before {later.slug} begins"


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


RULES: tuple[Callable[[Book], Faults], ...] = (
    _ladders_are_whole,
    _everyone_reports_to_someone,
    _categories_have_a_department,
    _articles_point_to_something,
    _schemes_and_replies_point_to_something,
    _lines_point_to_something,
    _missed_numbers_belong_to_a_line,
    _boards_and_emergencies_point_to_something,
    _templates_have_a_header,
    _bonded_names_somebody,
    _bonded_is_whole,
    indicators_name_something,
    peers_part_the_state,
    works_are_whole,
    reviews_are_whole,
    streams_are_whole,
    cpgrams_is_whole,
    *SCHEME_RULES,
    *LAW_RULES,
)
