"""Whether two names are one person's, by the tables and by what must hold for any name."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import namebook, names

GOLDEN = Path(__file__).parents[1] / "golden" / "people.tsv"
ROWS = [line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
TUNED = [row for row in ROWS if row[4] == "tuned"]
HELD = [row for row in ROWS if row[4] == "held"]

people = st.sampled_from([name for row in ROWS for name in row[1:3]])


def weighed(rows: list[list[str]]) -> tuple[float, float]:
    """Precision and recall of `same` over a table."""
    called = [(row[0] == "same", names.compare(row[1], row[2]).same) for row in rows]
    right = called.count((True, True))
    return right / (right + called.count((False, True))), right / (right + called.count((True, False)))


def test_every_pair_that_was_tuned_on_is_judged_rightly() -> None:
    wrong = [row[:3] for row in TUNED if names.compare(row[1], row[2]).same is not (row[0] == "same")]
    assert wrong == []


def test_the_half_held_out_is_judged_nearly_as_well() -> None:
    assert len(HELD) >= 500
    precision, recall = weighed(HELD)
    assert precision >= 0.99
    assert recall >= 0.97


@pytest.mark.parametrize(
    ("one", "other", "hindi", "english"),
    [
        ("राम", "रमा", "«राम» और «रमा» पुरुष और स्त्री के अलग नाम", "‘राम’ and ‘रमा’ are a man’s and a woman’s names"),
        ("राजेश सिंह", "Rajesh Sinha", "«Sinha» और «सिंह» अलग नाम", "‘Sinha’ and ‘सिंह’ are different names"),
        ("मोहम्मद आसिफ", "Mohd Aasif", "बोलने में एक ही नाम", "the same name by its sound"),
        ("रमेश", "रमेश", "एक ही नाम लिखा है", "the same name is written"),
        ("", "रमेश", "नाम लिखा ही नहीं है", "no name is written"),
        ("यादव", "राजेश यादव", "सिर्फ़ «यादव» मिलता है, जो बहुतों का नाम है", "only ‘यादव’ agrees, which many are called"),
    ],
)
def test_the_reason_is_told_in_two_languages(one: str, other: str, hindi: str, english: str) -> None:
    found = names.compare(one, other)
    assert (found.reason(), found.reason("en")) == (hindi, english)


def test_every_ground_of_a_match_is_told() -> None:
    found = names.compare("आर. के. यादव पुत्र रामदीन", "Yadav Rajesh Kumar S/o Ram Deen")
    assert found.same
    assert [ground.key for ground in found.grounds] == ["initial", "initial", "order", "kin"]


def test_fathers_decide_where_both_are_told() -> None:
    assert names.compare("राजेश पुत्र रामदीन", "Rajesh S/o Ram Deen").same
    assert names.compare("राजेश पुत्र रामदीन", "Rajesh S/o Shyam Lal").grounds[0].key == "kin_other"
    assert names.compare("सुनीता पत्नी रामलाल", "सुनीता पुत्री मोहन").same  # a husband and a father
    assert names.compare("राजेश पुत्र रामदीन", "राजेश माता सीता").same  # a father and a mother
    assert names.compare("राजेश पुत्र राम", "राजेश पुत्र राम लाल यादव").same  # written in part
    assert names.compare("सुनीता C/o रामलाल", "सुनीता पत्नी मोहन").same  # nobody says who Ramlal is


def test_two_known_names_are_two_however_alike() -> None:
    for one, other in (("कमल", "कमाल"), ("नासिर", "नसीर"), ("भरत", "भारत"), ("राजा", "रज़ा"), ("प्रवीण", "परवीन")):
        assert not names.compare(one, other).same
    assert names.compare("कमाल", "Kamal").same  # Roman does not tell
    assert not names.compare("कमल", "Kamaal").same


def test_the_book_holds_no_name_twice() -> None:
    for listed in (namebook.MEN, namebook.WOMEN, namebook.FAMILIES):
        entries = listed.split()
        assert len(entries) == len(set(entries)) > 150


@given(one=people, other=people)
def test_the_order_of_the_two_does_not_count(one: str, other: str) -> None:
    there, back = names.compare(one, other), names.compare(other, one)
    assert there == back
    assert 0.0 <= there.score <= 1.0
    assert there.same is (there.score >= names.SAME)


@given(name=people)
def test_a_name_is_itself_however_it_is_encoded(name: str) -> None:
    first = name.split()[0]
    marked = name.replace(first, first[0] + first[1:].replace("्", "्\u200d"))
    forms = [*(unicodedata.normalize(form, name) for form in ("NFC", "NFD")), f"  {name} ", marked]
    assert [form for form in forms if names.compare(name, form).score < 1.0] == []
    assert names.compare(name, name.upper()).same


@given(text=st.text(max_size=60), other=people)
def test_anything_can_be_compared(text: str, other: str) -> None:
    found = names.compare(text, other)
    assert found.reason()
    assert found.reason("en")


def test_initials_alone_name_nobody() -> None:
    assert names.compare("R. K.", "Rajesh Kumar").grounds[0].key == "initials"
    assert not names.compare("R", "Rajesh Kumar").same
    assert names.compare("R. Kumar", "Rajesh Kumar").same
    assert names.compare("R. K.", "आर. के.").same
