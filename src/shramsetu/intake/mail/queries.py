"""Named reads of e-mails."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from shramsetu.casework import queries as cases
from shramsetu.casework.models import FINAL, Case, Party
from shramsetu.files.views import opened
from shramsetu.intake.mail.models import Box, Fetched, Mail, Thread
from shramsetu.intake.mail.rules import letter as letters
from shramsetu.intake.mail.rules import phones
from shramsetu.intake.mail.rules.letter import Letter
from shramsetu.journal.rules import Actor
from shramsetu.people.queries import phone_key

COUNTED_MOST = 1_000
ALIKE_MOST = 5
S = Mail.State
# The lists of the desk, by the word in their address.
LISTS: dict[str, tuple[str, ...]] = {
    "waiting": (S.TAKEN, S.WAITING),
    "quarantined": (S.QUARANTINED,),
    "joined": (S.JOINED, S.FILED),
    "automatic": (S.AUTOMATIC,),
    "discarded": (S.DISCARDED,),
}


class NoOriginal(Exception):
    """What came is not kept any more."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One list of the desk: its name and how many are in it, at most COUNTED_MOST."""

    name: str
    count: int

    @property
    def has_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= COUNTED_MOST


def listed(name: str) -> QuerySet[Mail]:
    """Return the mails of one list, the latest first; what waits for a person, the oldest first."""
    found = Mail.objects.filter(state__in=LISTS[name], forgotten_at=None)
    found = found.select_related("case", "suggested").defer("text")
    if name == "joined":
        found = found.filter(case__sealed=False)  # who holds a sealed case finds its mails there
    return found.order_by("taken_at", "pk") if name == "waiting" else found.order_by("-taken_at", "-pk")


def counts() -> list[Counted]:
    """Return how many mails are in the lists where a person has to act."""
    rows = dict(
        Mail.objects.filter(state__in=[*LISTS["waiting"], S.QUARANTINED], forgotten_at=None)
        .values_list("state")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [
        Counted(name, min(sum(rows.get(state, 0) for state in LISTS[name]), COUNTED_MOST))
        for name in ("waiting", "quarantined")
    ]


def of_case(case: Case) -> QuerySet[Mail]:
    """Return the mails that belong to a case, the oldest first."""
    return Mail.objects.filter(case=case, state__in=LISTS["joined"], forgotten_at=None).order_by("taken_at", "pk")


def alike(mail: Mail, by: Actor) -> list[Case]:
    """Return open cases that `by` may see and that may be the same: of a phone number in the words, or of the address.

    So the same complaint by call, letter and e-mail is recognised before it is registered again. At most five.
    """
    keys = [phone_key(one) for one in phones.phones(f"{mail.subject}\n{mail.text}")]
    phoned = Party.objects.filter(phone_key__in=keys).exclude(part=Party.Part.OPPOSITE)
    talked = Thread.objects.filter(address_key=mail.sender_key, ended_at=None)
    own = {pk for found in (phoned, talked) for pk in found.order_by("-pk").values_list("case_id", flat=True)[:50]}
    mine = cases.cases_visible_to(by).filter(pk__in=own, sealed=False, phase__lt=FINAL, master=None)
    return list(mine.select_related("district").order_by("-opened_at")[:ALIKE_MOST]) if own else []


def letter_of(mail: Mail) -> Letter:
    """Return a mail read anew from what came; the caller has leave to see it. Raises NoOriginal."""
    if mail.original is None or mail.original.blob_id is None or mail.original.removed_at is not None:
        raise NoOriginal(mail.pk)
    with opened(mail.original) as file:
        return letters.read(file.read())


def failing() -> Box | None:
    """Return the mailbox that cannot be read at present."""
    return Box.objects.exclude(failing_since=None).order_by("failing_since").first()


def unmarked() -> int:
    """Return how many mails are kept here whose server was not told so yet."""
    return Fetched.objects.filter(flagged_at=None).count()
