"""The one place where words that lie sealed are opened: for the eyes of a reader, or for what no page shows.

What is known of a person as such is `actions.reading.reveal`'s, with a purpose and a line in the log of reads; these
are the words that officers, banks and courts wrote beside it. Whose they are says `rights`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import rights
from shramsetu.bonded.models import Opening, Survivor
from shramsetu.casework import sealing
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor

SEALED = _("Sealed: your post does not read this.")


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whether a reader reads what lies sealed with a case."""

    case: Case
    opens: bool

    def read(self, text: str) -> str | Promise:
        """Return a text in clear, or the sentence that it is sealed; nothing for nothing. Raises Unreadable."""
        if not text:
            return ""
        return sealing.unveiled(self.case, text) if self.opens else SEALED


def words(case: Case, by: Actor) -> Eyes:
    """Return the eyes of `by` for what officers wrote in a case that `by` sees."""
    return Eyes(case, rights.may_read_words(case, by))


def of_person(survivor: Survivor, klass: str, by: Actor) -> Eyes:
    """Return the eyes of `by` for words of one class that lie with a person."""
    return Eyes(survivor.case, rights.may(survivor, klass, by=by))


@dataclass(frozen=True, slots=True)
class District:
    """Whether a reader reads what was written of a district: minutes, what surveys found."""

    opens: frozenset[int]

    def read(self, district: int, text: str) -> str | Promise:
        """Return a text in clear, or the sentence that it is sealed; nothing for nothing."""
        if not text:
            return ""
        return of_district(district, text) if district in self.opens else SEALED


def districts(by: Actor) -> District:
    """Return the eyes of `by` for what committees and surveys wrote."""
    return District(rights.words_of(by))


def of_district(district: int, text: str) -> str | Promise:
    """Return what lies with the case of a district in clear; what was erased since cannot be read."""
    case = Case.objects.select_related("sealed_body").get(kind="bl_district", district=district)
    try:
        return sealing.unveiled(case, text)
    except sealing.Unreadable:
        return SEALED


def reason_of(opening: Opening, by: Actor) -> str | Promise:
    """Return why a record was opened in an emergency, for who reviews it. Raises Unreadable."""
    may_review = rights.reviewable(by).filter(pk=opening.pk).exists()
    return Eyes(opening.survivor.case, may_review).read(opening.reason)


def printed(case: Case) -> Eyes:
    """Return the eyes of a paper, whose printing asked for the right."""
    return Eyes(case, opens=True)


def for_work(case: Case, text: str) -> str:
    """Return a text in clear for a comparison, a computation or a paper whose printing asked for the right: no page."""
    return sealing.unveiled(case, text)
