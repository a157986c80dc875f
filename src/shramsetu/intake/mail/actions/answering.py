"""An answer by e-mail out of a case, to whom wrote it; it goes through the outbox like every message."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.intake.mail import queries
from shramsetu.intake.mail.actions import joining
from shramsetu.intake.mail.models import Mail
from shramsetu.intake.mail.rules.letter import Letter
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers, urdu
from shramsetu.lib.aadhaar import hide_aadhaars
from shramsetu.messages import actions as messages
from shramsetu.messages import queries as outbox
from shramsetu.messages.rules import BadAddress
from shramsetu.offices import queries as offices

TEMPLATE = "case-answer"
SUBJECT_MOST = 120
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|sv|उत्तर)\s*:\s*|\[\s*1\d{3}(?:[ -]?\d{4}){2}\s*\]\s*)+", re.IGNORECASE)


class NotToBeAnswered(Exception):
    """No e-mail can go out: the case is `sealed`, the address `unreachable`, or there is `nobody` to write to."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def need_answerable(case: Case, mail: Mail) -> Letter:
    """Return the mail that can be answered; raises NotToBeAnswered.

    It is answered to whom it came from, never where it asks for: that line is no part of a talk, and a stranger's.
    """
    if case.sealed or case.erased_at is not None:
        raise NotToBeAnswered("sealed")
    try:
        letter = queries.letter_of(mail)
        messages.Recipient(letter.sender)
    except (queries.NoOriginal, BadAddress):
        raise NotToBeAnswered("nobody") from None
    if "@" not in letter.sender:
        raise NotToBeAnswered("nobody")
    if outbox.is_unreachable(letter.sender):
        raise NotToBeAnswered("unreachable")
    return letter


@transaction.atomic
def answer(case: Case, mail: Mail, *, text: str, by: Actor, at: datetime) -> None:
    """Answer a mail of a case: written in its story, and queued for its writer in the same transaction.

    Raises NotToBeAnswered.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    letter = need_answerable(locked, mail)
    to = To(locked.state, facts={"mail": mail.pk}, private={"text": text})
    entry = casework.amend(locked, "mail_answer", to=to, by=by, at=at)
    draft = messages.Draft(
        TEMPLATE,
        to=messages.Recipient(letter.sender, urdu.language(letter.text)),
        values=_values(locked, letter, text, by),
        stream=locked.stream,
        key=f"{locked.number}:{entry.seq}:{TEMPLATE}:{mail.pk}",
        answering=joining.answering(locked, letter, is_written=True, at=at),
    )
    messages.send_many([draft], by=by, at=at)


def _values(case: Case, letter: Letter, text: str, by: Actor) -> dict[str, str]:
    post = offices.get(by.post_id) if by.post_id else None
    return {
        "number": numbers.spaced(case.number),
        "subject": hide_aadhaars(_PREFIX.sub("", letter.subject))[:SUBJECT_MOST] or numbers.spaced(case.number),
        "text": text,
        "post": post.short_hi if post else "",
        "place": post.place.name("hi") if post else "",
        "link": settings.SITE_URL + reverse("portal:case", args=[case.number]),
    }
