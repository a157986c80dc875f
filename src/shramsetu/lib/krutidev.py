"""Hindi typed in Kruti Dev or DevLys, as old registers are: signs of a typewriter that only their font makes Hindi."""

import re

import hinlegacy

FONT = "krutidev_010"
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_DOUBLED = re.compile("\u094d\u094d+")
# hinlegacy reads the sign of the letter ई as the hook of an r before a nasal.
_LONG_I = re.compile("र\u094d+इ")
# It sets the i that stands before its letter, and the hook of an r that stands behind it, one sign too early where the
# letter is made of a half one and a stroke: शिव comes out as श्‌िाव. No Hindi word has such signs in such an order.
_ORDERS = (
    (re.compile("([क-ह])([ि-ौ])़"), "\\1़\\2"),
    (re.compile("((?:[क-ह]्)*[क-ह]़?)्र्(ि?)ा([ािीुूेैोौ]?)"), "र्\\1\\2\\3"),
    (re.compile("((?:[क-ह]्)*[क-ह]़?)्र्ो"), "र्\\1े"),
    (re.compile("([क-ह]़?)्िा"), "\\1ि"),
    (re.compile("([क-ह]़?)र्ि"), "र्\\1ि"),
    (re.compile("((?:[क-ह]़?्)+)ि([क-ह]़?)"), "\\1\\2ि"),
)
_LETTER = re.compile(r"[^\s\d.,/()-]")


def unicode_of(text: str) -> str:
    """Return Kruti Dev text as Hindi; what has a Devanagari letter, or no letter at all, stays as it is."""
    if _DEVANAGARI.search(text) or not _LETTER.search(text):
        return text
    decoded = _LONG_I.sub("ई", hinlegacy.decode(text.replace("pkS", "चौ"), FONT))  # which it reads as चै
    decoded = _DOUBLED.sub("\u094d", decoded)
    for pattern, instead in _ORDERS:
        decoded = pattern.sub(instead, decoded)
    return decoded
