"""The port for signing a certificate electronically: optional, and none is configured unless ESIGN names one.

A provider is a class that takes nothing and has `sign`; licensed services differ, so none is chosen here. Without one
the sheet is printed, signed, sealed and scanned, which is a way of equal rank.
"""

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class NotSigned(Exception):
    """The provider did not sign; `args[0]` says why, in words for the officer."""


class Signer(Protocol):
    """Signs a PDF in the name of an officer."""

    def sign(self, content: bytes, *, number: str, officer: str) -> bytes:
        """Return the signed PDF; raises NotSigned."""


def signer() -> Signer | None:
    """Return the configured provider; None where there is none."""
    name = str(getattr(settings, "ESIGN", ""))
    return cast("Signer", import_string(name)()) if name else None
