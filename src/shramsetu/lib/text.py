"""How text is folded, cleaned, counted and written: digits, dates, messages, logs."""

import unicodedata


def latin_digits(text: str) -> str:
    """Write the decimal digits of every script (२०२६, ۲۰۲۶) as 0-9; everything else stays."""
    if text.isascii():
        return text
    return "".join(mark if mark.isascii() or not mark.isdecimal() else str(unicodedata.decimal(mark)) for mark in text)
