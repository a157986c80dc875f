import unicodedata

import hinlegacy
import pytest

from shramsetu.lib import krutidev, namebook

DOTTED = "ड़ढ़"


@pytest.mark.parametrize("word", ["धर्मेन्द्र", "ईंट भट्ठा", "लक्ष्मी", "कृष्ण", "प्रयागराज", "श्यामलाल", "चौधरी", "शिव"])
def test_letters_that_kruti_dev_writes_oddly_come_back_whole(word: str) -> None:
    assert krutidev.unicode_of(hinlegacy.encode(word, krutidev.FONT)) == word


def test_every_name_of_the_book_comes_back_whole() -> None:
    listed = f"{namebook.MEN} {namebook.WOMEN} {namebook.FAMILIES}".replace("/", " ").split()
    hindi = [unicodedata.normalize("NFC", one) for one in listed if not one.isascii()]
    typed = {
        one: hinlegacy.encode(one, krutidev.FONT) for one in hindi if "\u093c" not in one
    }  # it cannot type the dot
    back = {one: unicodedata.normalize("NFC", krutidev.unicode_of(text)) for one, text in typed.items()}
    assert len(back) > 2000
    assert {one: text for one, text in back.items() if one != text} == {}


@pytest.mark.parametrize(
    ("typed", "hindi"),
    [
        ("pksiM+k", "चोपड़ा"),
        ("xqfM+;k", "गुड़िया"),
        ("flag", "सिंह"),
        ("eks0 lyhe", "मो0 सलीम"),
        ("jke flag pkSgku", "राम सिंह चौहान"),
    ],
)
def test_what_clerks_type_is_read(typed: str, hindi: str) -> None:
    assert unicodedata.normalize("NFC", krutidev.unicode_of(typed)) == unicodedata.normalize("NFC", hindi)


def test_hindi_and_figures_stay() -> None:
    assert krutidev.unicode_of("राम 12") == "राम 12"
    assert krutidev.unicode_of("12/3-4") == "12/3-4"
