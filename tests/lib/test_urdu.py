"""Words of Urdu and of Hindi that are the same word meet in the index, whichever way round they are asked for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import names, similar, urdu
from shramsetu.lib.phonetic import sound, sounds_of
from shramsetu.lib.urdu_words import HINDI

GOLDEN = Path(__file__).parents[1] / "golden" / "urdu.tsv"
PAIRS = [line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
LETTERS = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئؤآيكة"

words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} ~ {pair[1]}")
def test_a_word_is_found_in_either_script(pair: list[str]) -> None:
    written, hindi = pair
    assert set(names.asked(written)) & set(names.indexed(hindi))
    assert set(names.asked(hindi)) & set(names.indexed(written))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} ~ {pair[1]}")
def test_a_name_has_one_key_in_both_scripts(pair: list[str]) -> None:
    assert set(names.keys(pair[0])) & set(names.keys(pair[1]))


def test_most_of_the_table_stands_in_no_list() -> None:
    unknown = [pair for pair in PAIRS if not urdu.hindi(pair[0])]
    assert len(unknown) >= 60


@pytest.mark.parametrize("written", sorted(HINDI))
def test_what_the_list_knows_sounds_as_its_hindi(written: str) -> None:
    assert sound(written) == sound(HINDI[written])


def test_arabic_letters_marks_and_old_forms_are_the_same_word() -> None:
    assert {sound(one) for one in ("شکایت", "شكايت", "شِکایَت", "ﺷﮑﺎﯾﺖ")} == {sound("शिकायत")}


def test_figures_in_urdu_are_figures() -> None:
    assert names.tokens("۱۸۰۰۰ روپے") == names.tokens("18000 रुपये")


def test_one_complaint_in_two_scripts_is_alike() -> None:
    hindi = "तीन महीने से मज़दूरी नहीं मिली, ठेकेदार फ़ोन नहीं उठाता"
    assert similar.text_likeness("تین مہینے سے مزدوری نہیں ملی، ٹھیکیدار فون نہیں اٹھاتا", hindi) >= similar.ALIKE


def test_other_words_do_not_meet() -> None:
    for written, hindi in (("مزدوری", "बिजली"), ("تنخواہ", "सड़क"), ("رمیش", "सुरेश"), ("حادثہ", "पेंशन")):
        assert not set(names.asked(written)) & set(names.indexed(hindi))


def test_hindi_texts_are_indexed_as_before() -> None:
    assert names.indexed("तीन महीने से मज़दूरी") == names.tokens("तीन महीने से मज़दूरी")


@given(word=words)
def test_every_word_gets_a_roman_sound_and_is_found_again(word: str) -> None:
    heard = sound(word)
    assert heard.isascii()
    assert heard in sounds_of(word)
    assert len(sounds_of(word)) <= urdu.MOST_READINGS
    assert not names.indexed(word) or set(names.asked(word)) & set(names.indexed(word))


@given(word=words)
def test_the_likeliest_reading_is_the_first(word: str) -> None:
    if not urdu.hindi(word):
        assert sounds_of(word)[0] == sound(word)


@pytest.mark.parametrize(
    ("text", "is_urdu"),
    [
        ("مزدوری نہیں ملی", True),
        ("مزدوری نہیں ملی، नाम محمد سلیم", True),
        ("मज़दूरी नहीं मिली, ठेकेदार محمد سلیم", False),
        ("12345", False),
        ("", False),
    ],
)
def test_who_quotes_a_name_in_urdu_wrote_no_urdu(text: str, is_urdu: bool) -> None:
    assert urdu.is_mostly(text) == is_urdu
