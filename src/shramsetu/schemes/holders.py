"""Through whose hands a claim goes: the posts that the scheme's row of approval names, in the claim's district."""

from datetime import date

from django.utils.text import slugify

from shramsetu import rulebook
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department, Post, Role
from shramsetu.offices.rules import NoPost
from shramsetu.places.models import Place
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.editions import Edition

OUTSIDE = "outside"


def is_ours(edition: Edition) -> bool:
    """Tell whether claims of the scheme are decided here; others are shown the way."""
    return edition.approval.scrutiny != OUTSIDE and edition.scheme.kind != "awareness"


def is_claimed_here(slug: str, *, on: date) -> bool:
    """Tell whether a scheme can be claimed here on a day."""
    try:
        return is_ours(rulebook.book().scheme_rules.edition(slug, on))
    except NoRule:
        return False


def scrutiny(edition: Edition, district: Place) -> Post:
    """Return who looks at a claim first."""
    return post(edition.approval.scrutiny, district)


def sanction(edition: Edition, district: Place) -> Post:
    """Return who sanctions it."""
    return post(edition.approval.sanction, district)


def chair(edition: Edition, district: Place) -> Post | None:
    """Return who chairs the committee; None where the scheme asks for none."""
    return post(edition.approval.chair, district) if edition.approval.chair else None


def accounts(department: Department | None) -> Post:
    """Return the desk that pays for a board; raises NoPost."""
    found = offices.of_role(Role.BOARD_ACCOUNTS, department=department)
    if not found:
        raise NoPost(f"accounts of {department}")
    return found[0]


def above(held: Post) -> Post | None:
    """Return the next post up."""
    return offices.above(held)


def post(key: str, district: Place) -> Post:
    """Return the post `key` (such as labour.leo) that answers in `district`; raises NoPost."""
    mandal = district.path.strip("/").split("/")[1]
    for code in (f"{key}.{slugify(district.name_en)}", f"{key}.{mandal}", key):
        try:
            return offices.desk(code)
        except NoPost:
            continue
    raise NoPost(f"{key} {district}")
