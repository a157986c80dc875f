"""Pages and scripts go out packed to who can unpack them."""

import gzip
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PACKED = {"Accept-Encoding": "gzip, deflate, br"}
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+')
SCRIPT = "/static/shramsetu/js/listen.js"


def body(answer: object) -> bytes:
    return b"".join(answer) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined, call-overload, no-any-return]


@pytest.mark.parametrize("address", ["/schemes/", SCRIPT])
def test_a_phone_gets_the_same_words_in_fewer_bytes(client: Client, address: str) -> None:
    plain, packed = client.get(address), client.get(address, headers=PACKED)
    assert ("Content-Encoding" in plain.headers, packed["Content-Encoding"]) == (False, "gzip")
    said, sent = body(plain), body(packed)
    assert TOKEN.sub(b"", gzip.decompress(sent)) == TOKEN.sub(b"", said)
    assert (int(packed["Content-Length"]), packed["Vary"].count("Accept-Encoding")) == (len(sent), 1)
    assert "Accept-Encoding" in plain["Vary"]
    assert len(sent) * 2.3 < len(said)


def test_the_length_of_a_page_differs_from_answer_to_answer(client: Client) -> None:
    assert len({len(client.get("/schemes/", headers=PACKED).content) for _ in range(12)}) > 1


def test_a_script_that_did_not_change_is_not_sent_again(client: Client) -> None:
    known = client.get(SCRIPT, headers=PACKED)["ETag"]
    again = client.get(SCRIPT, headers={**PACKED, "If-None-Match": known})
    assert (again.status_code, body(again)) == (304, b"")


@pytest.mark.parametrize("address", ["/api/v1/categories", "/static/shramsetu/fonts/sans-latin.woff2"])
def test_what_is_packed_already_or_read_by_programs_stays_as_it_is(client: Client, address: str) -> None:
    answer = client.get(address, headers=PACKED)
    assert (answer.status_code, "Content-Encoding" in answer.headers, bool(body(answer))) == (200, False, True)


def test_who_asks_for_the_head_alone_reads_the_length_of_the_whole(client: Client) -> None:
    assert "Content-Encoding" not in client.head("/schemes/", headers=PACKED).headers
