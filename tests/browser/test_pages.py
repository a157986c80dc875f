"""Every page that links lead to, as each role and in both languages: no dead link, no barrier, no English left."""

import pytest
from django.test import Client
from playwright.sync_api import Browser
from tests import room
from tests.browser.town import Town
from tests.browser.walk import Ear, Stop, faults, stops

from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Charge, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
BONDED = "/desk/bonded/"
SEATS = ["public", "officer-2", "officer-3", "officer-4", *Role.values]


def seat_of(name: str, half: int) -> object:
    return pytest.param(name, marks=pytest.mark.xdist_group(f"pages-{half}"))


HALVES = [seat_of(name, number % 2) for number, name in enumerate(SEATS)]
# What was looked at already, by language and kind of page: a page built of nothing else has nothing new to show.
looked_at: dict[tuple[str, str], set[str]] = {}


@pytest.mark.parametrize("name", HALVES)
def test_no_link_is_dead_and_no_page_shuts_anybody_out(chromium: Browser, site: Town, name: str) -> None:
    actor = seated(name)
    client = room.at_desk(actor) if actor else Client()
    walked = list(stops(client, "/desk/" if actor else "/"))
    if any(stop.path == BONDED for stop in walked):
        walked += stops(client, BONDED)  # its doors stand one level deeper than those of the desk
    assert [stop for stop in walked if stop.status not in {200, 302}] == []
    assert {stop.path: stop.english for stop in walked if stop.english} == {}
    found = {language: inspect(chromium, site, actor, walked, language) for language in ("hi", "en")}
    assert {language: pages for language, pages in found.items() if pages} == {}


def seated(name: str) -> Actor | None:
    """Return who sits in the first post of the role `name` (of an officer: of the level), nobody for the public."""
    if name == "public":
        return None
    role, _, level = name.partition("-")
    held = Charge.objects.filter(post__role=role, to_at=None).select_related("post")
    if role == Role.OFFICER:
        held = held.filter(post__level=int(level or 1), post__department__slug="labour")
    charge = sorted(held, key=lambda one: (one.post.place.name_en != "Lucknow", one.pk))[0]
    return Actor(role=charge.post.role, user_id=charge.user_id, post_id=charge.post_id)


def inspect(
    chromium: Browser, site: Town, actor: Actor | None, walked: list[Stop], language: str
) -> dict[str, list[str]]:
    """Open one page of each kind in a browser and return its faults."""
    context = chromium.new_context(locale="hi-IN", viewport={"width": 360, "height": 740})
    if actor:
        site.seat(context, actor)
    site.speak(context, language)
    page, found = context.new_page(), {}
    for stop in one_of_each_kind(walked):
        seen = looked_at.setdefault((language, stop.kind), set())
        if seen and (language == "en" or stop.blocks <= seen):
            continue  # the English of a page is looked at once, its Hindi wherever a role sees something more
        seen |= stop.blocks
        ear = Ear(page)
        page.goto(site.url + stop.path, wait_until="load")
        wrong = faults(page, hindi=language == "hi", narrow=True) + ear.heard
        if wrong:
            found[stop.path] = wrong
    context.close()
    return found


def one_of_each_kind(walked: list[Stop]) -> list[Stop]:
    chosen: dict[str, Stop] = {}
    for stop in walked:
        if stop.is_page and stop.status == 200:
            chosen.setdefault(stop.kind, stop)
    return list(chosen.values())
