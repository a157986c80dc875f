"""Where a case goes next: the officer of a level, the desk of a stage, and by when. Shared by the effects."""

from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework import rules
from shramsetu.casework.models import Bar, Case
from shramsetu.casework.moves import Due, To
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role

TOP = 4


def to_officer(case: Case, level: int, *, at: datetime, state: str = "unmarked") -> To:
    """Lead to the officer of `level` with a fresh limit; a sealed case climbs its own narrow chain instead."""
    holder = sealed_holder(case, level) if case.sealed else officer(case, level, at=at)
    return To(state, holder=holder, level=level, due=level_due(case, level, at=at))


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
        barred=barred(case),
    )
    return found.post


def sealed_holder(case: Case, level: int) -> Post:
    """Return who holds a sealed case: the department's vigilance post, then upwards, never whom it names."""
    named = barred(case)
    assert case.department is not None
    post = offices.vigilance_of(case.department)
    if _names(named, post):
        post = offices.outside()
    for _ in range(level - 1):
        post = offices.above(post, barred=named) or post
    return post


def barred(case: Case) -> offices.Barred:
    """Return the posts and persons that `case` names."""
    if not case.sealed:
        return offices.NOBODY
    rows = list(Bar.objects.filter(case=case).values_list("post_id", "user_id"))
    return offices.Barred(
        posts=frozenset(post for post, _ in rows if post), users=frozenset(user for _, user in rows if user)
    )


def to_desk(case: Case, state: str, role: str, *, at: datetime, key: str) -> To:
    """Lead to the desk of `role`, due by the figure `key`; a sealed case goes to the post above its holder instead."""
    return To(state, holder=desk_for(case, role), due=figure_due(key, at=at))


def desk_for(case: Case, role: str) -> Post:
    """Return the desk of `role` for this case: of the case's own site where there are several."""
    if case.sealed and case.holder is not None:
        return offices.above(case.holder, barred=barred(case)) or case.holder
    return desk(role)


def desk(role: str) -> Post:
    """Return the first desk of `role`; raises NoPost where the office has none."""
    found = offices.of_role(role)
    if not found:
        raise offices.NoPost(role)
    return found[0]


def level_due(case: Case, level: int, *, at: datetime) -> Due:
    """Return the limit of `level` for this category, counted from `at`."""
    found = rules.level_due(case.category, level, at)
    return Due(found.at, found.key, found.from_on, found.source)


def figure_due(key: str, *, at: datetime) -> Due:
    """Return the end of the span that the rulebook writes under `key`, counted from `at`."""
    found = rules.figure_due(key, at)
    return Due(found.at, found.key, found.from_on, found.source)


def at_rest(state: str, outcome: str, *, at: datetime, window: str) -> To:
    """Lead to a closed state whose ways out end when the window `window` of the rulebook does."""
    return To(state, outcome=outcome, rests_until=figure_due(window, at=at).at)


def above(case: Case) -> Post | None:
    """Return the post one up from the holder, skipping whom the case names."""
    return offices.above(case.holder, barred=barred(case)) if case.holder else None


def one_level_up(case: Case, *, at: datetime) -> Post:
    """Return the post that decides what the holder proposes: the next level, for L4 the department's head."""
    assert case.department is not None
    if case.sealed or (case.holder and case.holder.role != Role.OFFICER):
        return above(case) or offices.department_head(case.department)
    if case.level >= TOP:
        return offices.department_head(case.department)
    return officer(case, case.level + 1, at=at)


def _names(named: offices.Barred, post: Post) -> bool:
    return post.pk in named.posts or offices.incumbent_id(post) in named.users
