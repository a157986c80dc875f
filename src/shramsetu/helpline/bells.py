"""Doorbells in the database: to the controllers, and to open pages. They carry ids only, and ring when committed."""

from django.db import connection

TELEPHONY = "telephony"
LIVE = "live"


def ring(node: str, what: str, number: int | str = "") -> None:
    """Wake the controller of `node` (`*`: every one): `call` with its id, `order`, `match`, `agents`."""
    _notify(TELEPHONY, f"{node} {what} {number}".strip())


def show_agent(user_id: int) -> None:
    """Let this agent's open desk fetch its call again, at once."""
    _notify(LIVE, f"@agent {user_id}")


def of_agent(user_id: int) -> tuple[str, str, str, str]:
    """Return what to notify, for a statement that does it by itself, when an agent does something else."""
    return LIVE, f"@agent {user_id}", LIVE, "@floor"


def floor() -> tuple[str, str]:
    """Return what to notify, for a statement that does it by itself, when the floor's figures have changed."""
    return LIVE, "@floor"


def show_floor() -> None:
    """Let the open wallboards and call logs fetch their figures again."""
    _notify(LIVE, "@floor")


def ended() -> None:
    """A call is over: somebody may be free, and the floor has changed."""
    _run("SELECT pg_notify(%s, %s), pg_notify(%s, %s)", LIVE, "@floor", TELEPHONY, "* match")


def _notify(channel: str, payload: str) -> None:
    _run("SELECT pg_notify(%s, %s)", channel, payload)


def _run(statement: str, *given: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
