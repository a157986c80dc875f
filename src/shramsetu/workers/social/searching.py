"""From what a partner asks to rows of the registry: within its rights, its place and the limits of the rulebook."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Count, Model, Q, QuerySet

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.places.models import Kind, Place
from shramsetu.workers import household
from shramsetu.workers.models import Family, Partner, Right, Worker
from shramsetu.workers.social import attributes, criteria, records
from shramsetu.workers.social.criteria import ById, Compare, Tree
from shramsetu.workers.social.envelope import Criteria, Pagination
from shramsetu.workers.social.reasons import Fault, Reason, Refused

GROUPS = {"group", "household", "family"}
DEFAULT_PAGE = 50
SECONDS_MOST = 5


@dataclass(frozen=True, slots=True)
class Result:
    """What was found: the page of records, and whose they are."""

    records: list[dict[str, Any]]
    record_type: str
    page: int
    size: int
    total: int
    workers: tuple[int, ...] = ()
    families: tuple[int, ...] = ()


def search(asked: Criteria, page: Pagination | None, *, partner: Partner, at: datetime) -> Result:
    """Answer one search. Raises Refused with the reason code of what is wrong."""
    query = criteria.read(asked.query_type, asked.query)
    page = _page(page or asked.pagination, at)
    if _is_group(asked, query):
        return _groups(query, asked, page, partner=partner, at=at)
    return _workers(query, asked, page, partner=partner, at=at)


def worker_by(asked: ById, *, partner: Partner) -> QuerySet[Worker]:
    """Return the worker under a number; of a type that is not kept here nobody. Raises Refused for another type."""
    kinds: dict[str, Q] = {
        records.UIN: Q(number=asked.value),
        records.UAN: Q(uan=asked.value),
        records.BOCW: Q(memberships__board="bocw", memberships__number=asked.value),
        records.UOW: Q(memberships__board="uow", memberships__number=asked.value),
        records.FAMILY: Q(family__number=asked.value),
        "HOUSEHOLD_ID": Q(family__number=asked.value),
    }
    if asked.type not in kinds:
        raise Refused(Reason.CRITERIA, f"type: {', '.join(kinds)}")
    return _seen(partner).filter(kinds[asked.type])


def family_by(asked: ById, *, partner: Partner) -> QuerySet[Family]:
    """Return the family under a Family ID, or of one worker. Raises Refused for another type."""
    if asked.type in {records.FAMILY, "HOUSEHOLD_ID"}:
        found = Q(number=asked.value)
    elif asked.type == records.UIN:
        found = Q(workers__number=asked.value)
    else:
        raise Refused(Reason.CRITERIA, f"type: {records.FAMILY}, HOUSEHOLD_ID, {records.UIN}")
    rows = Family.objects.filter(found)
    return rows.filter(district__in=_districts(partner.place)) if partner.place else rows


def need(partner: Partner, right: Right) -> None:
    """Raise Refused where the partner has not this right."""
    if right not in partner.rights:
        raise Refused(Fault.FORBIDDEN, f"right: {right.value}")


def districts_of(tree: Tree) -> set[int]:
    """Return the LGD codes of the districts to which a condition keeps; empty where it keeps to none."""
    if isinstance(tree, Compare):
        if tree.attribute != "region_code" or tree.operator not in {"eq", "in"}:
            return set()
        return {attributes.number(one) for one in (tree.value if isinstance(tree.value, tuple) else (tree.value,))}
    if tree.by != "and":
        return set()
    return next((found for part in tree.parts if (found := districts_of(part))), set())


def _workers(query: ById | Tree, asked: Criteria, page: Pagination, *, partner: Partner, at: datetime) -> Result:
    need(partner, Right.PERSON if isinstance(query, ById) else Right.LIST)
    if isinstance(query, ById):
        rows = worker_by(query, partner=partner)
    else:
        _need_district(query, partner)
        rows = _seen(partner).filter(attributes.condition(query, attributes.PERSON, clock.day(at)))
    rows = rows.order_by(*_order(asked, {"birth_date": "born_on", "name": "name_key", "uin": "number"})).distinct()
    total, ids = _bounded(rows, page, at)
    found = {one.pk: one for one in _told(Worker.objects.filter(pk__in=ids))}
    listed = [found[pk] for pk in ids if pk in found]
    return Result(
        records.persons(listed),
        "SRPerson",
        page.page_number,
        page.page_size,
        total,
        workers=tuple(one.pk for one in listed),
    )


def _groups(query: ById | Tree, asked: Criteria, page: Pagination, *, partner: Partner, at: datetime) -> Result:
    need(partner, Right.FAMILY)
    if isinstance(query, ById):
        rows = family_by(query, partner=partner)
    else:
        need(partner, Right.LIST)
        _need_district(query, partner)
        rows = Family.objects.annotate(size=Count("members", filter=Q(members__until=None)))
        rows = rows.filter(attributes.condition(query, attributes.GROUP, clock.day(at)))
        rows = rows.filter(district__in=_districts(partner.place)) if partner.place else rows
    rows = rows.order_by(*_order(asked, {"group_identifier": "number"})).distinct()
    total, ids = _bounded(rows, page, at)
    found = Family.objects.select_related("district").in_bulk(ids)
    listed = [found[pk] for pk in ids if pk in found]
    shown = [
        records.group(
            household.snapshot(one, clock.day(at)),
            district=one.district.lgd_code if one.district else None,
            revision=one.revision,
        )
        for one in listed
    ]
    return Result(shown, "Group", page.page_number, page.page_size, total, families=tuple(one.pk for one in listed))


def _seen(partner: Partner) -> QuerySet[Worker]:
    rows = Worker.objects.filter(merged_into=None, erased_at=None)
    return rows.filter(district__in=_districts(partner.place)) if partner.place else rows


def _districts(place: Place) -> QuerySet[Place]:
    return Place.objects.filter(kind=Kind.DISTRICT, path__startswith=place.path)


def _told(rows: QuerySet[Worker]) -> QuerySet[Worker]:
    return rows.select_related("district", "place", "family").prefetch_related("memberships")


def _page(asked: Pagination | None, at: datetime) -> Pagination:
    most = rulebook.book().number("social.records_page", clock.day(at))
    page = asked or Pagination(page_size=DEFAULT_PAGE)
    if page.page_size > most:
        raise Refused(Reason.PAGINATION, f"page_size: {most} at most")
    return page


def _bounded(rows: QuerySet[Any], page: Pagination, at: datetime) -> tuple[int, list[int]]:
    """Return how many rows there are and the ids of the page; refuse what is more than the rulebook gives away."""
    most = rulebook.book().number("social.records_most", clock.day(at))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDS_MOST}s"])
            ids = list(_ids(rows, most + 1))
    except OperationalError as error:
        raise Refused(Reason.TOO_MANY_RECORDS, f"it takes more than {SECONDS_MOST} seconds") from error
    except DatabaseError as error:
        raise Refused(Reason.FILTER, "attribute_value") from error
    if len(ids) > most:
        raise Refused(Reason.TOO_MANY_RECORDS, f"more than {most}")
    begin = (page.page_number - 1) * page.page_size
    return len(ids), ids[begin : begin + page.page_size]


def _ids(rows: QuerySet[Model], most: int) -> list[int]:
    return [row.pk for row in rows[:most]]


def _order(asked: Criteria, columns: dict[str, str]) -> list[str]:
    wanted = []
    for one in asked.sort or []:
        if one.attribute_name not in columns:
            raise Refused(Reason.SORT, f"attribute_name: {', '.join(columns)}")
        wanted.append(("-" if one.sort_order == "desc" else "") + columns[one.attribute_name])
    return [*wanted, "pk"]


def _need_district(tree: Tree, partner: Partner) -> None:
    if not districts_of(tree) and (partner.place is None or partner.place.kind != Kind.DISTRICT):
        raise Refused(Reason.FILTER, "a list keeps to a district: region_code eq or in")


def _is_group(asked: Criteria, query: ById | Tree) -> bool:
    wanted = {(asked.response_entity or "").lower(), (asked.reg_record_type or "").lower()}
    said = asked.query.get("value") if isinstance(asked.query, dict) else None
    inner = said.get("expression") if isinstance(said, dict) else None
    collection = str(inner.get("collection", "")) if isinstance(inner, dict) else ""
    return bool((wanted if isinstance(query, ById) else wanted | {collection.lower()}) & GROUPS)
