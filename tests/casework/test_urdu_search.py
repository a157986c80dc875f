"""A complaint written in Urdu is found by Hindi and Roman words, and the other way round."""

import pytest
from tests import cast

from shramsetu.casework import finding, search
from shramsetu.casework.models import SearchText
from shramsetu.grievances.filing import Someone
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
URDU = "تین مہینے سے مزدوری نہیں ملی، قالین کا کارخانہ، سپروائزر اکرم دھمکی دیتا ہے"
HINDI = "क़ालीन के कारख़ाने में हाथ कट गया, मुआवज़ा नहीं मिला"


@pytest.mark.parametrize("asked", ["मज़दूरी", "majduri", "مزدوری", "क़ालीन", "कारखाना", "सुपरवाइज़र अकरम"])
def test_words_in_urdu_are_found_in_every_script(asked: str) -> None:
    case = cast.complaint(text=URDU)
    assert finding.find(asked, by=cast.desk(Role.OPERATOR)).cases == [case]


@pytest.mark.parametrize("asked", ["معاوضہ", "قالین", "ہاتھ کٹ"])
def test_words_in_hindi_are_found_in_urdu(asked: str) -> None:
    case = cast.complaint(text=HINDI)
    assert finding.find(asked, by=cast.desk(Role.OPERATOR)).cases == [case]


def test_a_name_in_urdu_is_found_in_hindi() -> None:
    case = cast.complaint(complainants=(Someone(name="محمد سلیم انصاری", phone="+919999900002"),))
    assert finding.find("मोहम्मद सलीम", by=cast.desk(Role.OPERATOR)).cases == [case]


def test_the_index_is_what_the_upkeep_looks_for() -> None:
    case = cast.complaint(text=URDU)
    every = search.every_token(search.tokens(URDU))
    assert SearchText.objects.filter(case=case, tokens=search.raw(every)).exists()
