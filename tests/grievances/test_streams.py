"""Streams of references: which one a complaint belongs to, its own number there, and the time the stream allows."""

import pytest
from django.db import transaction
from tests import cast
from tests.cast import MONDAY

from shramsetu import rulebook
from shramsetu.casework import redue, series
from shramsetu.casework.models import Case, Series
from shramsetu.grievances.actions import numbering
from shramsetu.grievances.models import Reference
from shramsetu.grievances.prepare import BadFiling
from shramsetu.grievances.prepare import filing as prepared
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


def test_a_call_belongs_to_the_helpline_and_counts_nothing() -> None:
    case = cast.complaint()
    assert (case.reference_kind, Reference.objects.count()) == ("cm-helpline", 0)
    assert numbering.said(case, None) == f"CMH-{case.number}"


def test_a_letter_of_the_cm_office_has_its_own_number_and_the_senders() -> None:
    first = cast.complaint(channel="post", stream="cm-office", outside_number="मु.का./412", outside_on=MONDAY.date())
    second = cast.complaint(channel="post", stream="cm-office")
    rows = [Reference.objects.get(pk=case.pk) for case in (first, second)]
    assert [row.number for row in rows] == ["CMO/2026/000001", "CMO/2026/000002"]
    assert (rows[0].outside_number, rows[0].outside_on) == ("मु.का./412", MONDAY.date())
    assert numbering.said(first, rows[0]) == "CMO/2026/000001"


def test_a_number_taken_back_is_given_again() -> None:
    sid = transaction.savepoint()
    assert series.following("dak:9", 2026) == 1
    transaction.savepoint_rollback(sid)
    with transaction.atomic():
        given = [series.following("dak:9", 2026), series.following("dak:9", 2026), series.following("dak:9", 2027)]
    assert given == [1, 2, 1]
    assert list(Series.objects.filter(name="dak:9").order_by("year").values_list("year", "last")) == [
        (2026, 2),
        (2027, 1),
    ]


def test_the_senders_number_of_a_sealed_matter_is_encrypted() -> None:
    case = cast.complaint(channel="post", stream="dm", outside_number="DM-77", sealed=True)
    kept = Reference.objects.get(pk=case.pk)
    assert kept.number == "DMO/2026/000001"
    assert "DM-77" not in kept.outside_number


def test_a_stream_shortens_the_first_level_and_no_other() -> None:
    plain = cast.complaint(channel="desk")
    case = cast.complaint(channel="desk", stream="samadhan-diwas")
    book = rulebook.book()
    assert (plain.limit_key, case.limit_key) == ("wages-not-paid.L1", "stream:samadhan-diwas.L1")
    assert case.due_at is not None
    assert plain.due_at is not None
    assert case.due_at <= plain.due_at
    assert book.limit("stream:samadhan-diwas", 1, MONDAY.date()).amount == 7
    cast.take(case, "escalate", by=cast.Actor(role="system"), at=case.due_at)
    assert case.limit_key == "wages-not-paid.L2"


def test_a_longer_limit_of_a_stream_changes_nothing() -> None:
    case = cast.complaint(channel="post", stream="pg-portal")
    assert case.limit_key == "wages-not-paid.L1"


def test_the_due_time_of_a_stream_is_reckoned_anew_by_its_own_rule() -> None:
    case = cast.complaint(channel="desk", stream="samadhan-diwas")
    assert list(redue.changes([case], at=MONDAY)) == []
    Case.objects.filter(pk=case.pk).update(due_at=MONDAY.replace(hour=9))
    case.refresh_from_db()
    (change,) = redue.changes([case], at=MONDAY)
    assert (change.due.key, change.days) == ("stream:samadhan-diwas.L1", 7)


def test_the_doors_refuse_a_stream_that_is_none() -> None:
    values = {"category": cast.WAGES, "text": "तीन महीने से मज़दूरी नहीं मिली।", "complainant": {"name": "रमेश"}}
    assert prepared({**values, "stream": "dm", "outside_number": "7/26"}, at=MONDAY).stream == "dm"
    with pytest.raises(BadFiling) as refused:
        prepared({**values, "stream": "moon"}, at=MONDAY)
    assert set(refused.value.errors) == {"stream"}
    with pytest.raises(rulebook.NoRule):
        cast.complaint(stream="moon")


def test_the_operators_page_names_the_stream_on_the_case() -> None:
    from django.test import Client

    from shramsetu.offices.models import User

    case = cast.complaint(channel="post", stream="government", outside_number="शासन-9")
    client = Client()
    client.force_login(User.objects.get(pk=cast.desk(Role.OPERATOR).user_id or 0))
    page = client.get(f"/desk/case/{case.number}/").content.decode()
    assert "GOV/2026/000001" in page
    assert "शासन-9" in page
