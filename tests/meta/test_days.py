"""Days in addresses: every page that is asked for by a day answers to the first and the last of all, and to none."""

import re
from pathlib import Path

import pytest
from django.urls import resolve
from tests.meta.test_access import visitor

import shramsetu
from shramsetu.offices.models import Role

DAYS = ("0001-01-01", "9999-12-31", "1947-01-01", "2200-12-31", "2026-02-30", "2026-W01-1", "२०२६-०१-०१", "x", "")
MONDAY = "2026-11-16"
ANSWERS = {200, 302, 400, 404, 422}
BY_HAND = re.compile(r"date\.fromisoformat|parse_date|strptime")
ELSEWHERE = {"schemes/api.py"}  # a fact of a body, bounded by its rule
ASKED = {
    "public": (
        "/khula-data/{0:.7}/datapackage.json",
        "/vaad/?forum=labour-court-kanpur&on={0}",
        "/vaad/labour-court-kanpur/{0}/",
        "/api/v1/cause-lists/labour-court-kanpur/{0}",
    ),
    Role.SUPERVISOR: (
        "/desk/intake/streams/?from={0}&to={0}",
        "/desk/helpline/calls/?first={0}&last={0}",
        "/desk/helpline/calls.csv?first={0}&last={0}",
        "/desk/helpline/staffing/?on={0}",
        "/desk/helpline/staffing/roster/{0}/",
        "/desk/helpline/staffing/agents/?on={0}&period=month",
        "/desk/routing/?category=wages-not-paid&on={0}",
    ),
    Role.OPERATOR: ("/desk/intake/letters/receipt/register.pdf?from={0}&to={0}",),
    Role.STATE_DESK: (
        "/desk/figures/cases/?what=received&first={0}&last={0}",
        "/desk/figures/cases/?what=satisfied&first={0}&last={0}",
        "/desk/monitoring/reviews/?from={0}",
        "/desk/monitoring/reviews/tracker.csv?from={0}&to={0}",
        "/desk/monitoring/today/morning/{0}.pdf",
        "/desk/hearings/registers/?since={0}&until={0}",
    ),
    Role.OFFICER: ("/desk/bonded/reports/half-year-report/?on={0}",),
    Role.JUDGE: ("/desk/hearings/today/?on={0}", "/desk/hearings/lists/labour-court-kanpur/{0}/"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ASKED)
def test_every_day_has_an_answer(role: str) -> None:
    client = visitor(role)
    found = {(address, day): client.get(address.format(day)).status_code for address in ASKED[role] for day in DAYS}
    assert {what: code for what, code in found.items() if code not in ANSWERS} == {}


def test_what_is_tried_are_addresses() -> None:
    for address in (one for listed in ASKED.values() for one in listed):
        assert resolve(address.format(MONDAY).partition("?")[0]).url_name


def test_no_page_reads_a_day_by_itself() -> None:
    root = Path(shramsetu.__file__).parent
    views = [path for path in root.rglob("*.py") if "views" in path.parts or path.stem in {"views", "api"}]
    reading = {str(path.relative_to(root)) for path in views if BY_HAND.search(path.read_text(encoding="utf-8"))}
    assert reading == ELSEWHERE
