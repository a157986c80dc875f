"""A statement and its limbs are kept as they were taken: a review adds, and a finding names what it rests on."""

import pytest
from django.db import connection
from tests import cast
from tests.bonded import room
from tests.room import at_desk, text_of

from shramsetu.bonded import persons
from shramsetu.bonded.actions import findings, versions
from shramsetu.bonded.models import Finding, StatementVersion, Survivor

pytestmark = pytest.mark.django_db
OLD, NEW = "अपनी इच्छा से, पूरी मज़दूरी पर", "ताला लगा रहता था"


def under_review() -> Survivor:
    one = room.refused()
    room.take(one, "ask_review", by=room.officer("labour_officer"), reason="गवाह अब बोलने को तैयार है।")
    return one


def record(one: Survivor, words: str, **said: dict[str, str]) -> None:
    one.case.refresh_from_db()
    told = findings.Statement(words={"statement": words}, columns={"laboured": True}, **said)  # type: ignore[arg-type]
    findings.record(one, told, seen=one.case.revision, by=room.officer("labour_officer"), at=room.AT)


def test_in_review_statement_and_limbs_are_only_added_to() -> None:
    one = under_review()
    record(one, "डर से पहले नहीं बताया", for_it={"movement": NEW, "advance": "20,000"}, against_it={"wages": "दूसरा कारण"})

    found = findings.limbs_of(one)
    assert found.for_it == {"movement": NEW, "advance": "20,000"}
    assert found.against_it["movement"] == OLD, "what stood there is not taken away"
    assert found.against_it["wages"] == f"{OLD}\nदूसरा कारण"
    assert persons.sealed_part(one)["statement"] == "दो साल से भट्ठे पर\nडर से पहले नहीं बताया"
    record(one, "दो साल से भट्ठे पर\nडर से पहले नहीं बताया", against_it={"wages": f"{OLD}\nदूसरा कारण"})
    assert persons.sealed_part(one)["statement"] == "दो साल से भट्ठे पर\nडर से पहले नहीं बताया", "nothing stands twice"


def test_before_a_finding_a_statement_may_be_put_right() -> None:
    one = room.freed()
    room.take(one, "secure")
    room.stated(one)
    record(one, "तीन साल से", for_it={"birth": "यहीं जन्म"})
    assert findings.limbs_of(one).for_it == {"birth": "यहीं जन्म"}
    assert [row.seq for row in versions.listed(one)] == [2, 1], "the first one is kept"


def test_a_finding_rests_on_the_words_that_were_there() -> None:
    one = under_review()
    first = Finding.objects.get(survivor=one)
    assert first.rests_on == 1
    record(one, "नया बयान", for_it={"movement": NEW, "advance": "20,000"})
    room.take(one, "decide_review", by=cast.holder_of(one.case), verdict="bonded", text=room.WHY)
    second = Finding.objects.exclude(pk=first.pk).get(survivor=one)
    first.refresh_from_db()
    assert (first.rests_on, second.rests_on) == (1, 2)
    told = versions.opened(StatementVersion.objects.select_related("survivor__case").get(survivor=one, seq=1))
    assert told["against"]["movement"] == OLD
    assert NEW not in str(told)


def test_a_version_is_read_by_who_reads_the_statement_and_lies_encrypted() -> None:
    one = under_review()
    address = f"/desk/bonded/person/{one.case.number}/statement/1/"
    assert OLD in text_of(at_desk(room.officer("sdm")).get(address))
    assert at_desk(room.officer("sdm")).get(address.replace("/1/", "/9/")).status_code == 404
    assert at_desk(room.officer("sdm", "Agra")).get(address).status_code == 404
    page = at_desk(room.officer("dm")).get(f"/desk/bonded/person/{one.case.number}/finding/")
    assert address in page.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM bonded_statementversion")
        assert OLD not in str(cursor.fetchall())
