"""What the action-taken report says of a case: by its own state alone, so that none is disposed of before it is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from shramsetu import rulebook
from shramsetu.bridges.cpgrams.models import CpgramsStanding
from shramsetu.casework import flow
from shramsetu.casework.flow import Phase
from shramsetu.casework.models import Case
from shramsetu.casework.templatetags.desk import post_title
from shramsetu.files.models import Attachment
from shramsetu.grievances.models import Report
from shramsetu.lib import clock
from shramsetu.offices.models import Post

AT_REST = (Phase.CLOSED, Phase.FINAL)
FROM_OUTSIDE = ("citizen", "public", "system")  # whose papers are not the officer's evidence
REMARK_MOST = 4_000
NAMES_MOST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the report, and under which standing it was told."""

    standing: int
    registration: str
    number: str
    code: str
    status: str
    remarks: str
    on: date
    officer: str
    files: str
    is_disposed: bool

    def cell(self, column: str) -> str:
        """Return what the report says in a column."""
        said = getattr(self, column)
        return f"{said:%d-%m-%Y}" if isinstance(said, date) else str(said)

    @property
    def digest(self) -> str:
        """Return the hash by which a line is known to be the one that was handed out."""
        told = [self.number, self.code, self.remarks, f"{self.on}", self.officer, self.files]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def lines(rows: Sequence[CpgramsStanding]) -> list[Line]:
    """Return what is said of each standing, whose reference and case are at hand; three questions for all of them."""
    cases = [row.reference.case for row in rows if row.reference.case is not None]
    reports = _reports(cases)
    papers = _papers(cases)
    posts = _posts(cases, reports)
    return [
        _line(row, row.reference.case, reports.get(row.reference.case.pk), papers, posts)
        for row in rows
        if row.reference.case is not None
    ]


def _line(
    row: CpgramsStanding, case: Case, report: Report | None, papers: dict[str, list[str]], posts: dict[int, Post], /
) -> Line:
    is_at_rest = case.phase in AT_REST
    is_interim = report is not None and report.kind == Report.Kind.INTERIM
    said = rulebook.book().cpgrams.of_state(case.state, is_at_rest=is_at_rest, is_interim=is_interim)
    shown = report if report is not None and (is_at_rest or is_interim) else None
    state = flow.flow_of(case.kind).by_name[case.state]
    holder = posts.get(shown.post_id if shown else case.holder_id or 0)
    at = case.closed_at if is_at_rest and case.closed_at else shown.at if shown else case.level_at
    names = papers.get(case.stream, []) if shown else []
    return Line(
        standing=row.pk,
        registration=row.reference.number,
        number=case.number,
        code=said.code,
        status=said.title.hi,
        remarks=(shown.text if shown else str(state.portal))[:REMARK_MOST],
        on=clock.day(at),
        officer=post_title(holder) if holder else "",
        files="; ".join(names[:NAMES_MOST]),
        is_disposed=said.is_disposed,
    )


def _reports(cases: Sequence[Case]) -> dict[int, Report]:
    """Return the last report of each case that is no subordinate's enquiry."""
    rows = Report.objects.filter(case__in=[case.pk for case in cases]).exclude(kind=Report.Kind.ENQUIRY)
    return {one.case_id: one for one in rows.order_by("case", "-at", "-pk").distinct("case")}


def _papers(cases: Sequence[Case]) -> dict[str, list[str]]:
    """Return the names of what officers laid with each case."""
    rows = Attachment.objects.filter(stream__in=[case.stream for case in cases], removed_at=None)
    found: dict[str, list[str]] = {}
    for stream, name in rows.exclude(Q(role__in=FROM_OUTSIDE)).order_by("at").values_list("stream", "name"):
        found.setdefault(stream, []).append(name)
    return found


def _posts(cases: Sequence[Case], reports: dict[int, Report]) -> dict[int, Post]:
    wanted = {case.holder_id for case in cases} | {one.post_id for one in reports.values()}
    return Post.objects.select_related("place", "department").in_bulk([pk for pk in wanted if pk])
