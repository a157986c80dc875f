"""The card on paper: two faces to cut out and fold, and how anybody checks it."""

import io
from collections.abc import Sequence

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from shramsetu.casework import pdf
from shramsetu.workers import portraits
from shramsetu.workers.actions import cards
from shramsetu.workers.models import Card
from shramsetu.workers.rules.cards import read

GROUPS = (4, 4)  # of eleven digits


def printed(card: Card) -> bytes:
    """Return the Hindi PDF of a card; what stands on it is what was signed, beside it the photograph."""
    said = read(bytes(card.content))
    membership = card.membership
    context = {
        "card": card,
        "said": said,
        "board": membership.get_board_display(),
        "trade": membership.trade,
        "number": grouped(said.number),
        "relation": membership.worker.get_relation_display(),
        "photo": portraits.of(membership.worker),
        "qr": _qr(address(card)),
        "check": f"{settings.SITE_URL}{reverse('card:check')}",
    }
    return pdf.render("workers/papers/card.html", context)


def address(card: Card) -> str:
    """Return what the code on the card holds: the checking page, and behind the # what is signed."""
    return f"{settings.SITE_URL}{reverse('card:check')}#{cards.code_of(card)}"


def grouped(number: str) -> str:
    """Write a worker's number as it is read out."""
    begins: Sequence[int] = (0, GROUPS[0], sum(GROUPS))
    return " ".join(number[begin:end] for begin, end in zip(begins, (*begins[1:], None), strict=True))


def _qr(text: str) -> SafeString:
    out = io.BytesIO()
    segno.make(text, error="l", boost_error=True, micro=False).save(
        out, kind="svg", scale=1, border=2, xmldecl=False, svgns=True, omitsize=True
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by the library from modules alone
