"""The legal proceedings of a report as they stood, and the register of summary trials of section 286 BNSS."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models import Track, TrackAccused, TrackPerson
from shramsetu.bonded.reports import words
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.past import History, histories
from shramsetu.bonded.rules.justice import CONVICTED, WAYS
from shramsetu.casework.flow import flow_of
from shramsetu.casework.models import Case
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Detail

KIND = "bl_track"
OUTCOMES = {
    "convicted": _("Convicted"),
    "acquitted": _("Acquitted"),
    "discharged": _("Discharged"),
    "compounded": _("Compounded"),
    "withdrawn": pgettext_lazy("proceeding", "Withdrawn"),
    "abated": _("Abated"),
    "allowed": _("Allowed"),
    "partly": _("Partly allowed"),
    "rejected": _("Rejected"),
}
SUMMARY = "bls-summary"
ENDED = ("decided", "closed")
DECIDES = ("sentence", "decide")
SENTENCED = ("prison_months", "in_words", "fine_paise")
JOINS = ("join_person", "join_accused")
STEPS = ("fir", "file", "cognizance", "appeal", *DECIDES)


@dataclass(frozen=True, slots=True)
class Side:
    """One accused as the proceeding stood: what was decided of them by then, if anything was."""

    code: str
    plea: str
    outcome: str = ""
    proved: tuple[str, ...] = ()
    prison_months: int = 0
    in_words: bool = False
    fine_paise: int = 0
    ended_on: date | None = None


@dataclass(slots=True)
class Trial:
    """One proceeding as it stood."""

    row: Track
    history: History
    persons: list[str] = field(default_factory=list)
    against: list[Side] = field(default_factory=list)
    told: Sequence[tuple[str, Detail]] = ()  # what the steps of the court wrote down, in order

    @property
    def state(self) -> str:
        """The office's word for where it stood."""
        found = flow_of(KIND).by_name.get(self.history.state)
        return str(found.label) if found else ""

    @property
    def outcome(self) -> str:
        """What was decided by then."""
        return outcome(self.history.outcome)

    @property
    def began_at(self) -> datetime | None:
        """When the proceeding was entered."""
        return self.history.began_at

    @property
    def began_on(self) -> date | None:
        """When it came before the court, or was reported, as was known by then."""
        known = {verb: parse_date(str(detail.get("on") or "")) for verb, detail in self.told}
        if self.history.began_in == "investigation":
            known.setdefault("fir", self.row.fir_on)
        return known.get("cognizance") or known.get("file") or known.get("fir")

    @property
    def court(self) -> str:
        """Before whom it was then; empty until it was filed."""
        return self._said("court") or (self.row.court if "filed" in self.history.entered else "")

    @property
    def case_number(self) -> str:
        """The court's number as it was then, before that the number of the FIR."""
        return self._said("case_number") or (self.row.fir_number if not self.court else "")

    def _said(self, name: str) -> str:
        return next((str(detail[name]) for _verb, detail in reversed(self.told) if detail.get(name)), "")

    @property
    def ended_at(self) -> datetime | None:
        """When it was decided; None while it ran."""
        return next((at for name, at in self.history.entered.items() if name in ENDED), None)

    @property
    def is_criminal(self) -> bool:
        """Whether it is a trial of an offence."""
        return self.row.track in WAYS and WAYS[self.row.track].criminal


def trials(asked: Asked) -> list[Trial]:
    """Return the proceedings of some districts that were known then."""
    rows = Track.objects.filter(case__district__in=asked.pks, case__opened_at__lt=asked.at)
    rows = rows.select_related("case__district").order_by("case__district__name_en", "case__opened_at", "pk")
    cases = Case.objects.filter(pk__in=rows.values("pk").order_by())
    past, told = histories(cases, before=asked.at), _told(cases, before=asked.at)
    later = _joined_later(cases, after=asked.at)
    found = {row.pk: Trial(row, past.get(row.case.number, History()), told=told[row.case.number]) for row in rows}
    sides = TrackPerson.objects.filter(track__in=found).select_related("survivor").order_by("survivor__code")
    for side in sides:
        if (found[side.track_id].row.case.stream, side.survivor.code) not in later:
            found[side.track_id].persons.append(side.survivor.code)
    for one in TrackAccused.objects.filter(track__in=found).select_related("accused").order_by("pk"):
        if (found[one.track_id].row.case.stream, one.accused.code) not in later:
            found[one.track_id].against.append(_side(one, found[one.track_id].told))
    return list(found.values())


def _told(cases: QuerySet[Case], *, before: datetime) -> Mapping[str, list[tuple[str, Detail]]]:
    """Return by number what the steps of police and courts wrote down before an instant, in order."""
    streams = cases.order_by().annotate(its=Concat(Value("case:"), "number", output_field=CharField())).values("its")
    rows = Entry.objects.filter(stream__in=streams, at__lt=before, verb__in=STEPS).order_by("stream", "seq")
    found: dict[str, list[tuple[str, Detail]]] = defaultdict(list)
    for stream, verb, detail in rows.values_list("stream", "verb", "detail"):
        found[stream.partition(":")[2]].append((verb, detail))
    return found


def _joined_later(cases: QuerySet[Case], *, after: datetime) -> set[tuple[str, str]]:
    """Return by stream who was named in a proceeding after an instant, by code."""
    streams = cases.order_by().annotate(its=Concat(Value("case:"), "number", output_field=CharField())).values("its")
    rows = Entry.objects.filter(stream__in=streams, at__gte=after, verb__in=JOINS)
    return {
        (stream, str(said.get("person") or said.get("accused")))
        for stream, said in rows.values_list("stream", "detail")
    }


def _side(one: TrackAccused, told: Iterable[tuple[str, Detail]]) -> Side:
    """Return an accused with what was decided by then: of them by code, else of all who had no outcome yet."""
    side = Side(one.accused.code, "")
    for verb, said in told:
        if verb not in DECIDES:
            continue
        if _is_about(side, said):
            proved, result = said.get("proved"), str(said.get("written") or said.get("outcome") or "")
            if verb == "decide" and result == CONVICTED and not any(said.get(name) for name in SENTENCED):
                side = replace(side, outcome=result, ended_on=parse_date(str(said.get("on") or "")))
                continue  # upheld: the sentence stays
            side = Side(
                code=side.code,
                plea=str(said.get("plea") or side.plea),
                outcome=result,
                proved=() if result != CONVICTED else (*side.proved, str(proved)) if proved else side.proved,
                prison_months=int(str(said.get("prison_months") or 0)),
                in_words=bool(said.get("in_words")),
                fine_paise=int(str(said.get("fine_paise") or 0)),
                ended_on=parse_date(str(said.get("on") or "")),
            )
    return side


def _is_about(side: Side, said: Detail) -> bool:
    if "sides" in said:  # a decision names whom it is about
        return side.code in list(said["sides"] or ())  # type: ignore[call-overload]
    named = said.get("accused")
    return named == side.code or (named is None and not side.outcome)


def summary_register(asked: Asked) -> Report:
    """Return the register of summary trials: the ten particulars of section 286, a line for each accused.

    The accused and the complainant stand here by code; their names, parentage and residence are in the sealed record.
    """
    head = [
        gettext("Serial number"),
        gettext("Date of the offence"),
        gettext("Date of the report or complaint"),
        gettext("Complainant"),
        gettext("Accused (code; name, parentage and residence in the sealed record)"),
        gettext("Offence complained of, and proved"),
        gettext("Plea of the accused"),
        gettext("Finding"),
        gettext("Sentence or other final order"),
        gettext("Date on which the proceedings ended"),
    ]
    lines: list[list[Cell]] = []
    for trial in trials(asked):
        if trial.row.track == SUMMARY:
            lines += [_line(len(lines) + 1 + n, trial, one) for n, one in enumerate(trial.against)]
    sheet = Sheet(gettext("Summary trials"), head, lines)
    title = gettext("Register of summary trials (BNSS, section 286)")
    return Report("summary-trials", title, asked, None, [sheet])


def _line(serial: int, trial: Trial, one: Side) -> list[Cell]:
    alleged, proved = words.sections(trial.row.sections), words.sections(one.proved)
    return [
        serial,
        trial.row.offence_on,
        trial.row.complaint_on,
        ", ".join(trial.persons),
        one.code,
        f"{alleged} / {proved}" if proved else alleged,
        str(TrackAccused.Plea(one.plea).label) if one.plea else "",
        outcome(one.outcome),
        _sentence(one),
        one.ended_on,
    ]


def outcome(slug: str) -> str:
    """Return the word for how a proceeding ended."""
    from_code = OUTCOMES.get(slug)
    return str(from_code) if from_code else slug


def _sentence(one: Side) -> str:
    fine = gettext("fine of ₹%(rupees)s") % {"rupees": words.rupees(one.fine_paise)} if one.fine_paise else ""
    months = one.prison_months
    prison = ngettext("%(n)s month of imprisonment", "%(n)s months of imprisonment", months) % {"n": months}
    sealed = gettext("in words: in the sealed record") if one.in_words else ""
    return ", ".join(part for part in (prison if months else "", fine, sealed) if part)
