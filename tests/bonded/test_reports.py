"""The reports: what they count, whom they name, and that a past day stays as it was whatever happens later."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.bonded import later_room, purse, room
from tests.bonded.room import AT, DAY, HOUR

from shramsetu.bonded.actions import committees, duties, plans, surveys
from shramsetu.bonded.actions.surveys import Counted
from shramsetu.bonded.models import Filing, Payment, Survivor, TrackAccused
from shramsetu.bonded.reports import written
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.kinds import KINDS
from shramsetu.bonded.rules.reports import last_over
from shramsetu.casework.sheets import Cell
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.lib.text import dated
from shramsetu.offices.models import Charge
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
ON = AT.date() + timedelta(days=3)
SLUGS = tuple(KINDS)


def asked(on: date = ON, *names: str) -> Asked:
    districts = tuple(places.districts().filter(name_en__in=names or ("Prayagraj", "Chitrakoot")).order_by("-name_en"))
    return Asked(districts, districts[0] if len(districts) == 1 else places.state(), on)


def report(slug: str, on: date = ON, *names: str) -> Report:
    return written.made(slug, asked(on, *names))


def row(made: Report, first: Cell, sheet: int = 0) -> list[Cell]:
    return list(next(line for line in made.sheets[sheet].lines if line[0] == first))


def paid(at: datetime = AT + HOUR) -> Payment:
    """Return the immediate assistance of a person certified at AT, in the account at `at`."""
    payment = purse.freed()
    purse.opened_fund()
    purse.sanctioned(payment, at=at)
    purse.sent(at)
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment), on=f"{at:%Y-%m-%d}"), at=at)
    payment.refresh_from_db()
    assert payment.stage == "paid"
    return payment


def counted(**changes: object) -> Counted:
    values: dict[str, object] = {
        "from_on": date(2026, 10, 1),
        "to_on": date(2026, 10, 31),
        "agency": "श्रम विभाग",
        "sites": 40,
        "households": 210,
        "workers": 480,
        "found": 3,
        "cost_paise": 45_000_000,
    }
    return Counted(**{**values, **changes})  # type: ignore[arg-type]


def test_a_past_day_stays_as_it_was_whatever_happens_later() -> None:
    payment = paid()
    waiting = room.certified(sex="f")
    purse.passbook(waiting, 2)
    surveys.record(room.district(), counted(), by=room.officer("labour_officer"), at=AT)
    before = {slug: written.xlsx(report(slug)) for slug in SLUGS}
    happened(payment, waiting)
    changed = [slug for slug in SLUGS if written.xlsx(report(slug)) != before[slug]]
    assert changed == []
    assert {slug for slug in SLUGS if report(slug).sheets != report(slug, ON + timedelta(days=30)).sheets} >= {
        "register-a",
        "register-c",
        "monthly",
        "affidavit",
        "half-year-report",
        "national-portal",
        "scorecard",
    }


def happened(payment: Payment, waiting: Survivor) -> None:
    """Let all sorts of things happen after the day of the report."""
    after, by = AT + 10 * DAY, room.officer("labour_officer")
    room.take(payment.survivor, "send_home", by=by, at=after)
    other = Payment.objects.select_related("survivor__case").get(survivor=waiting, kind="immediate")
    purse.sanctioned(other, at=after)
    purse.sent(after)
    other.refresh_from_db()
    purse.read(purse.credited(purse.reference(other), utr="SBIN22611160002", on=f"{after:%Y-%m-%d}"), at=after)
    room.take(other.survivor, "die", by=by, at=after, died_on=after.date())
    surveys.record(room.district(), counted(to_on=ON, sites=99), by=by, at=after)
    committees.constitute(
        room.district(), "district", subdivision="", number="9", notified_on=ON, by=room.officer("dm"), at=after
    )


def test_the_affidavit_says_who_is_paid_and_why_others_are_not() -> None:
    paid()
    room.certified()
    made = report("affidavit")
    assert row(made, "प्रयागराज")[:4] == ["प्रयागराज", 2, 1, 1]
    assert row(made, "प्रयागराज")[4:] == [1, 0, 0, 0, 0]
    unpaid = made.sheets[2].lines
    assert [line[5] for line in unpaid] == ["बैंक खाता नहीं, चेक भी नहीं"]
    assert row(made, "बैंक खाता नहीं, चेक भी नहीं", 1)[1] == 1


def test_who_is_paid_too_late_stands_unpaid_on_the_day_before() -> None:
    paid(at=AT + 5 * DAY)
    assert row(report("affidavit"), "प्रयागराज")[1:4] == [1, 0, 1]
    assert row(report("affidavit", ON + timedelta(days=3)), "प्रयागराज")[1:4] == [1, 1, 0]


def test_no_report_names_anybody() -> None:
    paid()
    for slug in SLUGS:
        made = report(slug)
        text = written.xlsx(made)
        book = openpyxl.load_workbook(io.BytesIO(text))
        words = " ".join(str(cell.value) for page in book for line in page.iter_rows() for cell in line)
        assert room.NAME not in words
        assert room.PHONE not in words


def test_the_register_carries_code_and_certificate() -> None:
    survivor = paid().survivor
    line = row(report("register-a"), survivor.code)
    assert line[4:6] == ["चित्रकूट", "प्रयागराज"]


def test_the_monthly_sheet_counts_by_clock_and_by_the_limit_that_ran_then() -> None:
    survivor = room.freed()
    by = room.officer("labour_officer")
    duties.start(survivor.case, "risk-visit", from_at=AT, by=by, at=AT)
    name = "A21 फिर बंधुआ होने के ख़तरे पर भेंट"
    assert row(report("monthly"), name)[1:4] == [1, 0, 0]
    assert row(report("monthly", ON + timedelta(days=6)), name)[1:4] == [1, 1, 0]
    duties.done(survivor.case, "risk-visit", at=AT + 8 * DAY)
    assert row(report("monthly", ON + timedelta(days=6)), name)[1:] == [0, 0, 0, None, 1]
    assert row(report("monthly"), name)[1:4] == [1, 0, 0]


def test_nobody_in_the_half_year_needs_a_survey_that_visited_sites() -> None:
    assert len(report("half-year-report").refused) == 2
    by = room.officer("labour_officer")
    surveys.record(room.district(), counted(sites=0), by=by, at=AT)
    assert len(report("half-year-report").refused) == 2
    surveys.record(room.district(), counted(sites=12), by=by, at=AT + HOUR)
    assert [one.split(":")[0] for one in report("half-year-report").refused] == ["चित्रकूट"]
    room.freed(district=room.district("Chitrakoot"))
    assert report("half-year-report").refused == []


def test_the_scorecard_ranks_payment_and_never_the_number_of_rescues() -> None:
    paid()
    lonely = row(report("scorecard"), "प्रयागराज")
    for _ in range(3):
        room.freed(district=room.district("Chitrakoot"))
    after = row(report("scorecard"), "प्रयागराज")
    assert lonely[:8] == after[:8] == ["प्रयागराज", 1, None, 1.0, 100, 100, 0, 1]
    assert row(report("scorecard"), "चित्रकूट")[1] is None


def test_the_extract_shows_nobody_until_eleven_are_alike() -> None:
    for _ in range(10):
        room.certified()
    assert report("extract").sheets[0].lines == ()
    assert "<11" in report("extract").sheets[0].notes[1]
    room.certified()
    assert len(report("extract").sheets[0].lines) == 11


def test_the_paper_says_the_same_when_it_is_made_again() -> None:
    survivor = paid().survivor
    made, again = (_text(written.paper(report("affidavit"))) for _ in range(2))
    assert made == again
    assert survivor.code not in made  # who is paid stands in no list of the unpaid
    assert "2026" in made


def _text(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_a_summary_trial_stands_as_the_court_had_it_on_that_day() -> None:
    place = later_room.operation()
    owner = later_room.accused(place)
    survivor = room.certified(operation=place)
    found = later_room.track(survivor, kind="bls-summary", sections=("bls-16",))
    TrackAccused.objects.get_or_create(track=found, accused=owner)
    filed = {"court": "उप ज़िलाधिकारी न्यायालय", "forum": "executive", "case_number": "17/2026", "on": AT.date()}
    later_room.move(found, "file", **filed)
    decided = AT + 20 * DAY
    later_room.move(found, "cognizance", on=AT.date(), at=AT + HOUR)
    before, cases = report("summary-trials").sheets, report("register-d").sheets
    outcome = {
        "outcome": "convicted",
        "prison_months": 3,
        "sentence": "सीता देवी को रखने पर",
        "fine_rupees": 2000,
        "text": "दोषी पाया गया",
    }
    later_room.move(found, "decide", on=decided.date(), found_bondage=True, at=decided, **outcome)
    assert (report("summary-trials").sheets, report("register-d").sheets) == (before, cases)
    line = before[0].lines[0]
    assert (line[0], line[3], line[4], line[7], line[9]) == (1, survivor.code, owner.code, "", None)
    after = report("summary-trials", decided.date()).sheets[0].lines[0]
    assert after[7:] == ["दोषसिद्ध", "3 माह का कारावास, ₹2000 जुर्माना, शब्दों में: गोपनीय अभिलेख में", decided.date()]
    assert cases[0].lines[0][4:7] == ["उप ज़िलाधिकारी न्यायालय", "17/2026", AT.date()]


def test_income_and_debt_stand_as_the_plan_of_that_day_said() -> None:
    survivor = later_room.planned("ration", income_paise=100_000)
    before = report("register-b").sheets
    drawn = later_room.assessment("ration", on=later_room.TODAY, income_paise=900_000)
    survivor.case.refresh_from_db()
    plans.draw(survivor, drawn, by=cast.holder_of(survivor.case), at=AT + 10 * DAY)
    assert report("register-b").sheets == before
    assert row(report("register-b"), survivor.code)[5] == 1000
    assert row(report("register-b", ON + timedelta(days=30)), survivor.code)[5] == 9000


def test_who_is_named_in_a_proceeding_later_is_not_in_it_yet() -> None:
    place = later_room.operation()
    later_room.accused(place)
    survivor, other = room.certified(operation=place), room.certified(operation=place)
    found = later_room.track(survivor, kind="bls-summary", sections=("bls-16",))
    before = {slug: report(slug).sheets for slug in ("register-d", "summary-trials")}
    later, on = AT + 10 * DAY, ON + timedelta(days=30)
    later_room.move(found, "join_person", person=other.code, at=later)
    more = later_room.accused(place, "दूसरा मालिक")
    later_room.move(found, "join_accused", accused=more.code, at=later)
    assert {slug: report(slug).sheets for slug in before} == before
    assert row(report("register-d", on), found.case.number)[-1] == f"{survivor.code}, {other.code}"
    assert len(report("summary-trials", on).sheets[0].lines) == len(before["summary-trials"][0].lines) + 1


# --- the pages


def test_a_page_writes_days_in_words_and_breaks_neither_day_nor_number() -> None:
    survivor = room.certified()
    page = signed_in("dm").get(reverse("bonded:report", args=["register-a"])).content.decode()
    day = clock.day(AT)
    assert f'<td class="unbroken">{dated(day)}</td>' in page
    assert f'<th scope="row" class="unbroken">{survivor.code}</th>' in page
    assert f"{day:%d-%m-%Y}" not in page


def signed_in(owner: str, where: str = "Prayagraj") -> Client:
    client = Client()
    post = room.officer(owner, where).post_id
    client.force_login(Charge.objects.select_related("user").get(post=post, to_at=None, kind="substantive").user)
    return client


def test_each_file_taken_is_written_down() -> None:
    paid()
    client = signed_in("dm")
    where = reverse("bonded:report", args=["affidavit"])
    for form in ("xlsx", "pdf"):
        answer = client.get(where, {"on": f"{AT:%Y-%m-%d}", "format": form})
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="affidavit-{AT:%Y-%m-%d}.{form}"'
    taken = Entry.objects.filter(stream__startswith="bonded-reports:", verb="export").order_by("seq")
    assert [one.detail["form"] for one in taken] == ["xlsx", "pdf"]


def test_the_commissioner_sees_every_report_on_the_page() -> None:
    paid()
    client = signed_in("commissioner")
    answers = {slug: client.get(reverse("bonded:report", args=[slug])).status_code for slug in SLUGS}
    assert answers == dict.fromkeys(SLUGS, 200)


def test_a_day_to_come_is_refused_and_another_district_is_not_on_the_list() -> None:
    client = signed_in("dm")
    where = reverse("bonded:report", args=["monthly"])
    assert client.get(where, {"on": "2099-01-01"}).status_code == 422
    assert client.get(where, {"district": room.district("Agra").lgd_code}).status_code == 422
    assert client.get(reverse("bonded:report", args=["scorecard"])).status_code == 404


def test_an_officer_of_another_department_has_no_report() -> None:
    assert signed_in("food").get(reverse("bonded:reports")).status_code == 404


def test_a_half_year_of_nothing_cannot_be_handed_in_without_surveys() -> None:
    client = signed_in("commissioner")
    where = reverse("bonded:hand_in", args=["half-year-report"])
    client.post(where, {"on": "2026-06-30"})
    assert not Filing.objects.exists()
    for place in places.districts():
        by = room.officer("labour_officer", place.name_en)
        surveys.record(place, counted(from_on=date(2026, 1, 1), to_on=date(2026, 1, 31)), by=by, at=AT - 200 * DAY)
    client.post(where, {"on": "2026-06-30"})
    filing = Filing.objects.get()
    assert filing.sha256 == written.digest(written.made("half-year-report", whole(date(2026, 6, 30))))
    client.post(where, {"on": "2026-06-29"})
    assert Filing.objects.count() == 1


def test_the_half_year_that_is_over_is_one_press_away_and_a_running_one_says_why_not() -> None:
    assert [last_over(date(2026, *on)) for on in ((11, 22), (6, 30), (6, 29))] == [
        date(2026, 6, 30),
        date(2026, 6, 30),
        date(2025, 12, 31),
    ]
    over = last_over(clock.day(timezone.now()))
    client, where = signed_in("commissioner"), reverse("bonded:report", args=["half-year-report"])
    if over != clock.day(timezone.now()):
        page = client.get(where).content.decode()
        assert ("छमाही पूरी होने पर" in page, f'href="?on={over:%Y-%m-%d}"' in page) == (True, True)
    assert reverse("bonded:hand_in", args=["half-year-report"]) in client.get(f"{where}?on={over}").content.decode()
    assert "छमाही पूरी होने पर" not in signed_in("dm").get(where).content.decode()


def whole(on: date) -> Asked:
    return Asked(tuple(places.districts()), places.state(), on)


def test_a_report_asks_the_same_questions_for_one_and_for_three() -> None:
    room.certified()
    one = {slug: _questions(slug) for slug in SLUGS}
    room.certified()
    room.certified(district=room.district("Chitrakoot"))
    three = {slug: _questions(slug) for slug in SLUGS}
    assert {slug: three[slug] - one[slug] for slug in SLUGS if three[slug] > one[slug]} == {}
    assert max(three.values()) <= 25


def _questions(slug: str) -> int:
    with CaptureQueriesContext(connection) as asked_now:
        report(slug)
    return len(asked_now)


def test_what_leaves_the_circle_withholds_small_numbers_and_lines_of_one_person() -> None:
    freed = room.certified()
    inside = report("affidavit")
    assert freed.code in str([sheet.lines for sheet in inside.sheets])
    for slug, kind in KINDS.items():
        if not kind.outward:
            continue
        given = written.made(slug, inside.asked, outside=True)
        lines = [line for sheet in given.sheets for line in sheet.lines]
        assert freed.code not in str(lines)
        assert freed.case.number not in str(lines)
        for sheet, table in zip(given.sheets, kind.outward.values(), strict=True):
            columns = [*table.persons, *range(table.rest or len(sheet.head), len(sheet.head))]
            shown = {line[at] for line in sheet.lines for at in (*columns, *table.follows) if at < len(line)}
            assert not [cell for cell in shown if isinstance(cell, int) and 0 < cell < 11], slug
    table = written.made("affidavit", inside.asked, outside=True).sheets[0]
    assert table.lines[-1][1] == "*"
    assert "11" in table.notes[-1]


def test_the_page_gives_the_withheld_form_and_writes_down_which_was_taken() -> None:
    room.certified()
    client, where = signed_in("dm"), reverse("bonded:report", args=["affidavit"])
    day = {"on": f"{AT:%Y-%m-%d}", "outside": "on"}
    assert ">*<" in client.get(where, day).content.decode()
    answer = client.get(where, {**day, "format": "xlsx"})
    assert "affidavit-public" in answer["Content-Disposition"]
    assert Entry.objects.get(stream__startswith="bonded-reports:", verb="export").detail["outside"] is True
