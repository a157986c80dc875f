"""What the pages show of a mail: words as words, never as a page; reasons in sentences; what came with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from shramsetu.files import queries as files
from shramsetu.files.models import Attachment
from shramsetu.files.rules import MAIL
from shramsetu.intake.mail.models import Mail
from shramsetu.intake.mail.words import REFUSED, SIGNS


@dataclass(frozen=True, slots=True)
class Refused:
    """An attachment that was not taken, and why."""

    name: str
    why: str | Promise


def signs(found: Iterable[str]) -> list[str | Promise]:
    """Say what was noticed of a mail."""
    return [SIGNS.get(sign, sign) for sign in found]


def one(mail: Mail) -> dict[str, object]:
    """Return what the page of one mail shows."""
    stream = mail.case.stream if mail.case else mail.stream
    papers: list[Attachment] = [] if mail.case else [one for one in files.attached(stream) if one.media_type != MAIL]
    return {
        "mail": mail,
        "signs": signs(mail.signs),
        "papers": papers,
        "refused": [Refused(row["name"], REFUSED.get(row["why"], row["why"])) for row in mail.refused],
    }
