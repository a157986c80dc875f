"""How posts and reasons are said to a reader."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu.offices import roster
from shramsetu.offices.models import Post
from shramsetu.offices.queries import Routing
from shramsetu.offices.rules import Because
from shramsetu.places.models import Place

BECAUSE: Mapping[Because, Promise] = {
    "route_category_place": _("An order for this category in {place} names {post}."),
    "route_category_above": _("An order for this category in all of {place} names {post}."),
    "route_category": _("An order for this category in the whole state names {post}."),
    "route_place": _("An order for everything in {place} names {post}."),
    "ladder": _("At this level {post} looks after {place} for the department."),
    "ladder_above": _("The department has nobody at this level here; the next officer up for {place} is {post}."),
    "place_unknown": _("The place is not known yet, so {post} finds it out."),
    "covered": _("{post} is on leave; the post that covers for them takes it."),
    "on_leave": _("{post} is on leave and nobody covers, so it goes one up."),
    "vacant": _("{post} is vacant, so it goes one up."),
    "barred": _("{post} is named in the complaint and may not hold it, so it goes one up."),
    "district_magistrate": _("The department has nobody here; {post} is above all departments of {place}."),
    "state_desk": _("Nobody else can take it, so it goes to {post}."),
}


PASSWORDS = (
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
)


def title(post: Post) -> str:
    """Return the full title of a post in the reader's language."""
    return post.title_en if get_language() == "en" else post.title_hi


def short(post: Post) -> str:
    """Return the short title of a post in the reader's language."""
    return post.short_en if get_language() == "en" else post.short_hi


def sentences(found: Routing) -> list[str]:
    """Return the way to a post, one sentence for each step."""
    held = roster.current()
    paths = {reason.path for reason in found.because if reason.path}
    places = {place.path: place.name(get_language() or "hi") for place in Place.objects.filter(path__in=paths)}
    return [
        str(BECAUSE[reason.kind]).format(post=title(held.posts[reason.post]), place=places.get(reason.path, ""))
        for reason in found.because
    ]
