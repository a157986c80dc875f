"""By which keyed hashes a person is found: the sounds of the name, and the phone. Pure but for the key."""

import contextlib
from collections.abc import Mapping

from shramsetu.bonded import vault
from shramsetu.lib import names, phone

NAME, PHONE = "person-name", "person-phone"


def of_identity(identity: Mapping[str, object]) -> list[str]:
    """Return the hashes under which a person with this identity is found."""
    found = _of_name(str(identity.get("name") or ""))
    with contextlib.suppress(phone.BadPhone):
        found.add(vault.match_key(PHONE, phone.normalise(str(identity.get("phone") or ""))))
    return sorted(found - {""})


def asked(text: str) -> list[str]:
    """Return the hashes that somebody must have to be found by `text`: a phone, or every word of a name."""
    try:
        return [vault.match_key(PHONE, phone.normalise(text))]
    except phone.BadPhone:
        # of one reading alone: what is kept has both readings of a letter that may have lost its dot
        return sorted(_of_name(names.fold(text)))


def _of_name(text: str) -> set[str]:
    return {vault.match_key(NAME, sound) for sound in names.keys(text)}
