"""`shramsetu names`: pairs of a file judged line by line, and stored keys made anew."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from tests import cast
from tests.bonded import room

from shramsetu.bonded.models import SurvivorKeys
from shramsetu.casework import search
from shramsetu.casework.models import Case, SearchText
from shramsetu.people import actions, pairs, queries
from shramsetu.people.models import Person

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
GOOD = "नाम 1\tName 2\nराम\tरमा\nराजेश कुमार यादव\tRajesh Kr Yadava\tx\n"


def compared(folder: Path, content: bytes, *options: str) -> list[list[str]]:
    path, out = folder / "pairs.tsv", StringIO()
    path.write_bytes(content)
    try:
        call_command("names", "compare", str(path), *options, stdout=out)
    except CommandError as error:
        out.write(f"error\t{error}\n")
    return [line.split("\t") for line in out.getvalue().splitlines()]


def test_each_pair_has_a_likeness_a_verdict_and_a_reason(tmp_path: Path) -> None:
    head, first, second = compared(tmp_path, GOOD.encode())
    assert head == ["पंक्ति", "समानता", "निर्णय", "पहला नाम", "दूसरा नाम", "कारण"]
    assert first[2:] == ["different · अलग", "राम", "रमा", "«राम» और «रमा» पुरुष और स्त्री के अलग नाम"]
    assert second == [
        "3", "1.00", "same · एक ही", "राजेश कुमार यादव", "Rajesh Kr Yadava", "बोलने में एक ही नाम", "x"
    ]  # fmt: skip
    english = compared(tmp_path, GOOD.encode(), "--language", "en")
    assert english[1][2:] == ["different", "राम", "रमा", "‘राम’ and ‘रमा’ are a man’s and a woman’s names"]


def test_a_bad_line_is_named_and_no_other_is_lost(tmp_path: Path) -> None:
    content = "राम\tRam\r\n\r\nअकेला\nसीता\t\n".encode() + b"\xff\xe0\tx\n" + "सीता\tSita".encode()
    rows = compared(tmp_path, content)
    assert [row[:3] for row in rows[1:-1]] == [
        ["1", "1.00", "same · एक ही"],
        ["3", "✗", "✗"],
        ["4", "✗", "✗"],
        ["5", "✗", "✗"],
        ["6", "1.00", "same · एक ही"],
    ]
    assert rows[2][5] == "पंक्ति 3: दो स्तंभ चाहिए, बीच में टैब"
    assert rows[-1] == ["error", "2 जोड़े परखे गए, 3 पंक्तियाँ ग़लत हैं (ऊपर ✗ से देखें)"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_as_spreadsheets_write_them_are_read(tmp_path: Path, encoding: str) -> None:
    assert compared(tmp_path, GOOD.encode(encoding)) == compared(tmp_path, GOOD.encode())


def test_kruti_dev_is_read_in_one_column_or_both(tmp_path: Path) -> None:
    one = compared(tmp_path, b"f'ko dqekj\tShiv Kumar\n", "--krutidev", "first")
    assert one[1][1:5] == ["1.00", "same · एक ही", "शिव कुमार", "Shiv Kumar"]
    both = compared(tmp_path, "lqjsUæ pkS/kjh\tlqjsUnz pkS/kjh\n".encode("cp1252"), "--krutidev")
    assert both[1][2:5] == ["same · एक ही", "सुरेन्द्र चौधरी", "सुरेन्द्र चौधरी"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="यह फ़ाइल नहीं पढ़ी जा सकी"):
        call_command("names", "compare", str(tmp_path / "none.tsv"))


@given(content=st.binary(max_size=200))
def test_no_line_of_any_file_is_lost(content: bytes) -> None:
    found = list(pairs.lines(content))
    numbers = [line.number for line in found]
    assert numbers == sorted(set(numbers))


@pytest.mark.django_db
def test_rekey_makes_stored_keys_anew_and_only_once() -> None:
    person = actions.find_or_make(name="राजनाथ सिंह", phone="", at=AT)
    erased = Person.objects.create(name="", keys=[], made_at=AT, erased_at=AT)
    Person.objects.filter(pk=person.pk).update(keys=["rgyt", "sng"])
    out = StringIO()
    call_command("names", "rekey", stdout=out)
    assert "✓ people: 1 " in out.getvalue()
    assert queries.called("Rajnath Singh").get() == person
    assert Person.objects.get(pk=erased.pk).keys == []
    again = StringIO()
    call_command("names", "rekey", stdout=again)
    assert "✓ people: 0 " in again.getvalue()


@pytest.mark.django_db
def test_rekey_finds_a_complaint_by_a_word_that_sounds_otherwise_now() -> None:
    case = cast.complaint(text="राजनाथ ने दो महीने से मज़दूरी नहीं दी है")
    SearchText.objects.filter(case=case).delete()
    search.index(case, "पुराना")
    assert not search.containing(Case.objects.all(), "Rajnath").exists()
    out = StringIO()
    call_command("names", "rekey", stdout=out)
    assert "✓ words of complaints: 1 " in out.getvalue()
    assert search.containing(Case.objects.all(), "Rajnath पुराना").get() == case


@pytest.mark.django_db
def test_rekey_finds_a_freed_person_again() -> None:
    found = room.certified()
    kept = SurvivorKeys.objects.get(survivor=found).keys
    SurvivorKeys.objects.filter(survivor=found).update(keys=["stale"])
    call_command("names", "rekey", stdout=StringIO())
    assert SurvivorKeys.objects.get(survivor=found).keys == kept
