"""The release certificate: issued by a magistrate, one for each person; corrected, superseded, cancelled with a reason.

Issuing fixes number and words. The sheet is signed and sealed; its scan, once a magistrate has confirmed it, or an
electronic signature makes it signed.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import powers
from shramsetu.bonded.actions import confirming, duties, papers, reading
from shramsetu.bonded.models import Certificate, Paper, Survivor
from shramsetu.bonded.papers import esign, people, sheet
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused, amend
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices

FORM = "release-certificate"
DUTY, PURPOSE = "certificate", "certificate"
REASON_LEAST = 10
Standing, Signature = Certificate.Standing, Certificate.Signature


@transaction.atomic
def issue(survivor: Survivor, *, by: Actor, at: datetime, replaces: Certificate | None = None) -> Certificate:
    """Issue a person's certificate; whoever has one in force keeps it. Raises Refused.

    The day of release is that of the first certificate where none was entered.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("district").get(pk=survivor.pk)
    powers.need(by, powers.CERTIFICATE, case.district, at=at)
    standing = in_force(survivor)
    if standing is not None:
        return standing
    Survivor.objects.filter(pk=survivor.pk, released_on=None).update(released_on=clock.day(at))
    known = reading.reveal(survivor, reading.P2, purpose=PURPOSE, by=by, at=at)
    words = people.certificate_values(survivor, known)
    if not words["name"]:
        raise Refused(_("The name is not known yet: a certificate carries the full name. Enter it first."))
    assert by.post_id is not None
    post = offices.get(by.post_id)
    version = Certificate.objects.filter(survivor=survivor).count() + 1
    paper = papers.printed(FORM, case, by=by, at=at)
    old = replaces.paper.number if replaces else ""
    papers.keep_words(
        paper, sheet.Head(paper.number, paper.token, papers.office_words(post), at, version, old), words=words
    )
    made = Certificate(survivor=survivor, version=version, paper=paper, magistrate=post, issued_by=by.key, issued_at=at)
    made.save(force_insert=True)
    return made


@transaction.atomic
def replace(certificate: Certificate, *, standing: str, reason: str, by: Actor, at: datetime) -> Certificate:
    """Issue the next version and end this one: `corrected` (a mistake) or `superseded`. Raises Refused."""
    assert standing in (Standing.CORRECTED, Standing.SUPERSEDED)
    case = _end(certificate, standing, reason, by=by, at=at)
    made = issue(certificate.survivor, by=by, at=at, replaces=certificate)
    duties.start(case, DUTY, from_at=at, by=by, at=at)  # the new version is signed too
    return made


@transaction.atomic
def cancel(certificate: Certificate, *, reason: str, by: Actor, at: datetime) -> None:
    """End a certificate without another one; a person found bonded is owed one from now on again. Raises Refused."""
    case = _end(certificate, Standing.CANCELLED, reason, by=by, at=at)
    duties.start(case, DUTY, from_at=at, by=by, at=at)


@transaction.atomic
def withdraw(certificate: Certificate, *, reason: str, by: Actor, at: datetime) -> None:
    """End a certificate of somebody to whom none is owed: the entry itself is void. Raises Refused."""
    _end(certificate, Standing.CANCELLED, reason, by=by, at=at)


@transaction.atomic
def issue_anew(survivor: Survivor, *, by: Actor, at: datetime) -> Certificate:
    """Issue a certificate to somebody whose last one was cancelled. Raises Refused."""
    last = Certificate.objects.filter(survivor=survivor).order_by("-version").select_related("paper").first()
    if last is None:
        raise Refused(_("The first certificate is issued by the step “Issue the certificate”."))
    made = issue(survivor, by=by, at=at, replaces=last)
    _note(Case.objects.get(pk=survivor.pk), "issue_anew", made, by=by, at=at)
    return made


@papers.on_scan(FORM)
def signed_in_ink(paper: Paper, *, by: Actor, at: datetime) -> None:
    """A magistrate confirmed the scan of the signed and sealed sheet: it is signed, and what was owed is done."""
    certificate = Certificate.objects.select_related("survivor__case").get(paper=paper)
    sign(certificate, Signature.INK, by=by, at=at)


def sign(certificate: Certificate, signature: str, *, by: Actor, at: datetime) -> bool:
    """Note that a certificate is signed; return whether it was not so before."""
    won = Certificate.objects.filter(pk=certificate.pk, signature="").update(signature=signature, signed_at=at)
    if won:
        duties.done(certificate.survivor.case, DUTY, at=at)
    return bool(won)


@transaction.atomic
def sign_electronically(certificate: Certificate, *, by: Actor, at: datetime) -> None:
    """Sign a certificate through the configured provider and keep the signed sheet. Raises Refused."""
    found = esign.signer()
    if found is None:
        raise Refused(_("No e-sign provider is configured here. Print the sheet, sign and seal it, and scan it back."))
    case = Case.objects.select_for_update(of=("self",)).select_related("district").get(pk=certificate.survivor_id)
    powers.need(by, powers.CERTIFICATE, case.district, at=at)
    sheet_pdf = papers.drawn(certificate.paper, by=by, at=at)
    try:
        signed = found.sign(sheet_pdf, number=certificate.paper.number, officer=by.key)
    except esign.NotSigned as error:
        raise Refused(_("The e-sign provider did not sign: %(why)s") % {"why": error}) from error
    confirming.hang_signed(certificate.paper, signed, by=by, at=at)
    sign(certificate, Signature.ELECTRONIC, by=by, at=at)


def in_force(survivor: Survivor) -> Certificate | None:
    """Return the certificate that counts, signed or about to be."""
    return Certificate.objects.filter(survivor=survivor, standing=Standing.IN_FORCE).select_related("paper").first()


def _end(certificate: Certificate, standing: str, reason: str, *, by: Actor, at: datetime) -> Case:
    survivor = certificate.survivor
    case = Case.objects.select_for_update(of=("self",)).select_related("district").get(pk=survivor.pk)
    powers.need(by, powers.CERTIFICATE, case.district, at=at)
    if len(reason.strip()) < REASON_LEAST:
        raise Refused(_("Write the reason in a sentence."), "reason")
    ended = Certificate.objects.filter(pk=certificate.pk, standing=Standing.IN_FORCE).update(
        standing=standing, reason=sealing.veiled(case, reason.strip()), ended_by=by.key, ended_at=at
    )
    if not ended:
        raise Refused(_("This certificate is no longer in force. Look at the page again."))
    out = Paper.objects.filter(pk=certificate.paper_id, state__in=(Paper.State.PRINTED, Paper.State.RECEIVED))
    out.update(state=Paper.State.VOID)
    _note(case, f"certificate_{standing}", certificate, by=by, at=at, reason=reason)
    return case


def _note(case: Case, verb: str, certificate: Certificate, *, by: Actor, at: datetime, reason: str = "") -> None:
    facts = {"paper": certificate.paper.number, "version": certificate.version}
    amend(case, verb, to=To(case.state, facts=facts, private={"reason": reason} if reason else {}), by=by, at=at)
