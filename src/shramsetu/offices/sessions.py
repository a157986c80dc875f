"""Sessions in the database, asked for by a question that is compiled once: every request of the desk asks it."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from shramsetu.prepared import Rows

_SESSIONS = Rows(lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at), key=str, at=datetime)


class SessionStore(DatabaseStore):
    """Django's store; only the way its row is found differs."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSIONS.first(key=self.session_key, at=timezone.now())
        if found is None:
            self._session_key = None
        return found
