"""In which words of a body an Aadhaar number stands, told without the number."""

import pytest
from tests.lib.test_aadhaar import ONE

from shramsetu.lib import aadhaar_places

GROUPED = "9999 4105 7058"


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({"name": ONE, "phone": ONE, "aadhaar": ONE}, ["name"]),
        ({"lines": [{"name": "राम"}, {"address": f"बिठूर {GROUPED}"}]}, ["lines.1.address"]),
        ({"b": [GROUPED], "a": int(ONE)}, ["a", "b.0"]),
        ({"a": {GROUPED: 1}}, ["a"]),
        (GROUPED, ["body"]),
        ({"a": True, "b": None, "c": "1047 2963 8150"}, []),
    ],
)
def test_each_place_is_named(body: object, places: list[str]) -> None:
    assert aadhaar_places.found(body) == places


def test_names_of_boxes_that_make_a_number_together_are_hidden() -> None:
    [place] = aadhaar_places.found({"9999": {"4105": {"7058": ONE}}})
    assert place == "XXXX.XXXX.XX58"
