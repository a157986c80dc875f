"""What the pages show of a matter: its law and time, its papers, defects and notices, and what to bring."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.casework.models import Party
from shramsetu.hearings import named, notice_words
from shramsetu.hearings.actions import lawing
from shramsetu.hearings.models import Defect, Exhibit, Filing, LawChoice, Link, Matter, Notice
from shramsetu.hearings.rules import route
from shramsetu.rulebook.law import Act, LawLimit, LawLimitRow, MatterRule, Regime

NEVER, ALIKE = ("lapsed", "withdrawn"), 5


@dataclass(frozen=True, slots=True)
class LawShown:
    """The law of a matter as a page shows it: act and section, why this one, since when by whom, and the limitation.

    `earlier` is the act and section for the first part of a cause that went on over the day on which the law changed.
    """

    act: Act
    section: str
    regime: Regime
    chosen: LawChoice | None
    reason: str
    limit: LawLimit | None
    row: LawLimitRow | None
    earlier: tuple[Act, str] | None


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
    act = book.acts[matter.act]
    return LawShown(act, matter.section, regime, chosen, reason, limit, row, None if chosen else _earlier(matter))


def _earlier(matter: Matter) -> tuple[Act, str] | None:
    if matter.cause_until is None or matter.cause_on is None:
        return None
    book = rulebook.book().law
    found = route.earlier(book, lawing.asked(matter), matter.cause_on)
    return (book.acts[found.provision.act], found.provision.section) if found else None


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
    rows = Filing.objects.filter(matter=matter).select_related("litigant").order_by("seq")
    return [FilingShown(one, sealing.unveiled(matter.case, one.text)) for one in rows]


def exhibits(matter: Matter) -> list[tuple[Exhibit, str]]:
    """Return the exhibits of a matter with their words opened, the claimant's first."""
    rows = Exhibit.objects.filter(matter=matter).select_related("filing").order_by("-claims", "number")
    return [(one, sealing.unveiled(matter.case, one.what)) for one in rows]


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


def alike(matter: Matter) -> list[Matter]:
    """Return other matters of a claimant of this one, of the same kind before the same forum: perhaps brought twice."""
    mine = Party.objects.filter(case=matter.pk, part=Party.Part.COMPLAINANT).exclude(phone_key="")
    theirs = Party.objects.filter(part=Party.Part.COMPLAINANT, phone_key__in=mine.values("phone_key"))
    rows = Matter.objects.filter(forum=matter.forum_id, matter=matter.matter, case__sealed=False)
    rows = rows.filter(pk__in=theirs.values("case")).exclude(pk=matter.pk).exclude(case__state__in=NEVER)
    return list(rows.select_related("case").order_by("-pk")[:ALIKE])


def bring(matter: Matter, *, claims: bool = True) -> list[str]:
    """Return what a side brings to the hearing, in plain sentences."""
    book, language = rulebook.book().law.things, named.language()
    return [book[name].plain.say(language) for name in notice_words.things(matter, claims=claims)]


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
