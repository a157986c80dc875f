"""What is known of a person, as its page says it: every field of the forms has its words."""

import pytest
from django.utils import translation

from shramsetu.bonded import shown
from shramsetu.bonded.identity_form import IDENTITY as AMENDED
from shramsetu.bonded.person_forms import AGE_BASES, CASTES

OF_THE_FORMS = {
    *AMENDED,
    "relation",
    "age_basis",
    "statement",
    "language",
    "interpreter",
    "away",
    "review_asked",
}


@pytest.mark.parametrize("name", sorted(OF_THE_FORMS | {"health", "certificate_number", "guardian"}))
def test_each_field_has_a_label_in_hindi(name: str) -> None:
    with translation.override("hi"):
        ((label, _),) = shown.lines({name: "+919999900001"})
    assert label != name
    assert not label.isascii() or label == "IFSC"


def test_chosen_words_and_yes_are_said_in_hindi() -> None:
    known = {"caste": CASTES[1][0], "age_basis": AGE_BASES[1][0], "away": True}
    with translation.override("hi"):
        said = dict(shown.lines(known)).values()
    assert not any(text.isascii() for text in said)
