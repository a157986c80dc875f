"""Bytes of an e-mail as text: by the charset that it names, unless the bytes say otherwise."""

import codecs

# What mail programs name although they send UTF-8; whatever decodes as UTF-8 under such a name is UTF-8.
_SAID_BY_HABIT = frozenset({"ascii", "utf-8", "iso8859-1", "iso8859-15", "cp1252"})
# Codecs that are alphabets. Others of Python's (punycode, idna, unicode_escape, utf-7) are none, and some are slow.
_ALPHABETS = ("utf-8", "utf-16", "utf-32", "ascii", "iso8859", "cp", "koi8", "gb", "big5", "euc", "shift", "iso2022")


def decoded(content: bytes, charset: str) -> str:
    """Return `content` as text; what cannot be read becomes the replacement sign, nothing raises."""
    name = known(charset)
    if not name or name in _SAID_BY_HABIT:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252" if name in {"", "ascii", "utf-8"} else name, "replace")
    return content.decode(name, "replace").removeprefix("\ufeff")


def known(charset: str) -> str:
    """Return Python's name of an alphabet, empty for what is none."""
    try:
        name = codecs.lookup(charset.strip()[:40]).name if charset.isascii() else ""
    except (LookupError, ValueError):
        return ""
    return name if name.startswith(_ALPHABETS) else ""
