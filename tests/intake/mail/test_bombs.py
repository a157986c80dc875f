"""Mails made to keep the reader busy or to fill its memory: each is read soon, as its head and beginning."""

import time

import pytest
from tests.intake.mail import post

from shramsetu.intake.mail.rules import letter, words

MB = 1_000_000
HEAD = f"From: a@b.example\nTo: {post.OURS}\nSubject: s\n".encode()
MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"
BOMBS = {
    # the words of such a line are parted in time that grows with its square: 100 kB took minutes
    "words": HEAD + b'Content-Type: multipart/mixed; x="' + b";" * MB + b"\n\nx",
    "words_of_a_part": HEAD
    + MIXED
    + b'--b\nContent-Disposition: attachment; filename="'
    + b";" * MB
    + b"\n\nx\n--b--\n",
    "parts": HEAD + MIXED + b"--b\n\n" * (2 * MB) + b"--b--\n",
    "lines": HEAD + b"\n" + b"\n" * (20 * MB),
    "lines_in_levels": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(38))
    + b"\n" * (10 * MB),
    "heads": HEAD + b"a: b\n" * (2 * MB) + b"\nx",
    "one_line_of_the_head": HEAD + b"X: " + b"a " * (5 * MB) + b"\n\nx",
    "brackets": b"From: " + b"(" * 7_000 + b"a@b.example\n" + HEAD + b"\nx",
    "encoded_words": HEAD + b"Cc: " + b"=?utf-8?q?a?= " * MB + b"\n\nx",
}


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_read_soon(name: str) -> None:
    began = time.process_time()
    found = letter.read(BOMBS[name])
    letter.fingerprint(BOMBS[name])
    assert (found.sender in {"a@b.example", ""}, len(found.to) <= 1, found.answers) == (True, True, [])
    assert len(found.text) <= words.TEXT_MOST
    assert time.process_time() - began < 10


def test_what_was_not_read_is_said() -> None:
    assert letter.read(BOMBS["parts"]).left_out == ("structure",)
    assert letter.read(BOMBS["lines_in_levels"]).left_out == ("structure",)


def test_people_may_write_about_boundaries_and_send_large_files() -> None:
    assert letter.read(post.raw(text="The boundary wall fell. " * 100)).left_out == ()
    made = post.letter()
    made.add_attachment(
        b"%PDF-1.4" + bytes(15 * MB) + b"%%EOF", maintype="application", subtype="pdf", filename="a.pdf"
    )
    found = letter.read(made.as_bytes())
    assert (found.left_out, len(found.parts[0].content)) == ((), 15 * MB + 13)


def test_thousands_of_quoted_lines_are_told_apart_soon() -> None:
    began = time.process_time()
    assert words.own(">\n" * 9_000 + "x") == "x"
    assert time.process_time() - began < 2
