"""The page of the morning: one side of A4, however much is red."""

from datetime import timedelta

import pypdfium2
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from tests.monitoring import room as targets
from tests.monitoring.reviews.meet import AT, TODAY

from shramsetu.casework import paper
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import sheet
from shramsetu.monitoring.reviews.actions import planning
from shramsetu.monitoring.reviews.models import Review
from shramsetu.monitoring.reviews.sheet import Line, Sheet
from shramsetu.monitoring.targets.tasks import midnight

LONG = "सिद्धार्थ नगर"
SIX = ("पंजीयन", "योजनाएँ", "पेंशन योजनाएँ (मानधन)", "निरीक्षण", "बंधुआ श्रम", "बाल श्रम")


def pages(found: Sheet) -> int:
    with override("hi"):
        text = render_to_string("monitoring/reviews/morning_paper.html", {"found": found, "on": TODAY, "at": AT})
    return len(pypdfium2.PdfDocument(paper.printed(text)))


@pytest.mark.django_db
def test_the_fullest_page_still_fits_one_side() -> None:
    lines = [
        Line(slug, title, 12_34_567, 10_23_456, 2_11_111, 75, [(LONG, 400)] * 5, f"{LONG}, {LONG}", "शिविर नहीं लग सके")
        for slug, title in zip("abcdef", SIX, strict=True)
    ]
    works = [("अटल आवासीय विद्यालय, वाराणसी मंडल", "बिजली के खंभे और लाइन", "अधिशासी अभियंता, वाराणसी")] * 5
    planning.plan(at=clock.moment(TODAY))
    reviews = list(Review.objects.filter(on=TODAY).select_related("place").order_by("begins_at"))
    assert len(reviews) == 3
    assert pages(Sheet(lines, works, reviews, put_off=17, late=112)) == 1


@pytest.mark.django_db
def test_it_names_the_worst_of_a_sector_and_who_moved_most() -> None:
    targets.target()
    for on in targets.working(targets.FIRST, TODAY):
        midnight(at=targets.midnight(on))
        targets.send([(on, 30)], at=clock.moment(on) + timedelta(hours=12), lgd=targets.AGRA)
    found = sheet.morning(TODAY, at=AT)
    [line] = found.lines
    assert (line.sector, line.number, line.best) == ("pensions", 75_000, "आगरा")
    assert len(line.worst) == 5
    assert "आगरा" not in [place for place, _ in line.worst]
    assert line.gap > 0
