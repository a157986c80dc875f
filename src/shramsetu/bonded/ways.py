"""The pages of bonded labour that stand on its home page, in groups; each part of the procedure adds its own here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.bonded.reports.sight import BY_DEPARTMENT, DEPARTMENT
from shramsetu.offices.models import Post

GROUPS: dict[str, str | Promise] = {
    "people": _("Rescue and persons"),
    "money": pgettext_lazy("bonded", "Money"),
    "home": _("Two districts"),
    "later": _("Rehabilitation and court cases"),
    "committees": _("Committees and surveys"),
    "reports": _("Reports and registers"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A page: its URL name, words and icon, the roles that may open it.

    An officer of another department than labour has no part in most pages: `for_all` tells where they have.
    """

    url_name: str
    label: str | Promise
    icon: str
    roles: frozenset[str]
    for_all: bool = False
    args: tuple[str, ...] = ()
    rank: int = 50  # a smaller one stands first

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.url_name, args=self.args)


_ways: dict[str, list[Way]] = {group: [] for group in GROUPS}


def add(group: str, *ways: Way) -> None:
    """Put pages into a group; called once, by the `desk` module of a part."""
    _ways[group] = sorted([*_ways[group], *ways], key=lambda way: way.rank)


def has_part(post: Post) -> bool:
    """Whether the post works on the procedure itself, and does not only owe a step of it."""
    return post.role not in BY_DEPARTMENT or (post.department is not None and post.department.slug == DEPARTMENT)


def allowed(post: Post) -> Callable[[frozenset[str], bool], bool]:
    """Return what tells whether `post` may open a page for some roles."""
    is_ours = has_part(post)
    return lambda roles, for_all: post.role in roles and (is_ours or for_all)


def open_to(post: Post) -> list[tuple[str | Promise, list[Way]]]:
    """Return the groups with the pages that `post` may open; a group without one is left out."""
    may = allowed(post)
    found = [(label, [way for way in _ways[group] if may(way.roles, way.for_all)]) for group, label in GROUPS.items()]
    return [(label, ways) for label, ways in found if ways]
