import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import similar

KNOWN = 3662367899745823058  # a change would make every kept fingerprint useless
UNPAID = "ठेकेदार ने तीन महीने से मजदूरी नहीं दी, कुल 12,000 रुपये बाकी हैं"
REPORT = (
    "आवेदक से दिनांक 12 नवंबर 2026 को दूरभाष पर संपर्क किया गया। प्रकरण की स्थलीय जाँच श्रम प्रवर्तन अधिकारी द्वारा की गई। सेवायोजक ने "
    "बकाया मजदूरी 12,000 रुपये का भुगतान कर दिया है। आवेदक संतुष्ट है, अतः प्रकरण निस्तारित करने योग्य है।"
)
OTHERS = [
    "सेवायोजक उपस्थित नहीं हुए। आवेदक को वेतन भुगतान अधिनियम में वाद दायर करने का परामर्श दिया गया, अगली तिथि 5 दिसंबर है।",
    "आवेदिका की पुत्री के विवाह का आवेदन बोर्ड को भेज दिया गया है; बैंक खाता गलत होने से राशि वापस आई थी, नया खाता लेकर फिर भेजी गई।",
    "मौके पर कारखाना बंद मिला। दो पड़ोसियों के बयान लिए गए। स्वामी लखनऊ में रहते हैं, उन्हें नोटिस भेजा गया है, उत्तर की प्रतीक्षा है।",
]


@pytest.mark.parametrize(
    "again",
    [
        UNPAID,
        "thekedar ne teen mahine se majdoori nahi di kul 12000 rupaye baki hai",
        "Contractor ne 3 mahina se mazduri nahi diya, 12000 rs baaki hai",
        "12,000 रुपए मज़दूरी बाक़ी है, ठेकेदार 3 माह से नहीं दे रहा",
    ],
)
def test_the_same_complaint_in_other_words_and_letters(again: str) -> None:
    assert similar.text_likeness(UNPAID, again) >= similar.ALIKE


@pytest.mark.parametrize(
    "other",
    [
        "मेरी बेटी की शादी का पैसा बोर्ड से अभी तक नहीं मिला, आवेदन दो बार किया",
        "factory me machine se haath kat gaya malik ilaj nahi kara raha",
        "ठेकेदार गाली देता है और काम से निकाल दिया",
        "श्रमिक कार्ड का नवीनीकरण नहीं हो रहा",
    ],
)
def test_another_complaint_is_not_alike(other: str) -> None:
    assert similar.text_likeness(UNPAID, other) < 0.35


def test_another_amount_makes_it_less_alike() -> None:
    assert (
        similar.text_likeness(UNPAID, UNPAID.replace("12,000", "7,500")) < similar.text_likeness(UNPAID, UNPAID) == 1.0
    )


def test_nothing_is_like_nothing() -> None:
    assert similar.text_likeness("", "") == similar.text_likeness("है", UNPAID) == 0.0


def test_a_copied_report_with_other_figures_is_seen() -> None:
    copy = REPORT.replace("12 नवंबर", "17 नवंबर").replace("12,000", "8,500")
    assert similar.hamming(similar.fingerprint(REPORT), similar.fingerprint(copy)) <= similar.COPIED_BITS


@pytest.mark.parametrize("other", OTHERS)
def test_another_report_is_far_away(other: str) -> None:
    assert similar.hamming(similar.fingerprint(REPORT), similar.fingerprint(other)) > 2 * similar.COPIED_BITS


def test_one_word_more_or_less_moves_few_bits() -> None:
    chance = random.Random(1)
    prints = []
    for text in (REPORT, *OTHERS):
        words = text.split()
        words.insert(chance.randrange(len(words)), "पुनः")
        prints.append(similar.hamming(similar.fingerprint(text), similar.fingerprint(" ".join(words))))
    assert max(prints) <= similar.COPIED_BITS


def test_a_fingerprint_stays_what_it_was() -> None:
    assert similar.fingerprint("मजदूरी नहीं मिली") == similar.fingerprint("majduri nahin mili") == KNOWN
    assert similar.fingerprint("") == similar.fingerprint("है") == 0


@given(text=st.text(max_size=80))
def test_a_fingerprint_fits_a_bigint(text: str) -> None:
    drawn = similar.fingerprint(text)
    assert -(2**63) <= drawn < 2**63
    assert similar.hamming(drawn, drawn) == 0


@given(one=st.integers(-(2**63), 2**63 - 1), other=st.integers(-(2**63), 2**63 - 1))
def test_distance_counts_the_bits_that_differ(one: int, other: int) -> None:
    assert similar.hamming(one, other) == similar.hamming(other, one) == bin((one ^ other) & (2**64 - 1)).count("1")


@given(one=st.text(max_size=60), other=st.text(max_size=60))
def test_likeness_of_texts_is_a_share_the_same_both_ways(one: str, other: str) -> None:
    assert 0.0 <= similar.text_likeness(one, other) <= 1.0
    assert similar.text_likeness(one, other) == similar.text_likeness(other, one)
