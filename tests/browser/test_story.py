"""The whole life of a complaint in real browsers, each person at a screen of their own."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests import cast
from tests.browser.desk import screen, send, take
from tests.browser.town import Town
from tests.room import assistant_of

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Post, Role, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("story")]
WORDS = "चार महीने से मज़दूरी के 24,000 रुपये नहीं मिले। मालिक गेट पर ही रोक देता है।"


def file_complaint(page: Page, site: Town, phone: str) -> tuple[str, str]:
    """Tell a complaint screen by screen; return its number and the code of the slip."""
    page.goto(f"{site.url}/file/")
    page.check("[name=kind][value=grievance]")
    page.fill("[name=text]", WORDS)
    go_on(page)
    page.locator("[name=category][value=wages-not-paid]").first.check()
    go_on(page)
    page.select_option("[name=district]", str(cast.KANPUR))
    go_on(page)
    page.check("[name=whom][value=me]")
    go_on(page)
    page.fill("[name=name]", "सुमन देवी")
    page.fill("[name=phone]", phone)
    page.check("[name=safe_to_call][value=yes]")
    go_on(page)
    go_on(page)
    page.locator("form[action='/file/send/'] button").click()
    page.wait_for_url("**/file/done/**")
    number = re.sub(r"\D", "", page.inner_text(".slip-number"))
    return number, page.inner_text(".slip b.number")


def go_on(page: Page) -> None:
    before = page.url
    page.locator("main .actions .button-primary").click()
    page.wait_for_url(lambda url: url != before)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_files_in_four_steps_and_the_slip_follows_it(chromium: Browser, site: Town, scripts: bool) -> None:
    context = chromium.new_context(locale="hi-IN", viewport={"width": 360, "height": 640}, java_script_enabled=scripts)
    page = context.new_page()
    number, code = file_complaint(page, site, f"99999 0010{int(scripts)}")
    page.goto(f"{site.url}/file/slip/{number}/")
    assert code in page.inner_text("body")
    context.clear_cookies()
    page.goto(f"{site.url}/track/{number}/")
    assert "सुमन देवी" not in page.inner_text("main")
    page.fill("[name=code]", code)
    page.locator("form[action$='/code/'] button").click()
    expect(page.locator("main")).to_contain_text(WORDS)
    context.close()


def test_an_operator_registers_by_keyboard_alone(chromium: Browser, site: Town) -> None:
    before = set(Case.objects.values_list("number", flat=True))
    with screen(chromium, site, cast.desk(Role.OPERATOR)) as page:
        page.goto(f"{site.url}/desk/")
        page.keyboard.press("r")
        page.wait_for_url("**/desk/register/")
        page.focus("#id_phone")
        page.keyboard.type("9999900201")
        onwards(page, "id_name", "रामदीन")
        onwards(page, "id_text", WORDS)
        onwards(page, "category_word", "मज़दूरी")
        page.locator(f"#id_category option[value='{cast.WAGES}']").wait_for(state="attached")
        onwards(page, "id_category")
        page.select_option("#id_category", cast.WAGES)
        onwards(page, "id_place_word", "कानपुर नगर")
        expect(page.locator("#id_place")).not_to_have_value("")
        page.keyboard.press("Escape")
        page.locator("button[data-key=s]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/registered/**")
    (made,) = Case.objects.exclude(number__in=before)
    assert (made.state, made.category, made.district.lgd_code if made.district else None) == (
        "unmarked",
        cast.WAGES,
        cast.KANPUR,
    )


def onwards(page: Page, name: str, words: str = "") -> None:
    """Press Tab until the field `name` has the focus, and write."""
    for _ in range(15):
        if page.evaluate("document.activeElement.id") == name:
            break
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == name
    page.keyboard.type(words)


def report_values() -> dict[str, str]:
    now = timezone.now().astimezone(clock.IST)
    return {
        "text": f"मौके पर जाकर दोनों पक्षों से बात की। {now:%f} रुपये दिलाए गए।",
        "contacted_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "visited_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "letter_number": "श्र.प्र./2026/118",
        "letter_on": f"{now:%Y-%m-%d}",
        "statements": "दोनों पक्षों के कथन लिए गए।",
        "bank_reference": "SBIN0042118",
        "files": "aadesh.pdf",
    }


def test_from_the_officer_to_satisfied_closure_and_back(chromium: Browser, site: Town) -> None:
    case = cast.complaint(at=timezone.now())
    officer, quality, caller = cast.holder_of(case), cast.desk(Role.QUALITY), cast.desk(Role.FEEDBACK)
    below = offices.subordinates(Post.objects.get(pk=officer.post_id))[0]
    with screen(chromium, site, officer) as page:
        take(page, site, case, "open")
        take(page, site, case, "mark", post=below.code)
        assert case.state == "marked"
    with screen(chromium, site, cast.seat(below).actor) as page:
        take(page, site, case, "submit_enquiry", **report_values())
    with screen(chromium, site, officer) as page:
        take(page, site, case, "approve_enquiry")
    with screen(chromium, site, quality) as page:
        take(page, site, case, "pass_check", grade="A")
    with screen(chromium, site, caller) as page:
        take(page, site, case, "record_feedback", result="dissatisfied", answered_by="complainant", misconduct="no")
    assert case.is_open
    assert case.holder is not None
    with screen(chromium, site, cast.holder_of(case)) as page:
        take(page, site, case, "report", **report_values())
    with screen(chromium, site, quality) as page:
        take(page, site, case, "pass_check", grade="A")
    with screen(chromium, site, caller) as page:
        take(page, site, case, "record_feedback", result="satisfied", answered_by="complainant", misconduct="no")
    assert case.state == "closed"


def test_a_special_closure_takes_two_persons(chromium: Browser, site: Town) -> None:
    case = cast.complaint(at=timezone.now())
    officer = cast.holder_of(case)
    with screen(chromium, site, officer) as page:
        take(page, site, case, "open")
        page.goto(f"{site.url}/desk/case/{case.number}/step/propose_special_close/")
        ground = page.locator("[name=ground]").first
        radio = ground.get_attribute("type") == "radio"
        value = ground.get_attribute("value") if radio else ground.locator("option").nth(1).get_attribute("value")
        send(page, ground=value or "", reason="पता और फ़ोन दोनों ग़लत निकले।", files="aadesh.pdf")
    case.refresh_from_db()
    assert (case.state, cast.holder_of(case).user_id == officer.user_id) == ("special_proposed", False)
    with screen(chromium, site, cast.holder_of(case)) as page:
        take(page, site, case, "approve_special_close", text="कारण और प्रपत्र देखे, सहमत।")
    assert case.state == "closed_special"


def test_an_assistants_draft_waits_in_the_tray(chromium: Browser, site: Town) -> None:
    case = cast.complaint(at=timezone.now())
    officer = cast.holder_of(case)
    cast.take(case, "open", at=timezone.now())
    _, assistant = assistant_of(Post.objects.get(pk=officer.post_id))
    with screen(chromium, site, assistant) as page:
        take(page, site, case, "interim", text="सेवायोजक को नोटिस भेजा गया है।")
        before = case.revision
    with screen(chromium, site, officer) as page:
        page.goto(f"{site.url}/desk/tray/")
        expect(page.locator("main")).to_contain_text("सेवायोजक को नोटिस भेजा गया है।")
        with page.expect_navigation():
            page.keyboard.press("a")
        expect(page.locator("body")).not_to_contain_text("सेवायोजक को नोटिस भेजा गया है।")
    case.refresh_from_db()
    assert case.revision > before


def test_two_at_one_case_see_each_other_and_the_second_loses_nothing(chromium: Browser, site: Town) -> None:
    case = cast.complaint(at=timezone.now())
    one, two = cast.desk(Role.SUPERVISOR), cast.desk(Role.SUPERVISOR, number=1)
    name = User.objects.get(pk=one.user_id).name_hi
    with screen(chromium, site, one) as first, screen(chromium, site, two) as second:
        first.goto(f"{site.url}/desk/case/{case.number}/")
        second.goto(f"{site.url}/desk/case/{case.number}/")
        expect(second.locator("#presence")).to_contain_text(name)


def test_a_stale_page_keeps_the_words_and_says_what_changed(chromium: Browser, site: Town) -> None:
    case = cast.complaint(at=timezone.now())
    officer = cast.holder_of(case)
    cast.take(case, "open", at=timezone.now())
    with screen(chromium, site, officer) as page:
        page.goto(f"{site.url}/desk/case/{case.number}/step/interim/")
        cast.take(case, "interim", at=timezone.now(), text="पहले ही लिखा जा चुका।")
        send(page, text="दूसरी खिड़की के शब्द")
        assert page.input_value("[name=text]") == "दूसरी खिड़की के शब्द"
        expect(page.locator("main")).to_contain_text("पहले ही लिखा जा चुका।")


def test_news_arrives_without_a_reload(chromium: Browser, site: Town) -> None:
    case = cast.complaint(at=timezone.now())
    with screen(chromium, site, cast.holder_of(case)) as page:
        with page.expect_response(lambda answer: "/live?" in answer.url):
            page.goto(f"{site.url}/desk/case/{case.number}/")
        cast.take(case, "open", at=timezone.now())
        expect(page.locator("#presence a")).to_be_visible(timeout=15_000)  # the case has moved: look again


def test_a_new_case_comes_into_an_open_inbox(chromium: Browser, site: Town) -> None:
    officer = cast.holder_of(cast.complaint(at=timezone.now()))
    with screen(chromium, site, officer) as page:
        with page.expect_response(lambda answer: "/live?" in answer.url):
            page.goto(f"{site.url}/desk/inbox/")
        before = int(page.inner_text("#queues a[aria-current] .count").replace(",", ""))
        made = cast.complaint(at=timezone.now())
        assert cast.holder_of(made).post_id == officer.post_id
        expect(page.locator(f"#inbox a[href='/desk/case/{made.number}/']")).to_be_visible(timeout=15_000)
        expect(page.locator("#queues a[aria-current] .count")).to_have_text(str(before + 1))


def test_the_citizen_reopens_what_was_closed(chromium: Browser, site: Town) -> None:
    context = chromium.new_context(locale="hi-IN", viewport={"width": 360, "height": 640})
    page = context.new_page()
    number, code = file_complaint(page, site, "99999 00301")
    case = Case.objects.get(number=number)
    cast.report(case, at=timezone.now())
    cast.take(case, "pass_check", at=timezone.now(), grade="A")
    cast.take(case, "record_feedback", at=timezone.now(), result="satisfied", answered_by="complainant")
    assert case.state == "closed"
    context.clear_cookies()
    page.goto(f"{site.url}/track/{number}/")
    page.fill("[name=code]", code)
    page.locator("form[action$='/code/'] button").click()
    page.locator(f"a[href='/track/{number}/reopen/']").click()
    for field in page.locator("main textarea").all():
        field.fill("पैसा अब तक नहीं आया।")
    page.locator("main form .actions button").first.click()
    page.wait_for_url("**/done/**")
    case.refresh_from_db()
    assert case.is_open
    context.close()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DM, Role.CM])
def test_who_watches_sees_figures(chromium: Browser, site: Town, role: Role) -> None:
    charge = Charge.objects.filter(post__role=role, to_at=None).select_related("post").order_by("pk")[0]
    actor = Actor(role=role, user_id=charge.user_id, post_id=charge.post_id)
    with screen(chromium, site, actor) as page:
        page.goto(f"{site.url}/desk/")
        with page.expect_navigation():
            page.locator(".desk-nav a[href='/desk/figures/']").click()
        assert page.locator(".tile-value").count() >= 6


def test_the_administrator_appoints_and_hands_over_charge(chromium: Browser, site: Town) -> None:
    post = Post.objects.filter(code="labour.leo.agra").get()
    new = User.objects.create(username="naya.adhikari", name_hi="नया अधिकारी", joined_at=timezone.now())
    spare = User.objects.create(username="sahayak.ek", name_hi="सहायक एक", joined_at=timezone.now())
    with screen(chromium, site, cast.desk(Role.ADMINISTRATOR)) as page:
        page.goto(f"{site.url}/desk/office/posts/of/{post.code}/appoint/")
        page.fill("[name=user]", spare.username)
        page.select_option("[name=kind]", Charge.Kind.ASSISTANT)
        with page.expect_navigation():
            page.locator("main form button.button-primary").click()
        assert Charge.objects.filter(post=post, user=spare, to_at=None).count() == 1
        page.goto(f"{site.url}/desk/office/posts/of/{post.code}/hand-over/")
        page.fill("[name=taker]", new.username)
        with page.expect_navigation():
            page.locator("main form button.button-primary").click()
        assert "नया अधिकारी" in page.inner_text("body")
    held = Charge.objects.filter(post=post, to_at=None, kind=Charge.Kind.SUBSTANTIVE)
    assert [one.user_id for one in held] == [new.pk]
