"""Entering a building: one of the rulebook's schools by one press, or any other with parts and weights of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.casework import rules
from shramsetu.casework.actions import NotAllowed, Opening, Refused, open_case
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, To
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.monitoring import scope
from shramsetu.monitoring.works import owners, powers
from shramsetu.monitoring.works.models import Component, Work
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places import queries as places
from shramsetu.places.models import Place

PLAN_DAYS = "works.plan_days"
OTHER = "other"
MOST_PARTS = 40
WEIGHT = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a building about to be entered."""

    slug: str
    title_hi: str
    title_en: str
    weight: int
    is_block: bool


@dataclass(frozen=True, slots=True)
class New:
    """A building about to be entered."""

    slug: str
    title_hi: str
    title_en: str
    district: Place
    parts: Sequence[Part]
    site_hi: str = ""
    site_en: str = ""
    seats: int | None = None
    series: str = OTHER
    contractor: str = ""
    source: str = ""
    is_unverified: bool = False
    is_public: bool = True


def of_site(slug: str) -> New:
    """Return what the rulebook says of one of its sites, as a building to be entered; raises NoRule."""
    book = rulebook.book()
    if slug not in book.works.sites:
        raise rulebook.NoRule(f"{slug}: no such site")
    site = book.works.sites[slug]
    parts = [
        Part(key, one.title.hi, one.title.en, one.weight, one.is_block) for key, one in book.works.components.items()
    ]
    return New(
        slug=slug,
        title_hi=site.title.hi,
        title_en=site.title.en,
        district=places.district(site.district),
        parts=parts,
        site_hi=site.site.hi,
        site_en=site.site.en,
        seats=site.seats,
        series=site.series,
        source=site.source,
        is_unverified=site.unverified,
    )


@transaction.atomic
def enter(new: New, *, by: Actor, at: datetime) -> Work:
    """Enter a building; its case waits with the district's building cell for a plan. Raises Refused, NotAllowed."""
    _need_power(new.district, by)
    _check(new)
    agency = owners.post(owners.AGENCY, new.district)
    labour = offices.department(powers.LABOUR)
    found = rules.figure_due(PLAN_DAYS, at)
    due = Due(found.at, found.key, found.from_on, found.source)
    start = To("preparing", holder=agency, level=1, due=due, facts={"work": new.slug, "series": new.series})
    columns: dict[str, object] = {"district": new.district, "place": new.district, "department": labour}
    case = open_case(Opening("mn_work", Case.Channel.DESK, start, columns), by=by, at=at)
    work = _row(new, case, agency)
    work.save(force_insert=True)
    Component.objects.bulk_create(
        [
            Component(
                work=work,
                slug=part.slug,
                title_hi=part.title_hi,
                title_en=part.title_en,
                weight=part.weight,
                is_block=part.is_block,
                seq=seq,
            )
            for seq, part in enumerate(new.parts, 1)
        ]
    )
    journal.append(work.stream, "enter_work", by=by, at=at, detail={"case": case.number, "parts": len(new.parts)})
    return work


def _need_power(district: Place, by: Actor) -> None:
    """Raise NotAllowed unless `by` keeps the works of `district`."""
    if by.role == "system":
        return
    post = offices.get(by.post_id) if by.post_id is not None else None
    if post is None or not powers.is_keeper(post) or not scope.sees(post, district):
        raise NotAllowed("enter_work")


def _check(new: New) -> None:
    """Raise Refused for a building of no parts, of two parts of one name, or one that is there already."""
    if not new.parts:
        raise Refused(gettext("Name at least one part of the building."), "parts")
    if len(new.parts) > MOST_PARTS:
        raise Refused(gettext("At most %(most)s parts.") % {"most": MOST_PARTS}, "parts")
    if any(part.weight <= 0 for part in new.parts):
        raise Refused(gettext("Each part weighs more than nothing."), "parts")
    if (weight := sum(part.weight for part in new.parts)) != WEIGHT:
        raise Refused(gettext("The weights add up to %(weight)s, not to 100.") % {"weight": weight}, "parts")
    if len({part.slug for part in new.parts}) < len(new.parts):
        raise Refused(gettext("Two parts have the same name."), "parts")
    if not new.slug or slugify(new.slug) != new.slug:
        raise Refused(gettext("The address has small Latin letters, digits and hyphens alone."), "slug")
    if Work.objects.filter(slug=new.slug).exists():
        raise Refused(gettext("This building is entered already."), "slug")


def _row(new: New, case: Case, agency: Post) -> Work:
    same = ("slug", "series", "title_hi", "title_en", "site_hi", "site_en", "seats", "contractor", "source")
    given = {name: getattr(new, name) for name in (*same, "is_unverified", "is_public")}
    return Work(case=case, agency=agency, **given)
