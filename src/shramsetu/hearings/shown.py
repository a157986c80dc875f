"""What the pages show of a matter: its law and time, its papers, defects and notices, and what to bring."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.hearings import named, notice_words
from shramsetu.hearings.models import Defect, Filing, LawChoice, Link, Matter, Notice
from shramsetu.rulebook.law import Act, LawLimit, LawLimitRow, MatterRule, Regime


@dataclass(frozen=True, slots=True)
class LawShown:
    """The law of a matter as a page shows it: act and section, why this one, since when by whom, and the limitation."""

    act: Act
    section: str
    regime: Regime
    chosen: LawChoice | None
    reason: str
    limit: LawLimit | None
    row: LawLimitRow | None


@dataclass(frozen=True, slots=True)
class DefectShown:
    """One defect: the office's word, the plain sentence, and the note of the registry."""

    row: Defect
    title: str
    plain: str
    note: str


@dataclass(frozen=True, slots=True)
class FilingShown:
    """One paper of the matter with its words opened."""

    row: Filing
    text: str


def rule(matter: Matter) -> MatterRule:
    """Return the rulebook's word on this kind of matter."""
    return rulebook.book().law.matter(matter.matter)


def law(matter: Matter) -> LawShown | None:
    """Return the law that governs a matter; None while the day of its cause is not known."""
    book = rulebook.book().law
    if not matter.regime:
        return None
    regime = book.regimes[matter.regime]
    last = LawChoice.objects.filter(matter=matter).order_by("at", "pk").last()
    chosen = last if last is not None and not last.routed else None
    found = book.limit("file", matter.matter, regime.law, matter.filed_on) if matter.filed_on else None
    limit, row = found or (None, None)
    reason = sealing.unveiled(matter.case, chosen.reason) if chosen else ""
    return LawShown(book.acts[matter.act], matter.section, regime, chosen, reason, limit, row)


def defects(matter: Matter, *, open_only: bool = False) -> list[DefectShown]:
    """Return the defects of a matter, the last round first."""
    rows = Defect.objects.filter(matter=matter).order_by("-round", "pk")
    if open_only:
        rows = rows.filter(mended_at=None)
    book, language = rulebook.book().law.defects, named.language()
    return [
        DefectShown(
            one,
            book[one.defect].title.say(language),
            book[one.defect].plain.say(language),
            sealing.unveiled(matter.case, one.note),
        )
        for one in rows
        if one.defect in book
    ]


def filings(matter: Matter) -> list[FilingShown]:
    """Return the papers of a matter in the order in which they came."""
    rows = Filing.objects.filter(matter=matter).order_by("seq")
    return [FilingShown(one, sealing.unveiled(matter.case, one.text)) for one in rows]


def notices(matter: Matter) -> list[tuple[Notice, named.Named | None]]:
    """Return the notices of a matter, the latest first, each with its party."""
    people = {one.row.pk: one for one in named.litigants(matter)}
    rows = Notice.objects.filter(matter=matter).prefetch_related("events").order_by("-seq")
    return [(one, people.get(one.litigant_id)) for one in rows]


def links(matter: Matter) -> list[tuple[str, Matter]]:
    """Return the matters that have to do with this one, each with how, told from either side."""
    rows = Link.objects.filter(Q(matter=matter) | Q(other=matter)).select_related("matter__case", "other__case")
    return [
        (one.get_kind_display(), one.other if one.matter_id == matter.pk else one.matter) for one in rows.order_by("pk")
    ]


def bring(matter: Matter) -> list[str]:
    """Return what to bring to the hearing, in plain sentences."""
    book, language = rulebook.book().law.things, named.language()
    return [book[name].plain.say(language) for name in rule(matter).bring]


def reliefs(matter: Matter, *, plain: bool = False) -> list[str]:
    """Return what is asked for, in the office's word or the worker's."""
    book, language = rulebook.book().law.reliefs, named.language()
    found = [book[name] for name in matter.reliefs if name in book]
    return [(one.plain if plain else one.title).say(language) for one in found]


def number(matter: Matter) -> str:
    """Return the number of a matter at its forum, such as 14/2026; empty before it is registered."""
    return f"{matter.serial}/{matter.year}" if matter.serial else ""


def governed_by(matter: Matter) -> str:
    """Say under which act and section a matter stands, in the language of the page."""
    return notice_words.governed_by(matter, named.language())


def titles(matters: Sequence[Matter]) -> dict[int, str]:
    """Return the title of each kind of matter by the id of its case."""
    book, language = rulebook.book().law.matters, named.language()
    return {one.pk: book[one.matter].title.say(language) for one in matters if one.matter in book}
