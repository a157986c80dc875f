"""Who sees a review, who takes its chair, who answers, who calls one."""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from shramsetu.casework import scope as cases
from shramsetu.casework.actions import NotAllowed
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.monitoring import scope
from shramsetu.monitoring.reviews import terms
from shramsetu.monitoring.reviews.models import AgendaItem, Decision, Review
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role

KIND, CHAIR = "mn_decision", "chair"
# Who may be asked in a review, and so opens these pages: whoever watches, and the desks of lines and sections.
READERS = tuple(
    sorted({*scope.WATCHERS, Role.LINE_DESK, Role.BOARD_ACCOUNTS, Role.SUPERVISOR, Role.QUALITY, Role.FEEDBACK})
)
CALLERS = (Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.OFFICER, Role.DM, Role.CDO, Role.MANDAL, Role.CHIEF_SECRETARY)
CALLING_LEVEL = 3  # of officers those of a mandal and of the state call reviews


def seen_by(post: Post) -> QuerySet[Review]:
    """Return the reviews that `post` sees: those it chairs, is asked in, of its own section, or of its own place."""
    rows = Review.objects.order_by()
    if post.role in scope.EVERYWHERE:
        return rows
    asked = Exists(AgendaItem.objects.filter(review=OuterRef("pk"), owner=post))
    ordered = Exists(Decision.objects.filter(review=OuterRef("pk"), owner=post))
    mine = Q(chair=post) | Q(deputy=post) | asked | ordered | Q(section__in=terms.sections_of(post.code))
    try:
        scope.districts(post)
    except scope.OutOfSight:
        return rows.filter(mine)
    return rows.filter(mine | Q(place__path__startswith=post.place.path))


def is_chair(post_id: int | None, review: Review) -> bool:
    """Tell whether a post takes the chair of `review`, or is the deputy named for it."""
    return post_id is not None and post_id in (review.chair_id, review.deputy_id)


def need_chair(review: Review, by: Actor) -> tuple[int, int]:
    """Return person and post of who takes the chair; raises NotAllowed for anybody else, assistants too."""
    if by.user_id is None or by.post_id is None or by.assists or not is_chair(by.post_id, review):
        raise NotAllowed(review.stream)
    return by.user_id, by.post_id


def may_call(post: Post) -> bool:
    """Tell whether `post` calls reviews of its own place."""
    if post.role == Role.OFFICER:
        department = post.department.slug if post.department else ""
        return post.level >= CALLING_LEVEL and department in scope.DEPARTMENTS
    return post.role in CALLERS and (post.role != Role.HEAD or _is_ours(post))


def may_answer(by: Actor, item: AgendaItem) -> bool:
    """Tell whether `by` answers for a subject: who holds its owner's post, or one above it; an assistant does not."""
    if by.post_id is None or by.user_id is None or by.assists or item.owner is None:
        return False
    return by.post_id == item.owner_id or offices.is_above(offices.get(by.post_id), item.owner)


def may_order(owner: Post, review: Review) -> bool:
    """Tell whether a decision of `review` can be given to `owner`.

    A post that is there, opens these pages and does not stand above the chair; to the chair itself only where a deputy
    can look at its proof.
    """
    if owner.abolished_at is not None or owner.role not in READERS:
        return False
    if owner.pk == review.chair_id:
        return review.deputy_id is not None
    return owner.pk == review.deputy_id or not offices.is_above(owner, review.chair)


def _is_ours(post: Post) -> bool:
    return post.department is not None and post.department.slug in scope.DEPARTMENTS


def _chairs(rows: Sequence[Case], by: Actor) -> Mapping[int, str]:
    """Return to which decisions `by` stands as the chair of their review; nobody who only assists the chair."""
    if by.post_id is None or by.assists:
        return {}
    mine = Q(review__chair=by.post_id) | Q(review__deputy=by.post_id)
    found = Decision.objects.filter(mine, case__in=[one.pk for one in rows])
    return dict.fromkeys(found.values_list("case", flat=True), CHAIR)


cases.RELATED[KIND] = _chairs
