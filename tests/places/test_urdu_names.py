"""Who is written to in Urdu reads the district in Urdu, not in Devanagari."""

import pytest
from tests import cast

from shramsetu.grievances.filing import Someone
from shramsetu.lib import urdu
from shramsetu.messages.models import Message
from shramsetu.places import queries
from shramsetu.places.models import Kind, Place

pytestmark = pytest.mark.django_db
WORDS = "تین مہینے سے مزدوری نہیں ملی، ٹھیکیدار فون نہیں اٹھاتا"


def test_every_district_has_an_urdu_name_of_its_own_that_fits_a_message() -> None:
    names = {place.name("ur") for place in queries.districts()}
    assert (len(names), all(urdu.is_mostly(name) for name in names)) == (75, True)
    assert max(len(name) for name in names) <= 25
    assert {queries.district(code).name("ur") for code in (162, 120, 187)} == {"لکھنؤ", "پریاگ راج", "وارانسی"}


def test_a_place_without_an_urdu_name_keeps_its_own() -> None:
    state = Place.objects.get(kind=Kind.STATE)
    assert state.name("ur") == state.name_hi


def test_a_message_in_urdu_names_the_district_in_urdu() -> None:
    case = cast.complaint(complainants=(Someone(name="محمد سلیم", phone="+919999900031", language="ur"),), text=WORDS)
    told = Message.objects.get(stream=case.stream, template="registered")
    assert ("کانپور نگر" in told.text, "कानपुर" in told.text) == (True, False)
