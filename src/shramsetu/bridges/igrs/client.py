"""Asking IGRS, with answers that are what the contract says or an error that says what they are not."""

import secrets
from typing import TypeVar
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils import timezone
from pydantic import ValidationError

from shramsetu import rulebook
from shramsetu.bridges import outward
from shramsetu.bridges.igrs import contract
from shramsetu.bridges.igrs.contract import Part
from shramsetu.bridges.outward import NotReached
from shramsetu.bridges.rules import signing
from shramsetu.lib import clock

Said = TypeVar("Said", bound=Part)
GONE, UNKNOWN, BUSY, BROKEN = 410, 404, 429, 500
STRANGER = (401, 403)  # our key is not, or no longer, the one that they know


class NotThere(Exception):
    """IGRS does not answer now, or says that it cannot; the text is a word for why."""


class No(Exception):
    """IGRS refused, or its answer is none of the contract; `status` is that of HTTP, 200 for a wrong answer."""

    def __init__(self, fault: str, status: int) -> None:
        super().__init__(fault)
        self.status = status


def is_set() -> bool:
    """Tell whether this site has an IGRS at all, by wire or by file."""
    return bool(settings.IGRS["secret"])


def is_wired() -> bool:
    """Tell whether it is reached by wire; else by files alone."""
    return bool(settings.IGRS["secret"] and settings.IGRS["url"])


def key() -> bytes:
    """Return the secret that both sides share. Raises signing.BadSecret."""
    return signing.read(settings.IGRS["secret"])


def mirror(number: str, seq: int, step: contract.Step) -> contract.Mirrored:
    """Send one step; the answer must be about this very step. Raises NotThere, No."""
    said = ask("PUT", f"/cases/{number}/steps/{seq}", contract.Mirrored, body=step)
    if (said.number, said.seq, said.digest) != (number, seq, contract.digest(step.facts)):
        raise No("other_step", 200)
    return said


def withdraw(number: str) -> None:
    """Have a case forgotten that was sealed. Raises NotThere, No."""
    ask("DELETE", f"/cases/{number}", contract.Noted)


def row(number: str) -> contract.Row | None:
    """Return how a case stands there; None where it does not. Raises NotThere, No."""
    try:
        return ask("GET", f"/cases/{number}", contract.Row)
    except No as error:
        if error.status in (UNKNOWN, GONE):
            return None
        raise


def ledger(*, since: float, after: str) -> contract.Ledger:
    """Return a page of the ledger. Raises NotThere, No."""
    return ask("GET", "/ledger", contract.Ledger, since=f"{since:.0f}", after=after)


def references(*, after: int) -> contract.Behind:
    """Return the references behind a cursor, each still to be read. Raises NotThere, No."""
    return ask("GET", "/references", contract.Behind, after=str(after))


def reference(number: str) -> contract.Reference:
    """Return one reference. Raises NotThere, No."""
    found = ask("GET", f"/references/{quote(number, safe='')}", contract.Reference)
    if found.number != number:
        raise No("other_reference", 200)
    return found


def taken(number: str, case: str) -> None:
    """Say that a reference has arrived. Raises NotThere, No."""
    ask("PUT", f"/references/{quote(number, safe='')}/taken", contract.Noted, body=contract.Taken(case=case))


def sent(*, since: float, after: str) -> contract.SentLedger:
    """Return a page of what was sent to us. Raises NotThere, No."""
    return ask("GET", "/sent", contract.SentLedger, since=f"{since:.0f}", after=after)


def ask(method: str, path: str, answer: type[Said], /, *, body: Part | None = None, **asked: str) -> Said:
    """Send one signed request and return its answer. Raises NotThere, No."""
    target = contract.ROOT + path + (f"?{urlencode(asked)}" if asked else "")
    sent = contract.canonical(body.model_dump()) if body is not None else b""
    now = timezone.now()
    signed = contract.signed(method, target, sent)
    headers = signing.headers(f"req_{secrets.token_hex(8)}", int(now.timestamp()), signed, keys=[key()])
    seconds = rulebook.book().number("igrs.timeout_seconds", clock.day(now))
    try:
        got = outward.ask(method, settings.IGRS["url"] + target, sent, headers=headers, timeout=seconds)
    except NotReached as error:
        raise NotThere(str(error)) from error
    if got.status >= BROKEN or got.status == BUSY:
        raise NotThere(f"HTTP {got.status}")
    if not got.is_success:
        raise No(f"HTTP {got.status}", got.status)
    try:
        return answer.model_validate_json(got.body)
    except ValidationError as error:
        raise No("wrong_answer", 200) from error
