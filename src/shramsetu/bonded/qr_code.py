"""A link as a QR code on paper."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(address: str, *, scale: int = 3) -> SafeString:
    """Draw `address` as a QR code in SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=scale, border=1, xmldecl=False, svgns=True)
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by the library from modules alone
