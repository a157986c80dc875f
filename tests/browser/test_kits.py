"""What officers take along, in a real browser at 360 px: a site is visited and people are freed offline."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.bonded import rescue, room
from tests.browser.desk import screen
from tests.browser.town import Town, town
from tests.browser.walk import faults
from tests.monitoring.works import building

from shramsetu.bonded import persons
from shramsetu.bonded.models import Operation, StatementVersion, Survivor
from shramsetu.journal.models import Entry
from shramsetu.monitoring.works.actions import visiting
from shramsetu.monitoring.works.models import Work
from shramsetu.monitoring.works.records import Photo, PhotoPoint, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(400)]
ARRIVAL = 60_000  # how long a busy machine may take to write
SOON = 900  # after the last key a draft is laid down
PASS = "धूप में सूखता गेहूँ"
STATEMENT = "दो साल से भट्ठे पर, पेशगी के नाम पर रोका गया"
LYING = """async () => new Promise((done) => {
  indexedDB.open("shramsetu-offline").onsuccess = ({ target }) => {
    const table = target.result.transaction(["entries", "notes"]);
    const [entries, notes] = [table.objectStore("entries").getAll(), table.objectStore("notes").getAll()];
    table.oncomplete = () => {
      const rows = [...entries.result, ...notes.result];
      done([notes.result.map((one) => one.name), rows.map((one) => new TextDecoder().decode(one.bytes)).join()]);
    };
  };
})"""
GROW_OLD = """async () => new Promise((done) => {
  indexedDB.open("shramsetu-offline").onsuccess = ({ target }) => {
    const table = target.result.transaction("notes", "readwrite").objectStore("notes");
    table.openCursor().onsuccess = ({ target: { result } }) => {
      if (!result) return done();
      if (result.value.until) result.update({ ...result.value, until: 1 });
      result.continue();
    };
  };
})"""


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what these tests need they make."""
    with django_db_blocker.unblock(), town(cases=0) as built:  # type: ignore[attr-defined]
        yield built


def unlock(page: Page, said: str = PASS) -> None:
    page.fill("#id_pass", said)
    page.locator("#lock button").click()
    expect(page.locator("#work")).to_be_visible(timeout=ARRIVAL)


def take_along(page: Page, address: str) -> None:
    """Load a kit, lose the network, and open the page anew."""
    page.goto(address)
    unlock(page)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    assert faults(page, hindi=True, narrow=True) == []
    page.context.set_offline(True)
    page.goto(address.partition("?")[0])
    unlock(page)


def keep(page: Page, form: str) -> None:
    page.locator(f"#{form} .actions button").click()


def waits(page: Page, count: int) -> None:
    expect(page.locator("#rows li[data-state=waiting]")).to_have_count(count)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def arrive(page: Page, state: str, count: int) -> None:
    page.context.set_offline(False)
    expect(page.locator(f"#rows li[data-state={state}]")).to_have_count(count, timeout=ARRIVAL)


def shoot(page: Page, point: PhotoPoint, seed: int) -> None:
    picture = building.picture(seed, taken=timezone.now()).read()
    page.set_input_files(
        f"[name=photo_{point.number}]", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture}]
    )


def test_a_site_is_visited_with_the_network_off(chromium: Browser, site: Town) -> None:
    building.planned()
    work = Work.objects.get(slug="atal-varanasi")
    spot = building.point(work)
    building.visit(work, (spot, 1))
    with screen(chromium, site, building.people().agency, width=360) as page:
        page.context.grant_permissions(["geolocation"], origin=site.url)
        page.context.set_geolocation({"longitude": spot.lon, "latitude": spot.lat})
        take_along(page, f"{site.url}/offline/site/?site={work.slug}")
        expect(page.locator(f"[data-before='{spot.number}']")).to_be_visible()  # how it looked the last time
        page.wait_for_function("document.querySelector('#visit [name=lat]').value !== ''")
        page.select_option("#visit [name=visitor]", "ee")
        page.fill("#visit [name=notes]", "छत ढली।")
        shoot(page, spot, 2)
        page.wait_for_timeout(SOON)
        page.reload()  # the page is lost, the draft with its photograph is not
        unlock(page)
        expect(page.locator("#visit [name=notes]")).to_have_value("छत ढली।")
        keep(page, "visit")
        waits(page, 1)
        assert Visit.objects.filter(work=work).count() == 1
        arrive(page, "sent", 1)
        made = Visit.objects.latest("pk")
        assert (made.notes, made.lon, made.photos.get().point) == ("छत ढली।", spot.lon, spot)
        _points_that_changed(page, work, spot)
    assert Photo.objects.filter(work=work).count() == 3


def _points_that_changed(page: Page, work: Work, spot: PhotoPoint) -> None:
    """A point that is given up meanwhile is a conflict; mended, the visit goes with the new point's photograph."""
    page.context.set_offline(True)
    page.select_option("#visit [name=visitor]", "ee")
    page.fill("#visit [name=notes]", "दीवार उठी।")
    shoot(page, spot, 3)
    keep(page, "visit")
    waits(page, 1)
    visiting.retire(spot, why="दीवार के पीछे", by=building.people().agency, at=timezone.now())
    new = building.point(work)
    arrive(page, "conflict", 1)
    page.get_by_role("button", name="फिर से लिखें").click()
    expect(page.locator("#visit [role=alert]")).to_be_visible()
    expect(page.locator("#visit [name=notes]")).to_have_value("दीवार उठी।")
    shoot(page, new, 4)
    keep(page, "visit")
    arrive(page, "sent", 2)
    assert Visit.objects.latest("pk").photos.get().point == new


def test_people_are_freed_with_the_network_off(chromium: Browser, site: Town) -> None:
    operation = rescue.under_way()
    with screen(chromium, site, room.officer("labour_officer"), width=360) as page:
        take_along(page, f"{site.url}/offline/rescue/?rescue={operation.case.number}")
        _write(page)
        names, lying = page.evaluate(LYING)
        assert f"rescue:{operation.case.number}" in names
        assert not any(word in lying for word in (room.NAME, "पेशगी", "खाना"))
        assert Survivor.objects.count() == 0
        arrive(page, "sent", 3)
        [one] = Survivor.objects.select_related("case__sealed_body")
        expect(page.locator("#rows li").first).to_contain_text(one.code)
        assert room.NAME not in page.locator("#rows").inner_text()
        _is_there(one, operation)
        page.evaluate(GROW_OLD)
        page.reload()
        assert not any(name.startswith("rescue:") for name in page.evaluate(LYING)[0])


def _write(page: Page) -> None:
    page.select_option("#persons [name=native_district]", str(room.district("Chitrakoot").lgd_code))
    page.fill("#persons [name=form-0-name]", room.NAME)
    keep(page, "persons")  # sex and age are missing: nothing is laid down yet
    expect(page.locator("#persons [role=alert]")).to_be_visible()
    page.select_option("#persons [name=form-0-sex]", "m")
    page.fill("#persons [name=form-0-age]", "34")
    keep(page, "persons")
    waits(page, 1)
    page.locator("summary", has_text="बयान").first.click()
    page.select_option("#statement [name=who]", label=room.NAME)
    page.fill("#statement [name=statement]", STATEMENT)
    keep(page, "statement")
    waits(page, 2)
    page.locator("summary", has_text="मौके पर दिया गया").click()
    page.select_option("#note [name=who]", label=room.NAME)
    page.fill("#note [name=text]", "खाना और 500 रुपये")
    keep(page, "note")
    waits(page, 3)


def _is_there(one: Survivor, operation: Operation) -> None:
    assert (one.operation_id, one.native_district) == (operation.pk, room.district("Chitrakoot"))
    assert persons.identity(one)["name"] == room.NAME
    assert persons.sealed_part(one)["statement"] == STATEMENT
    assert StatementVersion.objects.filter(survivor=one).count() == 1
    assert Entry.objects.filter(stream=one.case.stream, verb="note").count() == 1
