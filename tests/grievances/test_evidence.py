"""The report and its evidence: what binds it, and what raises a flag without blocking."""

from datetime import timedelta

import pytest
from tests import cast

from shramsetu.casework import actions, forms
from shramsetu.casework.models import Case
from shramsetu.grievances.models import Report
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices

pytestmark = pytest.mark.django_db


def marked() -> tuple[Case, Actor]:
    case = cast.complaint()
    cast.take(case, "open")
    assert case.holder is not None
    post = offices.subordinates(case.holder)[0]
    cast.take(case, "mark", post=post, text="मौक़े पर जाएँ")
    return case, cast.seat(post).actor


def test_enquiry_without_the_evidence_of_the_category_does_not_become_the_report() -> None:
    case, below = marked()
    cast.take(case, "submit_enquiry", by=below, text="जाँच की, सब ठीक है।")

    with pytest.raises(actions.Refused) as refused:
        cast.take(case, "approve_enquiry")

    assert str(refused.value.message)
    assert case.state == "enquiry_in"
    assert not case.reports.filter(kind=Report.Kind.FINAL).exists()


def test_enquiry_with_its_evidence_becomes_the_report() -> None:
    case, below = marked()
    cast.attach(case, by=below)
    cast.take(case, "submit_enquiry", by=below, text=cast.REPORTED, **cast.EVIDENCE)

    cast.take(case, "approve_enquiry")

    assert case.state == "in_check"


def test_visit_in_the_future_is_refused_from_the_enquirer_too() -> None:
    case, below = marked()
    with pytest.raises(actions.Refused):
        cast.take(case, "submit_enquiry", by=below, text="-", visited_at=cast.MONDAY + timedelta(days=2))


def test_the_same_words_after_the_report_was_returned_raise_a_flag_but_pass() -> None:
    case = cast.complaint()
    cast.report(case)
    assert case.reports.get().flags == []
    cast.take(case, "return_report", grade="C", reason="रसीद पढ़ी नहीं जाती")

    cast.report(case)

    assert case.state == "in_check"
    assert "copied_text" in case.reports.order_by("-id")[0].flags


def test_enquiry_copied_from_the_enquirers_earlier_one_raises_a_flag() -> None:
    for _ in range(2):
        case, below = marked()
        cast.take(case, "submit_enquiry", by=below, text=cast.REPORTED)

    assert "copied_text" in case.reports.get().flags


def test_what_the_category_demands_is_not_called_optional() -> None:
    case = cast.complaint()
    cast.take(case, "open")
    by = cast.holder_of(case)

    form = forms.form_for(actions.step_for(case, "report", by=by), case, by)

    assert {"contacted_at", "statements"} <= set(form.EITHER)
    assert "permission" not in form.EITHER
