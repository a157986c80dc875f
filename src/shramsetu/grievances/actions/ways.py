"""Where a case goes next: the officer of a level, the desk of a stage, and by when. Shared by the effects."""

from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework import queries as cases
from shramsetu.casework import rules
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, To
from shramsetu.grievances.models import Report
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.rulebook.streams import SHELF

TOP = 4


def to_officer(case: Case, level: int, *, at: datetime, state: str = "unmarked") -> To:
    """Lead to the officer of `level` with a fresh limit; a sealed case climbs its own narrow chain instead."""
    return To(state, holder=answerable(case, level, at=at), level=level, due=level_due(case, level, at=at))


def to_first(case: Case, level: int = 1, *, at: datetime) -> To:
    """Lead to the officer of `level`, or to the state desk while the place is unknown."""
    if case.district is None and not case.sealed:
        due = figure_due("grievances.place_unknown_days", at=at, case=case)
        return To("placing", holder=offices.state_desk(), level=1, due=due)
    return to_officer(case, level, at=at)


def answerable(case: Case, level: int, *, at: datetime) -> Post:
    """Return the post that answers for `case` at `level`: of a sealed case one of its narrow chain."""
    return sealed_holder(case, level) if case.sealed else officer(case, level, at=at)


def officer(case: Case, level: int, *, at: datetime) -> Post:
    """Return the post that answers for `case` at `level` today."""
    department = case.department.slug if case.department else ""
    own = rulebook.book().categories[case.category].department == department
    found = offices.routing(
        category=case.category,
        department="" if own else department,
        place=case.place or case.district,
        level=level,
        on=clock.day(at),
        barred=cases.barred(case),
    )
    return found.post


def sealed_holder(case: Case, level: int) -> Post:
    """Return who holds a sealed case: the department's vigilance post, then upwards, never whom it names."""
    return sealed_chain(case, cases.barred(case), level=level)


def sealed_chain(case: Case, named: offices.Barred, *, level: int = 1) -> Post:
    """Return the `level`th post of the chain of a sealed case that names `named`.

    Where the vigilance post or the department's head is named, or a post above either, the outside post of the
    rulebook holds it.
    """
    assert case.department is not None
    post, head = offices.vigilance_of(case.department), offices.department_head(case.department)
    own = (post, head)
    if any(_names(named, one) for one in own) or any(_is_under(one, pk) for one in own for pk in named.posts):
        post = offices.outside()
    for _ in range(level - 1):
        post = offices.above(post, barred=named) or post
    return post


def _is_under(post: Post, above_id: int) -> bool:
    try:
        return offices.is_above(offices.get(above_id), post)
    except offices.NoPost:
        return False


def to_desk(case: Case, state: str, *, role: str, at: datetime, key: str) -> To:
    """Lead to the desk of `role`, due by the figure `key`; a sealed case goes to the post above its holder instead."""
    return To(state, holder=desk_for(case, role), due=figure_due(key, at=at, case=case))


def desk_for(case: Case, role: str) -> Post:
    """Return the desk of `role` for this case: of the case's own site where there are several."""
    if case.sealed and case.holder is not None:
        return offices.above(case.holder, barred=cases.barred(case)) or case.holder
    return desk(role)


def desk(role: str) -> Post:
    """Return the first desk of `role`; raises NoPost where the office has none."""
    found = offices.of_role(role)
    if not found:
        raise offices.NoPost(role)
    return found[0]


# Kinds that are not about a wrong to be righted have one limit each, whatever the category.
OWN_LIMIT = {
    "information": "grievances.information_days",
    "demand": "grievances.demand_days",
    "suggestion": "grievances.suggestion_days",
}


def level_due(case: Case, level: int, *, at: datetime) -> Due:
    """Return the limit of `level` for this category, or of this kind, counted from `at`.

    The first level has no longer than the stream allows by which the case came.
    """
    if case.kind in OWN_LIMIT:
        own = figure_due(OWN_LIMIT[case.kind], at=at, case=case)
    else:
        found = rules.level_due(case.category, level, at)
        own = Due(found.at, found.key, found.from_on, found.source)
    streams = _stream_due(case, at) if level == 1 else None
    return streams if streams is not None and streams.at < own.at else own


def _stream_due(case: Case, at: datetime) -> Due | None:
    stream = rulebook.book().streams.streams.get(case.reference_kind)
    if stream is None or not any(row.from_on <= clock.day(at) for row in stream.limits):
        return None
    found = rules.level_due(f"{SHELF}{stream.slug}", 1, at)
    return Due(found.at, found.key, found.from_on, found.source)


def figure_due(key: str, *, at: datetime, case: Case | None = None) -> Due:
    """Return the end of the span that the rulebook writes under `key`, counted from `at`.

    In an urgent `case` the office has no nights and holidays: its days are of 24 hours each.
    """
    found = rules.figure_due(key, at, urgent=case is not None and case.urgent)
    return Due(found.at, found.key, found.from_on, found.source)


def at_rest(state: str, outcome: str, *, at: datetime, window: str) -> To:
    """Lead to a closed state whose ways out end when the window `window` of the rulebook does."""
    return To(state, outcome=outcome, rests_until=figure_due(window, at=at).at)


def above(case: Case) -> Post | None:
    """Return the post one up from the holder, skipping whom the case names."""
    return offices.above(case.holder, barred=cases.barred(case)) if case.holder else None


def one_level_up(case: Case, *, at: datetime) -> Post:
    """Return the post that decides what the holder proposes: the next level, for L4 the department's head."""
    assert case.department is not None
    head = offices.department_head(case.department)
    if case.sealed or (case.holder and case.holder.role != Role.OFFICER):
        return above(case) or offices.outside()
    found = head if case.level >= TOP else officer(case, case.level + 1, at=at)
    return found if case.holder is None or found.pk != case.holder.pk else above(case) or head


def reviewer(case: Case) -> Post:
    """Return who reviews what the last level reported: the department's head, or above where the head reported."""
    assert case.department is not None
    if case.sealed:
        return above(case) or offices.outside()
    head, named = offices.department_head(case.department), _authors(case)
    return offices.above(head, barred=named) or head if _names(named, head) else head


def _authors(case: Case) -> offices.Barred:
    """Return the post and person behind the last report."""
    last = Report.objects.filter(case=case, kind=Report.Kind.FINAL).order_by("-at", "-id").first()
    if last is None:
        return offices.NOBODY
    user = last.by.removeprefix("user:").partition("@")[0]
    return offices.Barred(frozenset({last.post_id}), frozenset({int(user)} if user.isdigit() else ()))


def is_named(case: Case, post: Post) -> bool:
    """Return whether `case` names this post or who sits in it."""
    return _names(cases.barred(case), post)


def _names(named: offices.Barred, post: Post) -> bool:
    return post.pk in named.posts or offices.incumbent_id(post) in named.users
