"""A magistrate looks at the scan of what a magistrate signs: it counts from then on, or goes back for a better one."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import powers
from shramsetu.bonded.actions import papers
from shramsetu.bonded.models import Paper
from shramsetu.casework.actions import Refused, amend
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.files import actions as files
from shramsetu.journal.rules import Actor

POWERS = {
    "release-certificate": powers.CERTIFICATE,
    "finding-order": powers.FINDING,
    "sanction": powers.SANCTION,
    "minutes": powers.MINUTES,
}
REASON_LEAST = 10


def power_of(paper: Paper) -> str | None:
    """Return the power that the signature on a paper takes; None for a paper that others sign."""
    form = rulebook.book().bonded.forms.get(paper.kind)
    return POWERS[paper.kind] if form and form.is_by_magistrate else None


@transaction.atomic
def confirm(paper: Paper, *, by: Actor, at: datetime) -> Paper:
    """Say that the scan shows the signed and sealed sheet: whoever waits for it hears. Raises Refused.

    One click for a magistrate, whoever handed the scan in; a second click changes nothing.
    """
    row, case = _looked_at(paper, by=by, at=at)
    if row.state == Paper.State.SCANNED:
        return row
    _need_waiting(row)
    row.state, row.confirmed_by, row.confirmed_at = Paper.State.SCANNED, by.key, at
    row.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    _note(row, case, "paper_confirmed", by=by, at=at)
    papers.came_back(row, by=by, at=at)
    return row


@transaction.atomic
def turn_down(paper: Paper, *, reason: str, by: Actor, at: datetime) -> Paper:
    """Say that a scan does not show the signed sheet: it stays with the case, the paper waits again. Raises Refused."""
    row, case = _looked_at(paper, by=by, at=at)
    _need_waiting(row)
    if len(reason.strip()) < REASON_LEAST:
        raise Refused(_("Write the reason in a sentence."), "reason")
    row.state, row.scan, row.scanned_by, row.scanned_at = Paper.State.PRINTED, None, "", None
    row.save(update_fields=["state", "scan", "scanned_by", "scanned_at"])
    _note(row, case, "paper_turned_down", by=by, at=at, reason=reason.strip())
    return row


@transaction.atomic
def hang_signed(paper: Paper, content: bytes, *, by: Actor, at: datetime) -> bool:
    """Hang what was signed electronically on the paper's case, unless a signed sheet is back; return whether."""
    row = Paper.objects.select_for_update(of=("self",)).select_related("case").get(pk=paper.pk)
    powers.need_here(by, *(powers.of_case(row.case) if row.case else (row.district_id,)))
    if row.state not in (Paper.State.PRINTED, Paper.State.RECEIVED) or row.case_id is None:
        return False
    home = Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
    upload = SimpleUploadedFile("signed.pdf", content, content_type="application/pdf")
    row.scan = files.store(upload, stream=home.stream, purpose=papers.SIGNED, by=by, at=at)
    row.state, row.scanned_by, row.scanned_at = Paper.State.SCANNED, by.key, at
    row.confirmed_by, row.confirmed_at = by.key, at
    row.save(update_fields=["scan", "state", "scanned_by", "scanned_at", "confirmed_by", "confirmed_at"])
    facts = {"paper": row.number, "kind": row.kind, "attachment": str(row.scan.pk)}
    amend(home, "paper_back", to=To(home.state, facts=facts), by=by, at=at)
    return True


def _looked_at(paper: Paper, *, by: Actor, at: datetime) -> tuple[Paper, Case]:
    row = Paper.objects.select_for_update(of=("self",)).select_related("district").get(pk=paper.pk)
    power = power_of(row)
    if power is None or row.case_id is None:
        raise Refused(NOT_WAITING)
    powers.need(by, power, row.district, at=at)
    return row, Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)


NOT_WAITING = _("No scan of this paper waits to be confirmed. Look at the page again.")


def _need_waiting(row: Paper) -> None:
    if row.state != Paper.State.RECEIVED:
        raise Refused(NOT_WAITING)


def _note(row: Paper, case: Case, verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    facts = {"paper": row.number, "kind": row.kind}
    amend(case, verb, to=To(case.state, facts=facts, private={"reason": reason} if reason else {}), by=by, at=at)
