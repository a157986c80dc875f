import io

import pytest
from django.core.management import CommandError, call_command
from tests import cast

from shramsetu.offices import actions
from shramsetu.offices import queries as posts
from shramsetu.offices.models import Charge, Role, User

pytestmark = pytest.mark.django_db


def run() -> str:
    told = io.StringIO()
    call_command("administrator", "asha", "आशा वर्मा", stdout=told)
    return told.getvalue()


def test_the_first_administrator_gets_the_post_and_a_password_to_change() -> None:
    held = Charge.objects.get(post=posts.of_role(Role.ADMINISTRATOR)[0], to_at=None)
    actions.relieve(held, by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    password = run().split()[-1]
    user = User.objects.get(username="asha")
    assert (user.check_password(password), user.password_given) == (True, True)
    assert [post.role for post in posts.posts_of(user, cast.MONDAY.replace(year=2030))] == [Role.ADMINISTRATOR]


def test_where_the_post_is_held_nobody_is_added() -> None:
    with pytest.raises(CommandError, match="पद भरा है"):
        run()
    assert not User.objects.filter(username="asha").exists()
