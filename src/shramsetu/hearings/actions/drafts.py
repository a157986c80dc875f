"""Filings being written: kept so that nothing is lost by an error, a dead battery or a look at the papers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import queries as attached
from shramsetu.files.models import Purpose
from shramsetu.hearings.actions import filing
from shramsetu.hearings.filing import Member, Someone, Told
from shramsetu.hearings.forms import asking
from shramsetu.hearings.models import Draft, Litigant
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.places import queries as places


def begin(*, by: Actor, at: datetime) -> Draft:
    """Return a new draft."""
    made = Draft(by=by.key, begun_at=at, changed_at=at)
    made.save(force_insert=True)
    return made


def tell(draft: Draft, values: Mapping[str, object], *, at: datetime) -> Draft:
    """Keep what was told; another kind of matter forgets what only the former one asked."""
    answers = {**draft.answers, **values}
    if values.get("matter", draft.answers.get("matter")) != draft.answers.get("matter"):
        answers = {name: one for name, one in answers.items() if name not in ("reliefs", "has_report", "report_on")}
    Draft.objects.filter(pk=draft.pk, matter=None).update(answers=answers, changed_at=at)
    draft.answers = answers
    return draft


@transaction.atomic
def lay(draft: Draft, upload: UploadedFile, *, by: Actor, at: datetime) -> Draft:
    """Keep a paper with the draft. Raises FalseType or TooLarge; Refused for one paper too many."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk, matter=None)
    if attached.attached(locked.stream).count() >= rules.figure("files.per_filing", at):
        raise Refused(SAY["too_many_papers"], "file")
    kept = files.store(upload, stream=locked.stream, purpose=Purpose.OTHER, by=by, at=at)
    locked.papers = [*locked.papers, kept.pk]
    Draft.objects.filter(pk=locked.pk).update(papers=locked.papers, changed_at=at)
    return locked


def send(draft: Draft, *, channel: str, by: Actor, at: datetime) -> Case:
    """Make the draft a matter; sent twice, it is the same one."""
    return filing.file(told(draft, channel=channel), by=by, at=at)


def told(draft: Draft, *, channel: str) -> Told:
    """Return what a draft tells, as a matter is brought."""
    given = draft.answers
    names = asking.members(str(given.get("members") or ""))
    return Told(
        matter=str(given["matter"]),
        district=places.district(int(given["district"])),
        text=_text(given, "text"),
        channel=channel,
        claimants=(_claimant(given),),
        respondents=(_respondent(given),) if _text(given, "opposite") else (),
        members=tuple(Member(name) for name in names),
        cause_on=_day(given, "cause_on"),
        cause_until=_day(given, "cause_until"),
        report_on=_day(given, "report_on"),
        late_reason=_text(given, "late_reason"),
        reliefs=tuple(given.get("reliefs") or ()),
        amount_paise=given.get("amount"),
        work=_text(given, "work"),
        work_place=_text(given, "work_place"),
        sphere="central" if given.get("is_central") else "state",
        masked=given.get("published") is False,
        draft=draft,
        key=f"draft:{draft.pk.hex}",
    )


def drop(draft: Draft, *, at: datetime) -> None:
    """Throw a draft away, with its papers."""
    files.clear(draft.stream, at=at)
    Draft.objects.filter(pk=draft.pk, matter=None).delete()


def forget(*, at: datetime) -> int:
    """Remove drafts that nobody went on with for as long as drafts are kept; return how many."""
    old = at - timedelta(days=rules.figure("privacy.draft_days", at))
    gone = list(Draft.objects.filter(matter=None, changed_at__lt=old))
    for one in gone:
        drop(one, at=at)
    return len(gone)


def _claimant(given: Mapping[str, object]) -> Someone:
    part = _text(given, "part") or Litigant.Part.WORKER
    return Someone(
        name=_text(given, "name"),
        phone=_text(given, "phone"),
        part=Litigant.Part.GROUP if _text(given, "members") and part == Litigant.Part.WORKER else part,
        address=_text(given, "address"),
        language=_text(given, "language") or "hi",
    )


def _respondent(given: Mapping[str, object]) -> Someone:
    return Someone(
        name=_text(given, "opposite"),
        phone=_text(given, "opposite_phone"),
        part=Litigant.Part.CONTRACTOR if given.get("is_contractor") else Litigant.Part.EMPLOYER,
        address=_text(given, "opposite_address"),
    )


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    return "" if value is None else str(value)


def _day(given: Mapping[str, object], name: str) -> date | None:
    value = _text(given, name)
    return date.fromisoformat(value) if value else None
