"""The public API of cause lists: which forums there are, and the lists of one for a day as they were published."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from shramsetu.casework.contract import Shape, described
from shramsetu.hearings import listed
from shramsetu.hearings.days import day_in
from shramsetu.hearings.models import Forum
from shramsetu.hearings.queries import forums

router = Router(tags=["hearings"], auth=None)


class ForumOut(Shape):
    """A court, tribunal, authority or conciliation office."""

    slug: str
    kind: str
    name_hi: str
    name_en: str
    place: str
    address_hi: str
    address_en: str


class RowOut(Shape):
    """One hearing of a list. The title names nobody whom the law does not let be named.

    `since` is empty, or what became of it after the list was published: moved, dropped, or the word for what was done;
    `moved_to` is the hour to which it was moved.
    """

    position: int
    at: str
    case_number: str
    number: str
    title: str
    matter: str
    purpose: str
    by_video: bool
    since: str
    moved_to: str | None


class ListOut(Shape):
    """A published list: the main one, or a supplementary one that holds only what came after."""

    kind: str
    version: int
    published_at: str
    rows: list[RowOut]


class DayOut(Shape):
    """The lists of a day. Where the forum does not sit on it, what is listed will be moved."""

    forum: ForumOut
    on: str
    sits: bool
    lists: list[ListOut]


@router.get("", response=list[ForumOut], openapi_extra=described(200, list[ForumOut]))
def list_forums(request: HttpRequest) -> list[dict[str, object]]:
    """List the forums, for whose days lists are published."""
    return [_forum(one) for one in forums.forums()]


@router.get("/{forum}/{on}", response=DayOut, openapi_extra=described(200, DayOut, errors=(404,)))
def cause_list(request: HttpRequest, forum: str, on: str) -> dict[str, object]:
    """Give the published lists of a forum for a day (YYYY-MM-DD); nothing personal beyond the titles."""
    row, wanted = get_object_or_404(Forum.objects.select_related("place"), slug=forum), day_in(on)
    if wanted.isoformat() != on:
        raise Http404
    lists = [
        {
            "kind": one.kind,
            "version": one.version,
            "published_at": one.published_at.isoformat() if one.published_at else "",
            "rows": [_row(line) for line in listed.rows(one)],
        }
        for one in listed.published(row, wanted)
    ]
    sits = forums.week(row).sits_on(wanted, forums.calendar(wanted))
    return {"forum": _forum(row), "on": on, "sits": sits, "lists": lists}


def _forum(one: Forum) -> dict[str, object]:
    return {
        "slug": one.slug,
        "kind": one.kind,
        "name_hi": one.name_hi,
        "name_en": one.name_en,
        "place": one.place.name("en"),
        "address_hi": one.address("hi"),
        "address_en": one.address("en"),
    }


def _row(one: listed.Row) -> dict[str, object]:
    state = "moved" if one.is_moved else "dropped" if one.is_dropped else one.item.hearing.result
    return {
        "position": one.item.position,
        "at": one.item.on_at.isoformat(),
        "case_number": one.item.case_number,
        "number": one.item.number,
        "title": one.item.title,
        "matter": one.item.matter_kind,
        "purpose": one.item.purpose,
        "by_video": one.item.by_video,
        "since": state,
        "moved_to": one.moved_to.isoformat() if one.moved_to else None,
    }
