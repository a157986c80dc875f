"""Named reads over complaints: what is alike, what was reported before, who asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from shramsetu import rulebook
from shramsetu.casework import queries as cases
from shramsetu.casework import search
from shramsetu.casework.models import FINAL, OPEN, PAUSED, Case, Party
from shramsetu.files import queries as files
from shramsetu.files.models import Attachment
from shramsetu.grievances import rules
from shramsetu.grievances.filing import Someone
from shramsetu.grievances.models import Check, Feedback, Report, SpecialClosure
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, similar
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department, Post, Role
from shramsetu.people.queries import phone_key
from shramsetu.places.models import Place
from shramsetu.prepared import Rows

__all__ = ["phone_key"]
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALIKE_MOST = 50
COMPARED = 200


@dataclass(frozen=True, slots=True)
class Alike:
    """An open complaint that may be the same, with how alike the words are (0 to 1) and whether the phone is."""

    case: Case
    likeness: float
    same_phone: bool


def department(slug: str) -> Department:
    """Return the department with this slug."""
    return cache.get_or_set(f"department:{slug}", lambda: Department.objects.get(slug=slug), 60)  # type: ignore[return-value]


def alike(by: Actor, *, category: str, district: Place | None, text: str, phone: str, at: datetime) -> list[Alike]:
    """Return open complaints that `by` may see and that may be the same, the likeliest first, at most five.

    Same phone, or the same category and district with words alike in either script. Sealed cases never appear.
    """
    on, book = clock.day(at), rulebook.book()
    since = at - timedelta(days=book.number("grievances.duplicate_days", on))
    enough = book.number("grievances.duplicate_percent", on) / 100
    found: dict[int, Case] = {}
    own: set[int] = set()
    if words := search.any_word(text):
        values = {"category": category, "words": words, "since": since}
        near = cases.ask(_NEAR, by, district=district.pk, **values) if district else cases.ask(_NOWHERE, by, **values)
        found = {case.pk: case for case in near}
    if phone:
        mine = {case.pk: case for case in cases.ask(_OWN, by, key=phone_key(phone), since=since)}
        found |= mine
        own = set(mine)
    scored = [Alike(case, similar.text_likeness(text, vars(case)["words"]), case.pk in own) for case in found.values()]
    likely = [one for one in scored if one.likeness >= enough or (one.same_phone and one.case.category == category)]
    return sorted(likely, key=lambda one: (-one.same_phone, -one.likeness, one.case.pk))[:5]


def _open(scope: QuerySet[Case], since: datetime) -> QuerySet[Case]:
    """Return the newest open complaints of `scope` that stand alone, with their `words`."""
    alone = scope.filter(sealed=False, kind="grievance", master=None, phase__lt=FINAL, opened_at__gte=since)
    return alone.annotate(words=F("grievance__text")).order_by("-opened_at")


def _near(scope: QuerySet[Case], category: str, district: int | None, words: str, since: datetime) -> QuerySet[Case]:
    found = _open(scope, since).filter(category=category, district=district, search_text__tokens=search.raw(words))
    return found[:ALIKE_MOST]


def _own(scope: QuerySet[Case], key: str, since: datetime) -> QuerySet[Case]:
    parties = Party.objects.filter(phone_key=key, case=OuterRef("pk")).exclude(part=Party.Part.OPPOSITE)
    return _open(scope, since).filter(Exists(parties))[:ALIKE_MOST]


_NEAR = cases.Question(_near, (("category", str), ("district", int), ("words", str), ("since", datetime)))
_NOWHERE = cases.Question(partial(_near, district=None), (("category", str), ("words", str), ("since", datetime)))
_OWN = cases.Question(_own, (("key", str), ("since", datetime)))


def filed_since(key: str, since: datetime) -> int:
    """Return how many complaints came from the phone with this key since `since`, those not taken here apart."""
    return _FILED.first(key=key, since=since) or 0


def _filed(key: str, since: datetime) -> QuerySet[Case, int]:
    own = Party.objects.filter(phone_key=key, case=OuterRef("pk")).exclude(part=Party.Part.OPPOSITE)
    filed = Case.objects.filter(Exists(own), opened_at__gte=since, kind="grievance").exclude(state="excluded")
    return filed.order_by().values("kind").annotate(count=Count("pk")).values_list("count", flat=True)


_FILED = Rows(_filed, key=str, since=datetime)


def waiting_for_word(key: str, *, at: datetime) -> list[Case]:
    """Return the complaints of the phone with this key in which a word by text message counts, asked last first."""
    own = Party.objects.filter(phone_key=key, part=Party.Part.COMPLAINANT, case=OuterRef("pk"))
    waiting = Q(state__in=("unreached", "awaiting_feedback")) | Q(state="closed_unconfirmed", rests_until__gt=at)
    return list(Case.objects.filter(waiting, Exists(own), kind="grievance").order_by("-level_at", "-id"))


def reviews(case: Case) -> int:
    """Return how often dissatisfaction at the last level has led this case to a review, the present one included."""
    return Entry.objects.filter(stream=case.stream, verb="record_feedback", detail__to="review").count()


def asked_by_message_at(case: Case) -> datetime | None:
    """Return when the complainant, last not reached by phone, was sent the yes/no message."""
    turned = Entry.objects.filter(stream=case.stream, verb="record_feedback", detail__to="unreached")
    return turned.exclude(detail__from="unreached").order_by("-seq").values_list("at", flat=True).first()


def reported_level(case: Case) -> int:
    """Return the level whose report is before the complainant; without one the level of the case."""
    last = Report.objects.filter(case=case, kind=Report.Kind.FINAL).order_by("-at", "-id").first()
    return max(last.level if last else case.level, 1)


def attempts_since_report(case: Case) -> list[datetime]:
    """Return when the complainant was called in vain since the last report, or since the number was mended."""
    last = last_report(case)
    found: list[datetime] = []
    for result, answered_by, at in _CALLS.all(case=case.pk):
        if last is not None and at < last.at:
            continue
        if result == "wrong_number":
            found = []
        elif rules.is_vain(result, answered_by):
            found.append(at)
    return found


_CALLS = Rows(
    lambda case: Feedback.objects.filter(case=case).order_by("at", "id").values_list("result", "answered_by", "at"),
    case=int,
)


def last_report(case: Case) -> Report | None:
    """Return the report of `case` that stands: the newest final one."""
    return _REPORTS.first(case=case.pk)


_REPORTS = Rows(
    lambda case: Report.objects.filter(case=case, kind=Report.Kind.FINAL).order_by("-at", "-id")[:1], case=int
)


# What these hand in is the complaint's, not the proof that something was done.
NOT_PROOF = ("citizen", Role.OPERATOR, Role.FEEDBACK, Role.CSC, Role.EDISTRICT)


def evidence_purposes(case: Case) -> frozenset[str]:
    """Return what kinds of papers and photos officers laid with `case`."""
    return frozenset(_PROOF.all(stream=case.stream))


_PROOF = Rows(
    lambda stream: files.attached(stream).exclude(role__in=NOT_PROOF).values_list("purpose", flat=True), stream=str
)


def pictures_in(case: Case) -> list[Attachment]:
    """Return every picture that lies with `case`, whoever laid it there, the oldest first."""
    return list(files.attached(case.stream).filter(phash__isnull=False))


def reported_before(case: Case, kind: str) -> datetime | None:
    """Return when `case` was last reported on before, as the writer of a report of this kind must know.

    An enquiry is held against earlier enquiries too; an officer may take a photo over from the enquiry.
    """
    kinds = {Report.Kind.FINAL.value, kind} - {Report.Kind.INTERIM.value}
    return Report.objects.filter(case=case, kind__in=kinds).order_by("-at").values_list("at", flat=True).first()


def is_reused(photo: Attachment, *, at: datetime) -> bool:
    """Return whether a photo was used in another case before."""
    within = rulebook.book().number("quality.photo_bits", clock.day(at))
    return photo.phash is not None and files.photos_like(photo.phash, photo.stream, within=within).exists()


def latest_paper(case: Case) -> UUID | None:
    """Return the id of the newest paper that an officer stored with `case`."""
    papers = files.attached(case.stream).exclude(purpose="site_photo").exclude(role__in=NOT_PROOF)
    return papers.order_by("-at").values_list("pk", flat=True).first()


def copied_report(case: Case, post_id: int | None, fingerprint: int, *, at: datetime) -> bool:
    """Return whether nearly the same words stand in an earlier report.

    In one of the latest that this post wrote on other cases, or in the report on this case that did not suffice.
    """
    known = [*_ELSEWHERE.all(post=post_id or case.holder_id or 0, case=case.pk), *_BEFORE.all(case=case.pk)]
    most = rulebook.book().number("quality.copied_bits", clock.day(at))
    return any(similar.hamming(fingerprint, one) <= most for one in known if one is not None)


def _elsewhere(post: int, case: int) -> QuerySet[Report, int | None]:
    return _marks(Report.objects.filter(post=post).exclude(case=case))[:COMPARED]


def _marks(reports: QuerySet[Report]) -> QuerySet[Report, int | None]:
    return reports.filter(fingerprint__isnull=False).order_by("-at").values_list("fingerprint", flat=True)


_ELSEWHERE = Rows(_elsewhere, post=int, case=int)
_BEFORE = Rows(lambda case: _marks(Report.objects.filter(case=case, kind=Report.Kind.FINAL)), case=int)


def authors(case: Case) -> frozenset[int]:
    """Return the users who wrote the last report or turned a key of the special closure under review."""
    report = last_report(case)
    closure = SpecialClosure.objects.filter(case=case, approved=True).order_by("-decided_at").first()
    found = {closure.proposed_by_id, closure.decided_by_id} if closure else set[int | None]()
    written = report.by.removeprefix("user:").partition("@")[0] if report else ""
    return frozenset(one for one in (*found, int(written) if written.isdigit() else None) if one is not None)


def hands_in(case: Case) -> frozenset[int]:
    """Return the users who wrote, drafted or first checked the last report: whom its second verification is not for."""
    report = Report.objects.filter(case=case, kind=Report.Kind.FINAL).order_by("-at", "-id").first()
    if report is None:
        return frozenset()
    checks = Check.objects.filter(report__case=case, second=False).values_list("by", flat=True)
    found = [by.removeprefix("user:").partition("@")[0] for by in (report.by, report.drafted_by, *checks)]
    return frozenset(int(one) for one in found if one.isdigit())


def reporting_post(case: Case) -> Post | None:
    """Return the post whose report was last before the complainant, or else the holder if it is an officer."""
    if report := last_report(case):
        return offices.known(report.post_id)
    return case.holder if case.holder and not case.holder.is_desk else None


def filer(case: Case) -> Someone | None:
    """Return who filed for the complainant, if somebody did."""
    return next(iter(_someone(case, Party.Part.FILER)), None)


def opposite(case: Case) -> list[Someone]:
    """Return whom the complaint is against."""
    return _someone(case, Party.Part.OPPOSITE)


def _someone(case: Case, part: str) -> list[Someone]:
    parties = Party.objects.filter(case=case, part=part, person__isnull=False).select_related("person").order_by("seat")
    return [
        Someone(party.person.name, party.person.phone, relation=party.relation) for party in parties if party.person
    ]


def sealed_complainants(identity: Mapping[str, object]) -> list[Someone]:
    """Return the complainants of a sealed case from its opened identity."""
    rows = identity.get("complainants") or []
    assert isinstance(rows, list)
    return [Someone(**row) for row in rows]


def stored_papers(case: Case) -> list[UUID]:
    """Return the ids of all that is stored with `case`, newest first."""
    return _STORED.all(stream=case.stream)


_STORED = Rows(lambda stream: files.attached(stream).order_by("-at").values_list("pk", flat=True), stream=str)


def filtered(found: QuerySet[Case], filters: Mapping[str, object], *, at: datetime) -> QuerySet[Case]:
    """Narrow `found` by plain filters, newest first, from the cursor on; unknown words narrow to nothing."""
    found = found.filter(kind__in=("grievance", "information", "demand", "suggestion"))
    for name in ("state", "kind", "category"):
        if value := filters.get(name):
            found = found.filter(**{name: value})
    if district := filters.get("district"):
        # by id, so that the planner knows how big the district is and walks the newest first
        found = found.filter(district=_DISTRICTS.first(code=int(str(district))) or 0)
    if filters.get("overdue"):
        found = found.filter(phase__in=[OPEN, PAUSED], due_at__lt=at)
    if words := str(filters.get("q") or ""):
        found = search.containing(found, words)
    if cursor := _CURSOR.fullmatch(str(filters.get("cursor") or "")):
        opened = EPOCH + timedelta(microseconds=int(cursor[1]))
        found = found.filter(Q(opened_at__lt=opened) | Q(opened_at=opened, pk__lt=int(cursor[2])))
    return found.order_by("-opened_at", "-pk")


_DISTRICTS = Rows(
    lambda code: Place.objects.filter(lgd_code=code, kind="district").values_list("pk", flat=True), code=int
)


def cursor_of(case: Case) -> str:
    """Return the cursor behind `case` in a list that `filtered` ordered."""
    return f"{(case.opened_at - EPOCH) // timedelta(microseconds=1)}-{case.pk}"


def is_cursor(text: str) -> bool:
    """Return whether `text` can be the cursor of a page."""
    return _CURSOR.fullmatch(text) is not None
