"""A mail becomes part of a case: as the complainant's word in one that is there, or as what a new one was made of."""

import base64
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from shramsetu.casework import actions as casework
from shramsetu.casework import queries as cases
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.files import actions as files
from shramsetu.files import queries as files_of
from shramsetu.intake.mail import placing, queries
from shramsetu.intake.mail.models import Mail, Thread
from shramsetu.intake.mail.rules import words
from shramsetu.intake.mail.rules.letter import Letter
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock, numbers, urdu
from shramsetu.lib.text import dated
from shramsetu.messages import actions as messages

RECEIPT = "email-intake"
_REFERENCES_MOST = 20


class Gone(Exception):
    """Somebody else has decided about this mail meanwhile."""


@transaction.atomic
def join(mail: Mail, case: Case, *, by: Actor, at: datetime) -> None:
    """Lay a mail with a case, as the word of its complainant where the case takes one from `by`, else as a paper.

    Where the complainant was asked something, it is the answer. Holder and time stay. Raises Gone.
    """
    mail = _locked(mail)
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    said = words.own(mail.text)
    entry = _said(mail, locked, said, by=by, at=at)
    if entry is None:
        to = To(locked.state, facts={"mail": mail.pk}, private={"text": said} if said else {})
        entry = casework.amend(locked, "mail_join", to=to, by=by, at=at)
    mail.said_seq = entry.seq
    _belongs(mail, locked, Mail.State.JOINED, by=by, at=at)


@transaction.atomic
def file_as(mail: Mail, case: Case, *, by: Actor, at: datetime) -> None:
    """Note that a case was made of a mail: what came with it belongs to the case, and its writer gets the number.

    What the same writer sent after it and waits still follows it. Raises Gone.
    """
    mail = _locked(mail)
    sender, letter = mail.sender, queries.letter_of(mail) if mail.sender else None
    _belongs(mail, case, Mail.State.FILED, by=by, at=at)
    if letter is not None and sender and not case.sealed:
        _send_receipt(mail, case, letter, sender, at=at)
    for later in Mail.objects.filter(follows=mail, state=Mail.State.WAITING).order_by("pk"):
        speaker = placing.speaker(case, sender)
        if speaker is not None:
            join(later, case, by=speaker, at=at)


def answering(case: Case, letter: Letter, *, is_written: bool, at: datetime) -> messages.Answering:
    """Return how an answer to `letter` stands in the talk: its own ids first, and where the next one comes back to."""
    known = [*reversed(letter.answers), *([letter.message_id] if letter.message_id else [])]
    plain = [f"<{one}>" for one in known if one.isascii()][-_REFERENCES_MOST:]
    name, _, host = settings.MAIL_ADDRESS.partition("@")
    token = thread(case, letter.sender, at=at).token if host else ""
    return messages.Answering(
        reply_to=f"{name}+{token}@{host}" if host else "",
        in_reply_to=f"<{letter.message_id}>" if letter.message_id.isascii() and letter.message_id else "",
        references=" ".join(plain),
        is_written=is_written,
    )


def thread(case: Case, address: str, *, at: datetime) -> Thread:
    """Return the talk with an address about a case; its token is drawn once, of 128 bits."""
    token = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
    given = {"token": token, "began_at": at}
    found, is_new = Thread.objects.get_or_create(case=case, address_key=placing.key_of(address), defaults=given)
    if not is_new and found.ended_at is not None:
        # it was ended by mistake, or belongs here after all: under a new token, for the old one may be with strangers
        Thread.objects.filter(pk=found.pk).update(ended_at=None, **given)
        found.refresh_from_db()
    return found


def _locked(mail: Mail) -> Mail:
    """Return the mail, which nobody else decides about until this transaction ends; raises Gone."""
    found = Mail.objects.select_for_update(of=("self",)).select_related("original").get(pk=mail.pk)
    if not found.is_open or found.forgotten_at is not None:
        raise Gone(found.pk)
    return found


def _said(mail: Mail, case: Case, said: str, *, by: Actor, at: datetime) -> Entry | None:
    """Take the step by which the case hears its complainant; none where it has none for `by`.

    What somebody else wrote is no word of the complainant, whoever of the desk lays it there.
    """
    if not by.person and not placing.knows(case, mail.sender):
        return None
    open_to = {step.verb for step in cases.steps_for(case, by)}
    verb = next((one for one in ("answer", "add") if one in open_to and (one == "add" or by.person)), "")
    if not verb or not (said or mail.papers):
        return None
    try:
        with transaction.atomic():
            detail = {"text": said, "files": [mail.stream] * mail.papers}
            return casework.take(case, verb, seen=case.revision, by=by, at=at, detail=detail)
    except (NotAllowed, Refused):
        case.refresh_from_db()
        return None


def _belongs(mail: Mail, case: Case, state: str, *, by: Actor, at: datetime) -> None:
    """Let what came with a mail belong to its case; here it says nothing personal any more."""
    if mail.sender:
        thread(case, mail.sender, at=at)
    brought = list(files_of.attached(mail.stream).values_list("pk", flat=True))
    files.rehang(mail.stream, case.stream, at=at)
    bare = {"sender": "", "sender_name": "", "subject": "", "text": "", "refused": _without_names(mail)}
    decided = {"state": state, "case": case, "suggested": None, "decided_by": by.key, "decided_at": at}
    decided |= {"brought": brought, "said_seq": mail.said_seq}
    Mail.objects.filter(pk=mail.pk).update(**bare, **decided)
    journal.append(mail.stream, state, by=by, at=at, detail={"case": case.number})


def _without_names(mail: Mail) -> list[dict[str, str]]:
    return [{"name": "", "why": str(one.get("why", ""))} for one in mail.refused]


def _send_receipt(mail: Mail, case: Case, letter: Letter, sender: str, *, at: datetime) -> None:
    until = case.due_at or case.rests_until or at
    draft = messages.Draft(
        RECEIPT,
        to=messages.Recipient(sender, urdu.language(letter.text)),
        values={
            "number": numbers.spaced(case.number),
            "until": dated(clock.day(until)),
            "link": settings.SITE_URL + reverse("portal:case", args=[case.number]),
        },
        stream=case.stream,
        key=f"{case.number}:{RECEIPT}:{mail.pk}",
        answering=answering(case, letter, is_written=False, at=at),
    )
    messages.send_many([draft], by=SYSTEM, at=at)
