"""Complaints about an officer's conduct: always a sealed case of their own, which nobody named in it may hold."""

from datetime import datetime

from django.db.models import Model

from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Bar, Case, Party, SearchText
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.files import actions as files
from shramsetu.grievances import queries
from shramsetu.grievances.actions import intake, masters, ways
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.grievances.models import Check, Feedback, Grievance, Lapse, Report, SpecialClosure
from shramsetu.grievances.words import SAY
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices

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


@possible("seal", "grievance")
def may_be_sealed(case: Case) -> bool:
    """Tell whether the case is still open to all who may see it."""
    return not case.sealed


@effect("seal", "grievance")
def seal(move: Move) -> To:
    """Seal an open complaint: encrypt its words and identities, take it out of every index, bar who had it before."""
    case = move.case
    if case.sealed:
        raise Refused(SAY["sealed_already"])
    casework.drop_duties(case, at=move.at)
    identities = intake.identities(complainants(case), filer=queries.filer(case), opposite=queries.opposite(case))
    identities["history"] = {str(seq): body for seq, body in journal.forget(case.stream).items()}
    case.sealed = True
    sealing.seal(case, identities)
    _veil_words(case)
    Party.objects.filter(case=case).update(person=None, phone_owner="")
    SearchText.objects.filter(case=case).delete()
    _bar_all(case)
    files.shut(case.stream, at=move.at)
    to = ways.to_officer(case, 1, at=move.at)
    to.changes = {"sealed": True}
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("officer-arrival", "holder")]
    to.after.append(lambda: masters.release(case, at=move.at))
    return to


def _veil_words(case: Case) -> None:
    """Encrypt what lies in the case's own rows: its words, reports, checks, calls and proposals."""
    for model, rows in (
        (Grievance, Grievance.objects.filter(case=case)),
        (Report, Report.objects.filter(case=case)),
        (Check, Check.objects.filter(report__case=case)),
        (Feedback, Feedback.objects.filter(case=case)),
        (SpecialClosure, SpecialClosure.objects.filter(case=case)),
    ):
        for row in rows:
            words = {name: sealing.veiled(case, getattr(row, name)) for name in _WORDS[model]}
            rows.filter(pk=row.pk).update(**words, **({"fingerprint": None} if model is Report else {}))


_WORDS: dict[type[Model], tuple[str, ...]] = {
    Grievance: ("text",),
    Report: ("text",),
    Check: ("reasons",),
    Feedback: ("text",),
    SpecialClosure: ("reason", "decision"),
}


def _bar_all(case: Case) -> None:
    """Bar every officer who held, reported on or let lapse this case: one of them is whom it is about."""
    had = {case.holder} if case.holder else set()
    had |= {one.post for one in Report.objects.filter(case=case).select_related("post")}
    had |= {one.post for one in Lapse.objects.filter(case=case).select_related("post")}
    for post in had:
        if not post.is_desk:
            Bar(case=case, post=post, user_id=offices.incumbent_id(post)).save(force_insert=True)
