"""Old registers in the reports: what they tell counts on its own days; who is freed and paid there is so here."""

from collections.abc import Sequence
from datetime import date

import pytest
from tests import cast
from tests.bonded import purse, room
from tests.bonded.old_book import ROW, csv_of, written
from tests.bonded.room import AT, DAY

from shramsetu.bonded import unpaid
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.reports import affidavit, backlog, extract, halfyear, monthly, portal, registers, scorecard
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.reports.people import people
from shramsetu.casework.sheets import Cell
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
PAID = {**ROW, "immediate_rupees": "20000", "immediate_on": "02-04-2022"}
OTHER = {
    **ROW,
    "name": "मंगरू मुसहर",
    "certificate_number": "46/2022",
    "phone": "",
    "account": "",
    "ifsc": "",
}


def asked() -> Asked:
    place = room.district()
    return Asked((place,), place, AT.date())


def daily() -> list[str]:
    return sorted(line.survivor.code for line in unpaid.lines(Survivor.objects.all(), at=AT))


def listed() -> list[str]:
    return sorted(one.code for one in affidavit.unpaid(people(asked())))


def line(lines: Sequence[Sequence[Cell]], first: Cell) -> list[Cell]:
    return next(list(one) for one in lines if one[0] == first)


def test_the_table_for_the_court_names_whom_the_daily_list_names() -> None:
    """An old register, each way in which one is freed, and those who left without having been freed."""
    room.freed()
    room.bonded(room.freed())
    room.certified(sex="f")
    room.take(room.freed(), "die", died_on=AT.date())
    heir = room.certified()
    room.take(heir, "die", died_on=AT.date())
    lost = room.certified()
    paper = cast.attach(lost.case, by=room.officer("dm"), at=AT)
    room.take(lost, "lose", by=room.officer("dm"), reason="पते पर नहीं", files=[paper])
    room.refused()
    paid = purse.freed(3)
    purse.opened_fund()
    purse.sanctioned(paid)
    purse.sent()
    paid.refresh_from_db()
    purse.read(purse.credited(purse.reference(paid)))
    without = {"certificate_number": "", "certificate_on": "", "account": "", "ifsc": "", "phone": ""}
    written(
        csv_of(
            {**PAID, "immediate_rupees": "30000"},
            {**OTHER, "home_on": "20-03-2022"},
            {**ROW, **without, "name": "बसंती", "sex": "महिला"},
            {**ROW, **without, "name": "रामलाल", "rescue_state": "हरियाणा"},
            {**PAID, **without, "name": "झुरी", "immediate_rupees": "1"},
        )
    )
    assert listed() == daily()
    assert len(daily()) == 7
    assert heir.code in daily()


def test_what_an_old_register_says_was_paid_is_paid_in_every_report() -> None:
    written(csv_of({**PAID, "immediate_rupees": "30000"}, {**OTHER, "home_on": "20-03-2022"}))
    first, second = Survivor.objects.order_by("code")
    table = affidavit.report(asked())
    assert table.sheets[0].lines[0][:4] == [room.district().name_hi, 2, 1, 1]
    assert [one[0] for one in table.sheets[2].lines] == [second.code]
    assert table.sheets[2].lines[0][3] == date(2022, 3, 12)
    assert [one[0] for one in registers.freed(asked()).sheets[0].lines] == [first.code, second.code]
    assert registers.benefits(asked()).sheets[0].lines[0][:2] == [first.code, 30000]
    assert backlog.report(asked()).sheets[0].lines[0] == ["2022", 2, 1, 1, 0, 0]
    assert portal.report(asked()).sheets[0].lines[0][1:4] == [2, 1, 30000]
    assert "2022" in {one.freed_at.strftime("%Y") for one in people(asked()) if one.freed_at}
    assert extract.report(asked()).sheets[0].notes[1].endswith("<11")


def test_an_import_makes_no_figures_of_now() -> None:
    before = [made.report(asked()) for made in (halfyear, scorecard)]
    without = {key: value for key, value in ROW.items() if not key.startswith("certificate")}
    month = monthly.report(asked()).sheets[1].lines
    written(csv_of(without, {**OTHER, "home_on": "20-03-2022"}))
    after = [made.report(asked()) for made in (halfyear, scorecard)]
    assert [one.sheets for one in after] == [one.sheets for one in before]
    assert after[0].refused == before[0].refused != ()
    assert monthly.report(asked()).sheets[1].lines == month


def test_a_release_of_this_half_year_counts_in_it_whoever_brought_it_in() -> None:
    released = clock.day(AT) - 20 * DAY
    written(csv_of({**ROW, "released_on": f"{released:%d-%m-%Y}", "certificate_on": f"{released:%d-%m-%Y}"}))
    assert halfyear.report(asked()).sheets[0].lines[0][1:5] == [1, 1, 0, 1]


def test_the_certificate_of_an_old_release_that_is_issued_now_is_one_of_now() -> None:
    written(csv_of({key: value for key, value in ROW.items() if not key.startswith("certificate")}))
    one = Survivor.objects.get()
    room.empower()
    room.take(one, "certify", by=room.officer("sdm"))
    assert halfyear.report(asked()).sheets[0].lines[0][1:5] == [0, 0, 0, 1]
    assert backlog.report(asked()).sheets[0].lines[0][0] == "2022"


def test_a_register_names_the_other_state_in_words() -> None:
    written(csv_of({**ROW, "rescue_state": "Haryana"}))
    assert registers.freed(asked()).sheets[0].lines[0][5] == "हरियाणा"
