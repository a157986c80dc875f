"""The mark on every page of a paper: an address of this site whose last part is the paper's token."""

import io
import re

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

PUBLIC, INSIDE = "/bandhua/praman/", "/desk/bonded/papers/code/"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20}")


def address(token: str, *, public: bool) -> str:
    """Return what the mark of a paper says: the page where anybody checks it, or the desk's page of it."""
    return f"{settings.SITE_URL}{PUBLIC if public else INSIDE}{token}/"


def token_of(text: str) -> str | None:
    """Return the token in what a code says; None where it is not a mark of ours.

    The name of the site is not compared: a site may have moved since the paper was printed, and a token of another
    site finds no row here.
    """
    for path in (PUBLIC, INSIDE):
        token = text.partition(path)[2].rstrip("/")
        if text.startswith(("http://", "https://")) and _TOKEN.fullmatch(token):
            return token
    return None


def drawn(token: str, *, public: bool) -> SafeString:
    """Draw the mark in SVG. A quarter of it may lie under a stamp or a stain."""
    out = io.BytesIO()
    code = segno.make(address(token, public=public), error="q", boost_error=False)
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True)
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by the library from modules alone
