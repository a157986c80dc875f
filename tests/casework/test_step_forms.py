"""One form builder for every step of every flow."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast

from shramsetu import rulebook
from shramsetu.casework import choices, fields, flow, forms
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    made = cast.complaint()
    cast.take(made, "open")
    return made


def form_of(case: Case, verb: str, values: dict[str, object], by: Actor | None = None) -> forms.StepForm:
    step = next(step for step in flow.flow_of(case.kind).steps if step.verb == verb)
    return forms.read(step, case, by or cast.holder_of(case), values, {})


def test_every_step_of_every_flow_has_a_form(case: Case) -> None:
    for table in flow.flows():
        for step in table.steps:
            form = forms.form_for(step, case, cast.holder_of(case))()
            assert [need.name for need in step.needs if need.name not in form.fields] == []


def test_every_list_that_a_flow_names_is_known() -> None:
    wanted = {need.choices for table in flow.flows() for step in table.steps for need in step.needs if need.choices}
    assert wanted - choices.names() == set()


def test_a_report_comes_out_as_the_effect_expects_it(case: Case) -> None:
    form = form_of(
        case, "report", {"text": "भुगतान कराया गया", "contacted_at": "2026-11-16T11:30", "letter_on": "2026-11-16"}
    )
    assert form.is_valid()
    assert form.detail == {
        "text": "भुगतान कराया गया",
        "contacted_at": cast.MONDAY,
        "letter_on": cast.MONDAY.date(),
    }


def test_mark_takes_a_subordinate_by_code_and_nobody_else(case: Case) -> None:
    listed = choices.of("subordinates", case, cast.holder_of(case))
    form = form_of(case, "mark", {"post": listed[0][0]})
    assert form.is_valid()
    assert getattr(form.detail["post"], "code", "") == listed[0][0]
    assert not form_of(case, "mark", {"post": cast.desk(Role.OPERATOR).role}).is_valid()


def test_a_bad_phone_is_told_in_a_sentence(case: Case) -> None:
    form = form_of(case, "mend_contact", {"phone": "98765"})
    assert list(form.errors["phone"]) == ["मोबाइल नंबर में 10 अंक होते हैं; आपने 5 लिखे।"]


def test_what_is_missing_is_asked_for(case: Case) -> None:
    assert list(form_of(case, "report", {}).errors) == ["text"]


def test_a_ready_answer_with_open_braces_is_not_taken(case: Case) -> None:
    assert list(form_of(case, "report", {"text": "भुगतान दिनांक {date} को हुआ"}).errors) == ["text"]


def test_grades_and_results_have_the_values_of_the_effects(case: Case) -> None:
    by = cast.desk(Role.QUALITY)
    assert [value for value, _ in choices.of("grades", case, by)] == ["A", "B", "C"]
    results = [value for value, _ in choices.of("feedback_results", case, by)]
    assert results == ["satisfied", "dissatisfied", "no_answer", "call_later", "wrong_number"]
    assert [value for value, _ in choices.of("feedback_results", case, cast.citizen())] == ["satisfied", "dissatisfied"]


def test_a_file_of_a_false_type_is_refused_and_not_kept(case: Case) -> None:
    step = flow.flow_of("grievance").step("report", "with_officer")
    false = SimpleUploadedFile("photo.jpg", b"#!/bin/sh", content_type="image/jpeg")
    form = forms.read(step, case, cast.holder_of(case), {"text": "x"}, {"files": [false]})
    assert form.is_valid()
    with pytest.raises(Refused):
        form.keep(at=cast.MONDAY)
    assert Attachment.objects.filter(stream=case.stream).count() == 0


def test_no_more_files_at_once_than_the_rulebook_lets() -> None:
    most = rulebook.book().number("files.per_report", cast.MONDAY.date())
    field = fields.Files(most=most, required=False)
    papers = [SimpleUploadedFile(f"{at}.pdf", cast.PAPER) for at in range(most + 1)]

    assert len(field.clean(papers[:most])) == most
    with pytest.raises(ValidationError) as refused:
        field.clean(papers)
    assert str(most) in refused.value.messages[0]
