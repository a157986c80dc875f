"""By which keyed hashes a person is found: the sounds of the name, and the phone. Pure but for the key."""

import contextlib
import re
from collections.abc import Mapping

from shramsetu.bonded import vault
from shramsetu.lib import names, phone
from shramsetu.lib.text import latin_digits

NAME, PHONE, CERTIFICATE = "person-name", "person-phone", "person-certificate"
DAY_AFTER = re.compile(r"\s+\d{2}-\d{2}-\d{4}$")


def of_identity(identity: Mapping[str, object]) -> list[str]:
    """Return the hashes under which a person with this identity is found."""
    found = _of_name(str(identity.get("name") or ""))
    found.add(of_certificate(str(identity.get("certificate_number") or "")))
    with contextlib.suppress(phone.BadPhone):
        found.add(vault.match_key(PHONE, phone.normalise(str(identity.get("phone") or ""))))
    return sorted(found - {""})


def of_certificate(number: str) -> str:
    """Return the hash of an old certificate's number, with or without its day; empty for none."""
    return vault.match_key(CERTIFICATE, re.sub(r"\s", "", latin_digits(DAY_AFTER.sub("", number.strip()))))


def asked(text: str) -> list[str]:
    """Return the hashes that somebody must have to be found by `text`: a phone, or every word of a name."""
    try:
        return [vault.match_key(PHONE, phone.normalise(text))]
    except phone.BadPhone:
        # of one reading alone: what is kept has both readings of a letter that may have lost its dot
        return sorted(_of_name(names.fold(text)))


def _of_name(text: str) -> set[str]:
    return {vault.match_key(NAME, sound) for sound in names.keys(text)}
