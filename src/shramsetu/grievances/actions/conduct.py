"""Complaints about an officer's conduct: always a sealed case of their own, which nobody named in it may hold."""

from datetime import datetime

from shramsetu.casework import sealing
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Bar, Case, Party, SearchText
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances import queries
from shramsetu.grievances.actions import intake, ways
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.grievances.models import Grievance, Report
from shramsetu.journal.rules import Actor

CATEGORY = "officer-misconduct"


def open_misconduct(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """Open the sealed case that a "yes, money was asked" leads to, against the post that last reported in `case`."""
    filing = Filing(
        kind="grievance",
        category=CATEGORY,
        text=text or "-",
        channel=case.channel,
        complainants=complainants(case),
        district=case.district,
        place=case.place,
        sealed=True,
        against=queries.reporting_post(case),
        parent=case,
    )
    return intake.register(filing, by=by, at=at)


def complainants(case: Case) -> list[Someone]:
    """Return the complainants of `case` as someone who files again."""
    parties = Party.objects.filter(case=case, part=Party.Part.COMPLAINANT).select_related("person").order_by("seat")
    if case.sealed:
        return queries.sealed_complainants(sealing.identity(case))
    return [
        Someone(
            name=party.person.name,
            phone=party.person.phone,
            email=party.person.email,
            address=party.person.address,
            language=party.person.language,
            best_time=party.best_time,
            safe_to_call=party.safe_to_call,
        )
        for party in parties
        if party.person
    ]


@effect("seal", "grievance")
def seal(move: Move) -> To:
    """Seal an open complaint: encrypt its words and identities, take it out of every index, bar who held it."""
    case = move.case
    held = case.holder
    identities = intake.identities(complainants(case), filer=queries.filer(case), opposite=queries.opposite(case))
    case.sealed = True
    sealing.seal(case, identities)
    grievance = Grievance.objects.get(pk=case.pk)
    Grievance.objects.filter(pk=case.pk).update(
        text=sealing.veiled(case, grievance.text), landmark=sealing.veiled(case, grievance.landmark)
    )
    for report in Report.objects.filter(case=case):
        Report.objects.filter(pk=report.pk).update(text=sealing.veiled(case, report.text), fingerprint=None)
    Party.objects.filter(case=case).update(person=None)
    SearchText.objects.filter(case=case).delete()
    if held is not None and not held.is_desk:
        Bar(case=case, post=held).save(force_insert=True)
    to = ways.to_officer(case, 1, at=move.at)
    to.changes = {"sealed": True}
    to.private = {"reason": sealing.veiled(case, move.text("reason"))}
    to.tells = [Tell("officer-arrival", "holder")]
    return to
