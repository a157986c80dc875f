"""What is printed, word for word: tests/golden/papers holds the text of each paper as an official reads it.

A paper that was changed on purpose: delete its file, run this once (it fails and writes it anew), read it, commit it.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from tests import cast

from shramsetu.casework.models import Case
from shramsetu.grievances import actions, papers
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role
from shramsetu.privacy import actions as privacy
from shramsetu.privacy import queries as register

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "papers"
HIDDEN = re.compile(r"<(head|style|script|svg)\b.*?</\1>", re.DOTALL)
BLOCK = re.compile(r"</?(p|h\d|tr|li|dt|div|section|header|footer|table|caption|main)\b[^>]*>|<br>")
CELL = re.compile(r"</(td|th|dd)>")


def text_of(page: str) -> str:
    """Return the words of a page, a line for each block, cells apart by a bar."""
    page = BLOCK.sub("\n", CELL.sub(" | ", HIDDEN.sub("", page)))
    words = unescape(re.sub(r"<[^>]+>", "", page))
    lines = [re.sub(r"\s+", " ", line).strip(" |") for line in words.splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


def steady(text: str, case: Case | None) -> str:
    """Put stand-ins for what differs from run to run: the number of the case and the code of its slip."""
    if case is None:
        return text
    number = case.number
    text = text.replace(f"{number[:4]} {number[4:8]} {number[8:]}", "<number>").replace(number, "<number>")
    code = papers.slip(case)["code"]
    return text.replace(str(code), "<code>") if code else text


def complaint() -> Case:
    case = cast.complaint()
    case.refresh_from_db()
    return case


def reported() -> Case:
    case = complaint()
    cast.report(case)
    return Case.objects.select_related("holder__place", "department", "place", "district").get(pk=case.pk)


def slip() -> tuple[str, Case]:
    case = complaint()
    return render_to_string("grievances/slip.html", {**papers.slip(case), "qr": ""}), case


def case_sheet() -> tuple[str, Case]:
    case = reported()
    page = {**papers.sheet(case), "qr": "", "now": cast.MONDAY}
    return render_to_string("grievances/sheet.html", page), case


def action_taken() -> tuple[str, Case]:
    case = reported()
    return render_to_string("grievances/action_taken.html", papers.action_taken(case)), case


def field_list() -> tuple[str, Case]:
    case = complaint()
    by = cast.holder_of(case)
    assert case.holder is not None
    rows = papers.field_list(case.holder, by)
    forms = [{**papers.enquiry_form(row), "qr": ""} for row in rows]
    page = {"rows": rows, "forms": forms, "now": cast.MONDAY, "request": SimpleNamespace(post=case.holder)}
    return render_to_string("grievances/field_list.html", page), case


def meeting_sheet() -> tuple[str, Case]:
    case = complaint()
    assert case.holder is not None
    assert case.holder.reports_to is not None
    above = cast.seat(case.holder.reports_to).actor
    page = {
        **papers.meeting(above, at=cast.MONDAY + timedelta(days=3)),
        "request": SimpleNamespace(post=case.holder.reports_to),
    }
    return render_to_string("grievances/meeting.html", page), case


def explanation_letter() -> tuple[str, Case]:
    case = complaint()
    assert case.holder is not None
    assert case.holder.reports_to is not None
    by: Actor = cast.seat(case.holder.reports_to).actor
    made = actions.call_for_explanation(
        case,
        to=case.holder,
        cause="lapse",
        text="समय-सीमा पार होने का कारण बताएँ।",
        letter_number="स्प./7",
        by=by,
        at=cast.MONDAY,
    )
    letter = Case.objects.select_related("parent", "holder__place").get(pk=made.pk)
    return render_to_string("grievances/explanation_letter.html", papers.explanation(letter)), case


def breach_sheet() -> tuple[str, None]:
    by = cast.desk(Role.ADMINISTRATOR)
    facts = privacy.Facts(
        noticed_at=cast.MONDAY, what="एक लैपटॉप खो गया।", data_held="नाम और फ़ोन", affected="दस शिकायतकर्ता"
    )
    made = privacy.record_breach(facts, by=by, at=cast.MONDAY)
    privacy.tell(made, whom="persons", how="पत्रांक 12", told_at=cast.MONDAY, by=by, at=cast.MONDAY)
    found = register.breaches().get(pk=made.pk)
    page = render_to_string("privacy/breach_sheet.html", {"found": found, "notices": list(found.notices.all())})
    return page.replace(f": {made.pk}<", ": <b></b><"), None


PAPERS: dict[str, Callable[[], tuple[str, Case | None]]] = {
    "slip": slip,
    "case-sheet": case_sheet,
    "action-taken": action_taken,
    "field-list": field_list,
    "meeting-sheet": meeting_sheet,
    "explanation-letter": explanation_letter,
    "breach-sheet": breach_sheet,
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_reads_as_it_did(name: str) -> None:
    page, case = PAPERS[name]()
    text, path = steady(text_of(page), case), GOLDEN / f"{name}.txt"
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was written anew: read it, then commit it")
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_paper_is_printed() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PAPERS)
