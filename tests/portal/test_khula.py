"""The open data of a month: files that stay, described so that a program can read them."""

import csv
import hashlib
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from shramsetu.insight import measures
from shramsetu.insight.models import PublicClaims, PublicMonth

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, 6, tzinfo=UTC)
MONTH = date(2026, 10, 1)
HERE = "/khula-data/2026-10"


@pytest.fixture(autouse=True)
def _published() -> None:
    full = dict.fromkeys(measures.PUBLIC, 40)
    PublicMonth.objects.create(month=MONTH, rows={"UP": full, "157": {**full, "received": None}}, made_at=AT)
    rows = [["marriage", None, 30, 12, 0], ["marriage", 157, 30, None, 0]]
    PublicClaims.objects.create(month=MONTH, rows=rows, made_at=AT)


def get(client: Client, path: str) -> Any:
    return client.get(f"{HERE}/{path}")


def test_the_page_names_each_month_and_its_files(client: Client) -> None:
    text = client.get("/khula-data/").content.decode()
    assert "अक्टूबर 2026" in text
    linked = [f"{HERE}/{name}" for name in ("complaints.csv", "claims.json", "datapackage.json")]
    assert [name for name in linked if name not in text] == []
    assert client.get("/open-data/").headers["Location"] == "/khula-data/"


def test_without_a_month_the_page_says_when_the_first_comes(client: Client) -> None:
    PublicMonth.objects.all().delete()
    PublicClaims.objects.all().delete()
    assert "अभी कोई महीना" in client.get("/khula-data/").content.decode()
    assert client.get("/open-data/claims.csv").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/khula-data/2026-09/claims.csv",
        "/khula-data/2026-13/claims.csv",
        "/khula-data/2026-10-01/claims.csv",
        "/khula-data/now/datapackage.json",
        "/khula-data/2026-10/persons.csv",
        "/khula-data/2026-10/claims.xlsx",
    ],
)
def test_what_was_not_published_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_withheld_is_a_star_in_the_table_and_null_in_json(client: Client) -> None:
    lines = get(client, "claims.csv").content.decode("utf-8-sig").split()
    assert lines == ["scheme,district_lgd,received,sanctioned,paid", "marriage,,30,12,0", "marriage,157,30,*,0"]
    assert get(client, "claims.json").json()[1] == {
        "scheme": "marriage",
        "district_lgd": 157,
        "received": 30,
        "sanctioned": None,
        "paid": 0,
    }
    (row,) = get(client, "complaints.json").json()
    assert (row["lgd_code"], row["received"], row["disposed"]) == (157, None, 40)


def test_the_package_describes_every_file_as_it_is(client: Client) -> None:
    said = get(client, "datapackage.json").json()
    assert (said["profile"], said["licenses"][0]["name"], said["withheld_under"]) == ("data-package", "GODL-India", 11)
    paths = [one["path"] for one in said["resources"]]
    assert paths == ["complaints.csv", "complaints.json", "claims.csv", "claims.json"]
    for one in said["resources"]:
        body = get(client, one["path"]).content
        assert (one["bytes"], one["hash"]) == (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}")


def test_every_value_is_of_the_type_that_the_schema_says(client: Client) -> None:
    for one in get(client, "datapackage.json").json()["resources"]:
        if one["format"] != "csv":
            continue
        fields, missing = one["schema"]["fields"], one["schema"]["missingValues"]
        head, *rows = csv.reader(io.StringIO(get(client, one["path"]).content.decode(one["encoding"])))
        assert head == [field["name"] for field in fields]
        assert all(field["description"] for field in fields)
        read = {"integer": int, "number": float, "string": str}
        for field, value in ((field, value) for row in rows for field, value in zip(fields, row, strict=True)):
            if value not in missing:
                read[field["type"]](value)
            else:
                assert "required" not in field.get("constraints", {})


def test_a_month_asks_the_database_as_often_however_many_there_are(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    PublicMonth.objects.bulk_create(
        PublicMonth(month=date(2025, month, 1), rows={}, made_at=AT) for month in range(1, 13)
    )
    with django_assert_max_num_queries(8):
        client.get("/khula-data/")
