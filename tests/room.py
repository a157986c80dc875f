"""Sits somebody down at the desk: a client of the site that acts for a post."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices import access
from shramsetu.offices.models import Charge, Post, Role, User


def at_desk(actor: Actor) -> Client:
    """Return a client in which `actor` acts for their post."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    session = client.session
    now = timezone.now().timestamp()
    charge = Charge.objects.get(post=actor.post_id, user=actor.user_id, to_at=None)
    session[access.BEGAN], session[access.SEEN], session[access.CHARGE] = now, now, charge.pk
    session.save()
    return client


def holder(case: Case) -> Client:
    """Return the client of whoever holds `case`."""
    return at_desk(cast.holder_of(case))


def of_role(role: Role) -> Client:
    """Return the client of a member of the first desk of `role`."""
    return at_desk(cast.desk(role))


def assistant_of(post: Post) -> tuple[Client, Actor]:
    """Give `post` an assistant and sit them down."""
    user = User.objects.create(username=f"assistant-{post.pk}", name_hi="सहायक राम", joined_at=timezone.now())
    Charge.objects.create(post=post, user=user, kind=Charge.Kind.ASSISTANT, from_at=timezone.now())
    actor = Actor(role=post.role, user_id=user.pk, post_id=post.pk, assists=True)
    return at_desk(actor), actor


def queries_of(client: Client, address: str) -> int:
    """Return how many queries a page takes, once everything that is kept in memory is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len([one for one in found if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def text_of(response: object) -> str:
    """Return the page as text."""
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]
