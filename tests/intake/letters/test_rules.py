"""What a machine read becomes a draft in which every doubtful word is seen, and nothing is taken from such a word."""

from datetime import date

import pytest

from shramsetu.intake.letters import rules
from shramsetu.intake.letters.rules import Found, Word

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
LETTER = """सेवा में, सहायक श्रमायुक्त, कानपुर नगर
पत्रांक: श्र.सं./214 दिनांक: 12 नवंबर 2026
विषय: तीन माह की मज़दूरी न मिलने के संबंध में।
मोबाइल: 99999 00001
प्रार्थी
रमेश कुमार
ग्राम बिठूर"""


def row(par: int, line: int, sure: str, text: str, *, end: int = 900) -> str:
    return f"5\t1\t1\t{par}\t{line}\t1\t100\t0\t{end - 100}\t9\t{sure}\t{text}"


def test_a_line_that_reaches_the_margin_goes_on_in_the_next() -> None:
    rows = [row(1, 1, "96.5", "तीन"), row(1, 2, "95", "माह", end=300), row(1, 3, "96", "से"), row(2, 4, "90", "अतः")]
    lines = rules.words_of("\n".join([HEAD, *rows, row(2, 4, "96", " ")]))
    assert [[word.text for word in line] for line in lines] == [["तीन", "माह"], ["से"], ["अतः"]]
    assert lines[0][0] == Word("तीन", 96)


@pytest.mark.parametrize("torn", ["", "5\t1\t1", row(1, 1, "x", "तीन").replace("5\t", "4\t", 1), "\x00\t" * 11])
def test_a_torn_table_is_no_word(torn: str) -> None:
    assert rules.words_of(torn) == []


def test_doubtful_words_stand_in_brackets_and_numbers_sooner() -> None:
    line = [Word("मज़दूरी", 80), Word("श्रमायुक्त", 79), Word("54,000", 89), Word("२१४", 95), Word("[झूठ?]", 10)]
    text = rules.draft([[line]], 80, most=500)
    assert text == "मज़दूरी [श्रमायुक्त?] [54,000?] २१४ [[झूठ?]?]"
    assert rules.words_of(row(1, 1, "10", "[झूठ?]")) == [[Word("(झूठ?)", 10)]]  # no page writes our brackets
    assert rules.unsure("मज़दूरी [श्रमायुक्त?] [54,000?] २१४") == ["श्रमायुक्त", "54,000"]


def test_a_long_draft_ends_at_a_whole_word() -> None:
    assert rules.draft([[[Word("तीन", 96), Word("मज़दूरी", 10)]]], 80, most=8) == "तीन"


def test_what_letters_have_is_found() -> None:
    subject = "तीन माह की मज़दूरी न मिलने के संबंध में"
    assert rules.find(LETTER) == Found("रमेश कुमार", subject, "श्र.सं./214", date(2026, 11, 12), "9999900001")


def test_nothing_is_taken_from_a_doubtful_word() -> None:
    doubtful = LETTER.replace("99999 00001", "[9999900007?]").replace("रमेश", "[रमेष?]").replace("12 नवंबर", "[72?] नवंबर")
    found = rules.find(doubtful)
    assert (found.name, found.phone, found.on) == ("", "", None)


@pytest.mark.parametrize(
    ("written", "on"),
    [("दिनांक 05/11/2026", date(2026, 11, 5)), ("दिनांक: ५.११.२६", date(2026, 11, 5)), ("दिनांक: 31/02/2026", None)],
)
def test_dates_as_people_write_them(written: str, on: date | None) -> None:
    assert rules.find(written).on == on


def test_of_two_phones_none_is_chosen() -> None:
    assert rules.find("मोबाइल 9999900001, ठेकेदार 9999900002").phone == ""
