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


def show_floor() -> None:
    """Let the open wallboards and call logs fetch their figures again."""
    _notify(LIVE, "@floor")


def _notify(channel: str, payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])
