"""The store of sessions finds what Django's finds: no session of yesterday, none that nobody began."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shramsetu.offices.sessions import SessionStore

pytestmark = pytest.mark.django_db


def begun() -> str:
    store = SessionStore()
    store["word"] = "सेतु"
    store.save()
    return store.session_key or ""


def test_a_session_is_found_by_its_key_in_one_query() -> None:
    key = begun()
    with CaptureQueriesContext(connection) as asked:
        assert SessionStore(key)["word"] == "सेतु"
    assert len(asked) == 1


def test_neither_an_expired_session_nor_an_unknown_key_is_found() -> None:
    key = begun()
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    for one in (key, "x" * 32):
        store = SessionStore(one)
        assert store.get("word") is None
        assert store.session_key is None
