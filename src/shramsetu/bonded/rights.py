"""Who may read which class of what is known of a person. Nothing here opens anything; `actions.reading` does.

P2 (who it is): the labour officers of the two districts, the magistrates, whoever holds the case or a duty that pays or
makes papers, the child unit for a minor. P3 (what was said and done): the magistrates, the child unit for a minor, and
the officer who takes the statement until the finding is signed. Everybody else by leave for one person, or in an
emergency.
"""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from shramsetu.bonded import owners, scope
from shramsetu.bonded.models import BondedDuty, Opening, Statement, Survivor
from shramsetu.casework.models import Bar, Case
from shramsetu.files.models import Attachment, Purpose
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, Role
from shramsetu.offices.rules import NoPost
from shramsetu.places.models import Place

P2, P3 = "p2", "p3"
MAGISTRATES = frozenset({Role.DM, Role.MAGISTRATE})
BEFORE_THE_FINDING = frozenset({"identified", "secured", "stated", "inquiry", "review"})
# Duties that cannot be done without knowing who it is: their holders read the identity while the duty is open.
PAYING = ("immediate-assistance", "payment-returned", "not-received", "identity", "bank-account")
# Papers that show who somebody is; every other one may show what was said or done.
P2_PAPERS = frozenset({Purpose.IDENTITY, Purpose.ORDER_OR_RECEIPT, Purpose.SCAN_OF_LETTER})
# Kinds of work that say what was done to a person: P3, although the kind of work is P1. On lists, papers without P3 and
# reports they are counted with the others, so that the page does not tell it by what it leaves out.
SEALED_SECTORS = frozenset({"sexual-exploitation"})
# Who may open a record in an emergency. Desks, data entry and the line departments never.
GLASS_BREAKERS = frozenset(
    {Role.OFFICER, Role.DM, Role.MAGISTRATE, Role.CHILD_UNIT, Role.MANDAL, Role.HEAD, Role.PRINCIPAL_SECRETARY}
)


def may(survivor: Survivor, klass: str, *, by: Actor, at: datetime | None = None) -> bool:
    """Tell whether `by` may read this class of what is known of a person, at `at` (now, if not said)."""
    if by.post_id is None or is_barred(survivor.case, by):
        return False
    return _standing(survivor, klass, by=by) or opening(survivor, klass, by=by, at=at) is not None


def sector(slug: str, *, sealed: bool = True) -> str:
    """Return the kind of work as it may be said: to who does not read what is sealed, a sealed one is another one."""
    return "other" if sealed and slug in SEALED_SECTORS else slug


def may_without_opening(survivor: Survivor, klass: str, *, by: Actor) -> bool:
    """Tell whether the post of `by` reads this class by what it is, not by leave or in an emergency."""
    return by.post_id is not None and _standing(survivor, klass, by=by)


def may_break(survivor: Survivor, by: Actor) -> bool:
    """Tell whether `by` may open this record in an emergency: who sees the case, and any magistrate of the state."""
    if by.role not in GLASS_BREAKERS or is_barred(survivor.case, by):
        return False
    return by.role in MAGISTRATES or scope.survivors(by).filter(pk=survivor.pk).exists()


def opening(survivor: Survivor, klass: str, *, by: Actor, at: datetime | None = None) -> Opening | None:
    """Return what opens this class of the record to the post of `by` for a time; None if nothing does."""
    when = at or Now()
    found = Opening.objects.filter(survivor=survivor, post=by.post_id, ended_at=None, from_at__lte=when, to_at__gt=when)
    return found.filter(klass__in=[P3] if klass == P3 else [P2, P3]).order_by("-to_at", "-pk").first()


def is_barred(case: Case, by: Actor) -> bool:
    """Tell whether the post or the person is named in the case."""
    return Bar.objects.filter(case=case).filter(Q(post=by.post_id) | Q(user=by.user_id)).exists()


def _standing(survivor: Survivor, klass: str, *, by: Actor) -> bool:
    if by.post_id in _posts(survivor, "dm", "magistrate"):
        return True
    if klass == P2 and (by.post_id in _posts(survivor, "labour_officer") or _pays(survivor, by)):
        return True
    if not scope.survivors(by).filter(pk=survivor.pk).exists():
        return False
    if by.role in MAGISTRATES or (survivor.is_minor and by.role == Role.CHILD_UNIT):
        return True
    case = survivor.case
    return case.holder_id == by.post_id and (klass == P2 or case.state in BEFORE_THE_FINDING)


def _pays(survivor: Survivor, by: Actor) -> bool:
    mine = BondedDuty.objects.filter(parent=survivor.case, clock__in=PAYING, is_open=True, case__holder=by.post_id)
    return mine.exists()


def _posts(survivor: Survivor, *of: str) -> set[int]:
    """Return the posts that are these owners in the two districts of a person."""
    places = [place for place in (survivor.case.district, survivor.native_district) if place is not None]
    return {pk for place in places for owner in of if (pk := _post(owner, place))}


def _post(owner: str, place: Place) -> int | None:
    try:
        return owners.post(owner, place).pk
    except NoPost:
        return None


def may_read_statement(statement: Statement, by: Actor) -> bool:
    """Tell whether `by` reads what a bank wrote of persons: who read it in, and who pays in that district."""
    if by.post_id is None or statement.post is None:
        return False
    district = statement.post.place.district if statement.post.place else None
    payers = {_post(owner, district) for owner in ("dm", "magistrate", "labour_officer")} if district else set()
    return by.post_id in payers | {statement.post_id}


def words_of(by: Actor) -> frozenset[int]:
    """Return the districts of which `by` reads what committees and surveys wrote: magistrates and who pays there."""
    post = Post.objects.select_related("place__district").filter(pk=by.post_id or 0).first()
    place = post.place.district if post is not None and post.place is not None else None
    if place is None:
        return frozenset()
    if by.role in MAGISTRATES or (by.role == Role.OFFICER and _post("labour_officer", place) == by.post_id):
        return frozenset({place.pk})
    return frozenset()


def survivor_of(case: Case) -> Survivor | None:
    """Return the person that a case is of, or hangs on; None for an information or an operation."""
    pk = case.pk if case.kind == "bl_person" else case.parent_id
    return Survivor.objects.select_related("case__district", "native_district").filter(pk=pk).first()


def may_read_words(case: Case, by: Actor) -> bool:
    """Tell whether `by`, who sees the case, reads what officers wrote in it too, and not its steps alone."""
    if by.post_id is None:
        return False
    if case.holder_id == by.post_id or by.role in MAGISTRATES:
        return True
    survivor = survivor_of(case)
    if survivor is not None:
        return may(survivor, P3, by=by)
    return (
        by.role == Role.OFFICER and case.district is not None and _post("labour_officer", case.district) == by.post_id
    )


def may_open(case: Case, paper: Attachment, *, by: Actor) -> bool:
    """Tell whether `by`, who sees the case, may open this paper: by the class that its purpose belongs to."""
    survivor = survivor_of(case)
    if survivor is None:
        return may_read_words(case, by)
    own_line = case.kind != "bl_person" and case.holder_id == by.post_id
    return own_line or may(survivor, P2 if paper.purpose in P2_PAPERS else P3, by=by)


def reviewable(by: Actor) -> QuerySet[Opening]:
    """Return the emergency openings that wait for a review that `by` may give: never the own ones."""
    waiting = Opening.objects.filter(kind=Opening.Kind.GLASS, reviewed_at=None).exclude(post=by.post_id)
    waiting = waiting.exclude(by__startswith=f"user:{by.user_id}@")
    if by.role not in (Role.ADMINISTRATOR, Role.HEAD):
        waiting = waiting.filter(survivor__in=scope.survivors(by))
    return waiting.select_related("survivor__case__district", "post", "told").order_by("from_at", "pk")
