import pytest

from shramsetu.places import rules


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ghaziabad", "गाजियाबाद"),
        ("गाज़ियाबाद", "गाजियाबाद"),
        ("Lucknow", "लखनऊ"),
        ("Kanpur Nagar", "कानपुर नगर"),
        ("बदायूँ", "बदायूं"),
        ("Varanasi", "वाराणसी"),
        ("Gorakhpur", "गोरखपुर"),
        ("GORAKHPUR", "gorakh pur"),
        ("Meerut", "मेरठ"),
        ("Jhansi", "झाँसी"),
    ],
)
def test_spellings_of_both_scripts_share_a_key(one: str, other: str) -> None:
    assert {key for key in rules.keys([one]) if key[0] != "^"} & {key for key in rules.keys([other]) if key[0] != "^"}


@pytest.mark.parametrize(
    ("text", "words", "pin"),
    [
        ("जिला गाजियाबाद", ("गाजियाबाद",), ""),
        ("Village Masuri, Distt. Ghaziabad 201302", ("Masuri", "Ghaziabad"), "201302"),
        ("पिन २२६ ००१", ("पिन",), "226001"),
        ("226001", (), "226001"),
        ("9876543210", ("9876543210",), ""),
        ("ब्लॉक", ("ब्लॉक",), ""),
    ],
)
def test_words_and_pin_are_told_apart(text: str, words: tuple[str, ...], pin: str) -> None:
    assert rules.read(text) == rules.Asked(words, pin)


@pytest.mark.parametrize(
    ("office", "name"),
    [
        ("Araw jagdish B.O", "Araw Jagdish"),
        ("Bijauli BO", "Bijauli"),
        ("Khairabad SO Sitapur", "Khairabad"),
        ("Lucknow GPO", "Lucknow"),
        ("Mo Pur Mandawali S.O", "Mo Pur Mandawali"),
        ("BHEL SO", "BHEL"),
        ("Sobo", "Sobo"),
    ],
)
def test_the_rank_of_a_post_office_is_no_part_of_its_name(office: str, name: str) -> None:
    assert rules.office_name(office) == name


def test_a_slug_has_letters_of_any_script() -> None:
    assert rules.slug("  Mirzapur (Vindhyachal) ") == "mirzapur-vindhyachal"
    assert rules.slug("फ़ैज़ाबाद २") == "फ़ैज़ाबाद-२"
