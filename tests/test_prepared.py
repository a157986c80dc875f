"""A compiled question answers as its query set does, whatever the values."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from shramsetu.journal.models import Entry
from shramsetu.places.models import Place
from shramsetu.prepared import Rows

pytestmark = pytest.mark.django_db
NAMED = Rows(
    lambda kind, code: Place.objects.filter(kind=kind, lgd_code=code).select_related("parent"), kind=str, code=int
)


def test_answers_are_those_of_the_query_set() -> None:
    for place in Place.objects.filter(kind="district").order_by("id")[:20]:
        found = NAMED.all(kind="district", code=place.lgd_code)
        assert found == [place]
        assert {name: value for name, value in vars(found[0]).items() if name != "_state"} == {
            name: value for name, value in vars(place).items() if name != "_state"
        }
    assert NAMED.all(kind="district", code=1) == []
    assert NAMED.first(kind="district", code=1) is None


def test_one_query_brings_what_is_selected_with_it() -> None:
    place = Place.objects.filter(kind="district").order_by("id")[0]
    with CaptureQueriesContext(connection) as asked:
        found = NAMED.first(kind="district", code=place.lgd_code)
        assert found is not None
        assert found.parent is not None
        assert found.parent.name_en
    assert len(asked) == 1


def test_tuples_flat_values_and_annotations() -> None:
    flat = Rows(lambda kind: Place.objects.filter(kind=kind).order_by("id").values_list("pk", flat=True), kind=str)
    pairs = Rows(lambda kind: Place.objects.filter(kind=kind).order_by("id").values_list("pk", "name_en"), kind=str)
    named = Rows(lambda pk: Place.objects.filter(pk=pk).annotate(above=F("parent__name_en")), pk=int)
    places = list(Place.objects.filter(kind="mandal").order_by("id"))
    assert flat.all(kind="mandal") == [one.pk for one in places]
    assert pairs.all(kind="mandal") == [(one.pk, one.name_en) for one in places]
    assert [vars(one)["above"] for one in named.all(pk=places[0].pk)] == [places[0].parent.name_en]  # type: ignore[union-attr]


def test_json_and_times_come_back_as_the_model_has_them() -> None:
    at = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    detail = {"level": 2, "flags": ["copied_text"]}
    Entry.objects.create(
        stream="t", seq=1, verb="v", by="b", role="r", at=at, detail=detail, head=b"1", private_digest=b""
    )
    since = Rows(lambda stream, at: Entry.objects.filter(stream=stream, at__gte=at), stream=str, at=datetime)
    found = since.first(stream="t", at=at)
    assert found is not None
    assert (found.detail, found.at) == (detail, at)


def test_a_number_too_large_for_its_column_finds_nothing() -> None:
    codes = Rows(lambda code: Place.objects.filter(lgd_code=code), code=int)
    assert codes.all(code=2**31) == []
    assert codes.all(code=10**30) == []


def test_what_never_changes_stands_in_the_statement() -> None:
    named = Rows(lambda kind: Place.objects.filter(kind=kind).exclude(name_en="100% 'other'").order_by("id"), kind=str)
    assert named.all(kind="mandal") == list(Place.objects.filter(kind="mandal").order_by("id"))
    with CaptureQueriesContext(connection) as asked:
        named.all(kind="mandal")
    assert "'100% ''other'''" in asked[0]["sql"]
    assert "'mandal'" not in named._plan.sql  # type: ignore[union-attr]


def test_slots_must_be_named_and_used() -> None:
    with pytest.raises(TypeError, match="slots are kind, code"):
        NAMED.all(code=1)
    unused = Rows(lambda kind: Place.objects.all(), kind=str)  # noqa: ARG005 - that it is not used is the point
    with pytest.raises(ValueError, match="does not use kind"):
        unused.all(kind="mandal")
