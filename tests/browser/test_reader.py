"""Five tasks of somebody who reads little, on a screen of 360 points: what they may cost has a limit.

TRIED=folder does them at the speed of 2G, and keeps the figures and the screens there (docs/reference/tried.md).
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route
from tests import cast
from tests.browser.reader import Effort, Reader, keep, reader, strip
from tests.browser.reading import measure
from tests.browser.town import Town, town
from tests.browser.walk import Ear

from shramsetu.casework import queries as casework
from shramsetu.casework.flow import Phase
from shramsetu.casework.models import Case, Party
from shramsetu.helpline import voice
from shramsetu.people.models import Tally

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("reader")]
TRIED = Path(os.environ["TRIED"]) if "TRIED" in os.environ else None
GO_ON = "main form .button-primary"
WORDS = "मालिक ने दो महीने की मज़दूरी नहीं दी"
done: list[Effort] = []


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """A site without a past: what this test needs it makes."""
    with django_db_blocker.unblock(), town(cases=0) as built:  # type: ignore[attr-defined]
        yield built


def files(one: Reader) -> None:
    one.open("/")
    one.go("a.door-main")
    one.write("#id_text", WORDS)
    one.go(GO_ON)
    assert one.page.locator("#l-wages-not-paid").is_checked()
    one.go(GO_ON)
    one.choose("#id_district", str(cast.KANPUR))
    one.write("#id_place_words", "किदवई नगर")
    one.go(GO_ON)
    if one.page.url.endswith("/which/"):
        one.tap("label:has(input[name=place])")
        one.go(GO_ON)
    one.tap("label:has(input[value=me])")
    one.go(GO_ON)
    one.write("#id_name", "रमेश कुमार")
    one.write("#id_phone", "9999900001")
    one.go(GO_ON)
    one.go(GO_ON)
    one.go("form[action$='/file/send/'] button")
    one.find(".slip-number")
    assert "/file/done/" in one.page.url


def tracks(one: Reader) -> None:
    looks_up(one, answered())
    one.find(".standing")


def understands(one: Reader) -> None:
    opens(one, answered())
    one.find(f"main p:text('{cast.REPORTED[:20]}')")


def says_no(one: Reader) -> None:
    case = answered()
    opens(one, case)
    one.go(f"a[href$='/{case.number}/record_feedback/?result=dissatisfied']")
    one.go(GO_ON)
    one.find(".standing")
    case.refresh_from_db()
    assert case.phase == Phase.OPEN


def finds(one: Reader) -> None:
    one.open("/")
    one.go("main a.door[href='/schemes/']")
    one.go("main a[href='/schemes/bocw-maternity-help/']")
    one.find("main :text('₹')")


def looks_up(one: Reader, case: Case) -> None:
    """Find the complaint by the number in the message, in which no address may stand."""
    one.open("/")
    one.go("a.door[href='/track/']")
    one.write("#id_number", case.number)
    one.go(GO_ON)


def opens(one: Reader, case: Case) -> None:
    """Open it with the code of the slip."""
    looks_up(one, case)
    one.write("#id_code", casework.slip_code(Party.objects.get(case=case, part="complainant"), case))
    one.go(GO_ON)


def answered() -> Case:
    """Return a complaint whose officer says that it is solved; its complainant has not spoken."""
    now = timezone.now()
    case = cast.complaint(at=now)
    cast.take(case, "open", at=now)
    cast.report(case, at=now)
    cast.take(case, "pass_check", grade="A", at=now)
    return case


# What a task may cost: pages, taps, swipes, kilobytes on a phone that never saw us and on one that did, words in the
# longest sentence, age of who can read it.
LIMITS = {
    "file": (10, 17, 12, 230, 85, 14, 12),
    "track": (3, 3, 1, 165, 25, 14, 12),
    "understand": (4, 5, 2, 175, 35, 14, 12),
    "say-no": (6, 7, 4, 185, 45, 14, 12),
    "scheme": (3, 2, 4, 165, 30, 16, 12),
}
TASKS = {"file": files, "track": tracks, "understand": understands, "say-no": says_no, "scheme": finds}


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("name", "walk"), TASKS.items(), ids=list(TASKS))
def test_a_task_costs_no_more_than_its_limit(
    chromium: Browser, site: Town, name: str, walk: Callable[[Reader], None]
) -> None:
    port = int(site.url.rpartition(":")[2])
    Tally.objects.all().delete()  # these are many phones, not one address that looks up case after case
    with reader(chromium, port, name, slow=TRIED is not None) as one:
        walk(one)
        if TRIED:
            strip(TRIED, one)
        cold = one.effort()
        walk(one)
        warm = one.effort()
    done.extend((cold, warm))
    if TRIED:
        keep(TRIED, done)
    hindi = cold.hindi
    spent = (cold.pages, cold.taps, cold.swipes, cold.kilobytes, warm.kilobytes, hindi.longest, hindi.age)
    assert [cost <= most for cost, most in zip(spent, LIMITS[name], strict=True)] == [True] * len(spent), (cold, warm)


@pytest.mark.skipif(not voice.is_there(), reason="no espeak-ng")
def test_a_phone_without_a_hindi_voice_is_given_sound(phone: Page, site: Town) -> None:
    """Two pages, of the portal and of bonded labour; `new Audio` is watched, the content policy is the real one."""
    phone.add_init_script("window.Audio = class extends Audio { constructor(a) { super(a); window.heard = this; } }")
    ear = Ear(phone)
    for path in ("/figures/", "/bandhua/soochna/"):
        phone.goto(f"{site.url}{path}")
        assert phone.evaluate("speechSynthesis.getVoices().filter(one => one.lang.startsWith('hi')).length") == 0
        phone.get_by_role("button", name="सुनें").tap()
        phone.wait_for_function("() => window.heard?.currentTime > 0.3", timeout=30_000)
        assert phone.locator("[data-listen]").get_attribute("aria-pressed") == "true"
    # what the first page asked for ahead may still be said when the second asks: it comes again
    assert [fault for fault in ear.heard if "503" not in fault] == []


@pytest.mark.skipif(not voice.is_there(), reason="no espeak-ng")
def test_a_page_is_said_piece_by_piece_also_by_a_server_that_is_busy(phone: Page, site: Town) -> None:
    phone.add_init_script("window.Audio = class extends Audio { constructor(a) { super(a); window.heard = this; } }")
    asked: list[int] = []

    def say(route: Route) -> None:
        asked.append(len(route.request.post_data or ""))
        if len(asked) == 1:
            route.fulfill(status=503, headers={"Retry-After": "1"})
        else:
            route.continue_()

    phone.route("**/listen/say/", say)
    phone.goto(f"{site.url}/figures/")
    button = phone.locator("[data-listen]")
    button.tap()
    phone.wait_for_function("() => window.heard?.currentTime > 0.3", timeout=30_000)
    first = phone.evaluate("window.heard.src")
    button.tap()
    assert phone.evaluate("window.heard.paused")
    button.tap()
    phone.evaluate("window.heard.currentTime = window.heard.duration - 0.2")
    phone.wait_for_function(
        "first => window.heard.src !== first && window.heard.currentTime > 0.1", arg=first, timeout=30_000
    )
    assert asked[0] == asked[1], "the same piece again"
    assert (len(asked) >= 3, max(asked) <= 700) == (True, True)
    phone.locator("[data-listen-end]").tap()
    assert button.get_attribute("aria-pressed") == "false"


def test_the_measure_of_hindi_tells_a_primer_from_the_constitution() -> None:
    primer = measure(["मेरे पास एक गाय है। वह दूध देती है।", "मेरे पास एक गाय है। वह दूध देती है।"])
    law = measure(["संवैधानिक प्रावधानों के अनुसार न्यायपालिका की स्वतंत्रता लोकतंत्र की आधारशिला है: Article 50, 1950।"])
    assert (primer.words, primer.letters, primer.long, primer.joined, primer.longest) == (9, 1.78, 0, 0, 5)
    assert (law.words, law.long, law.joined, law.longest) == (11, 64, 45, 11)
    assert primer.age < law.age
