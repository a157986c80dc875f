"""Who is written to in Urdu gets Urdu, counted as the operators count it."""

import pytest
from tests import cast

from shramsetu.grievances.filing import Someone
from shramsetu.lib.text import sms_segments
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
SALEEM = Someone(name="محمد سلیم", phone="+919999900031", language="ur")


def test_a_complainant_of_urdu_is_told_in_urdu_under_its_own_id() -> None:
    case = cast.complaint(complainants=(SALEEM,), text="تین مہینے سے مزدوری نہیں ملی، ٹھیکیدار فون نہیں اٹھاتا")
    told = Message.objects.get(stream=case.stream, template="registered")
    assert told.text.endswith("شرم سیتو")
    assert (told.language, told.dlt_template) == ("ur", "1007000000000002001")
    assert (told.units, told.segments) == sms_segments(told.text)
    assert told.units == len(told.text.encode("utf-16-le")) // 2
    assert told.segments <= 2
