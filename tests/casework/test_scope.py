"""A compiled question sees what the scope's query set sees, for every kind of post, and never with another's values."""

import pytest
from tests import cast

from shramsetu.casework import queries, scope
from shramsetu.casework.models import Bar, Case
from shramsetu.grievances.filing import Someone
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, Role
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
AGRA = 118
SITA = Someone(name="सीता देवी", phone="+919999900002")


def seats() -> list[Actor]:
    """Return somebody of each role, twice where the role has two posts in different places."""
    found: list[Actor] = []
    for role in Role.values:
        posts = Post.objects.filter(role=role, abolished_at=None).select_related("place").order_by("-place__path", "id")
        chosen = {post.place_id: post for post in posts[:400]}
        found += [cast.seat(post).actor for post in list(chosen.values())[:2]]
    return found


def cases() -> list[Case]:
    """Return cases of two districts, a sealed one, one that names somebody, and a question to a service centre."""
    near = cast.complaint()
    far = cast.complaint(complainants=(SITA,), district=places.district(AGRA), text="राशन नहीं मिला")
    sealed = cast.complaint(complainants=(SITA,), sealed=True, text="अधिकारी ने पैसे माँगे")
    named = cast.complaint(complainants=(SITA,), text="किसी ने धमकाया")
    Bar(case=named, post_id=near.holder_id).save()
    own = cast.complaint(by=cast.desk(Role.CSC), channel="csc", text="केंद्र से दर्ज")
    return [near, far, sealed, named, own]


def test_the_compiled_scope_is_the_scope() -> None:
    made = cases()
    seen: set[int] = set()
    for by in [*seats(), *(cast.holder_of(case) for case in made)]:
        visible = set(queries.cases_visible_to(by).values_list("pk", flat=True))
        assert {case.pk for case in made if queries.visible(case.number, by)} == visible, by
        seen |= visible
    assert seen == {case.pk for case in made}


def test_posts_of_one_shape_do_not_share_what_they_see() -> None:
    near, far = cases()[:2]
    here, there = cast.holder_of(near), cast.holder_of(far)
    assert scope.of(here).role == scope.of(there).role
    for by, own, other in [(here, near, far), (there, far, near), (here, near, far)]:
        assert queries.visible(own.number, by) == own
        assert queries.visible(other.number, by) is None
