"""Reading mails: what people write comes out as they wrote it, and nothing that anybody sends stops the reading."""

import base64
import time
import zlib
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.mail import post

from shramsetu.intake.mail.rules import charsets, headers, letter, words

HINDI = "मेरी मज़दूरी नहीं मिली, कृपया मदद करें।"


def body(content: bytes, *, coding: str = "8bit", charset: str = "utf-8", kind: str = "text/plain") -> bytes:
    head = f"From: a@b.example\r\nTo: {post.OURS}\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    head += f"Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n"
    return head.encode() + content


@pytest.mark.parametrize(
    ("content", "coding", "charset"),
    [
        (HINDI.encode(), "8bit", "utf-8"),
        (base64.encodebytes(HINDI.encode()), "base64", "utf-8"),
        ("".join(f"={byte:02X}" for byte in HINDI.encode()).encode(), "quoted-printable", "UTF-8"),
        (HINDI.encode("utf-16"), "8bit", "utf-16"),
        (HINDI.encode(), "8bit", "us-ascii"),  # what old programs say of everything
        (HINDI.encode(), "8bit", "iso-8859-1"),
        (HINDI.encode(), "8bit", "no-such-charset"),
        (HINDI.encode(), "8bit", "idna"),  # no alphabet, and slow
        (b"\xef\xbb\xbf" + HINDI.encode(), "8bit", '""'),
    ],
)
def test_hindi_comes_out_whatever_it_is_wrapped_in(content: bytes, coding: str, charset: str) -> None:
    assert letter.read(body(content, coding=coding, charset=charset)).text.strip() == HINDI


def test_windows_letters_come_out() -> None:
    assert charsets.decoded("Müller – 5 €".encode("cp1252"), "windows-1252") == "Müller – 5 €"
    assert charsets.decoded("Müller".encode("cp1252"), "utf-8") == "Müller"


def test_a_hindi_subject_cut_within_a_letter_comes_out() -> None:
    content = "मज़दूरी".encode()
    half = len(content) // 2 + 1  # within the three bytes of one letter
    pieces = " ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in (content[:half], content[half:]))
    assert headers.line(pieces) == "मज़दूरी"


@pytest.mark.parametrize(
    ("given_line", "expected"),
    [
        ("=?utf-8?q?Hello=0D=0ABcc=3A_all=40x.example?=", "Hello Bcc: all@x.example"),
        ("=?utf-8?b?not base64!?=", "=?utf-8?b?not base64!?="),
        ("a\u202eb\u2066c\x00d", "a b c d"),
        ("folded\r\n line", "folded line"),
    ],
)
def test_a_line_of_the_head_stays_one_line(given_line: str, expected: str) -> None:
    assert headers.line(given_line) == expected


def test_of_two_ways_to_say_it_the_plain_one_is_read() -> None:
    made = post.letter("साफ़ शब्द")
    made.add_alternative("<p>साफ़ <b>शब्द</b></p>", subtype="html")
    found = letter.read(made.as_bytes())
    assert (found.text.strip(), found.is_html) == ("साफ़ शब्द", False)


def test_of_a_page_the_words_are_read_and_nothing_else() -> None:
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body onload=steal()>"
        "<p>नमस्ते&nbsp;जी</p><script>alert(1)</script>"
        "<img src=x onerror=alert(2)><div style='display:none'>छिपा</div>मज़दूरी<br>नहीं मिली &lt;b&gt; <!-- न -->"
        "<a href='https://x.example'>यहाँ</a>"
    )
    found = letter.read(body(page.encode(), kind="text/html"))
    assert (found.text, found.is_html) == ("नमस्ते जी\n\nमज़दूरी\nनहीं मिली <b> यहाँ", True)


@pytest.mark.parametrize(
    "mark", ["<", "<a ", "<!--", "<script>", "<div style='display:none'>", "</", "<!", "&#", "<a<"]
)
def test_reading_a_page_takes_time_that_grows_with_it_alone(mark: str) -> None:
    began = time.perf_counter()
    words.of_html(mark * (1_000_000 // len(mark)))
    assert time.perf_counter() - began < 5


def test_a_forwarded_mail_is_read_with_what_is_attached_to_it() -> None:
    inner = post.letter("भीतर का पत्र")
    inner.add_attachment(b"%PDF-1.4 %%EOF", maintype="application", subtype="pdf", filename="slip.pdf")
    outer = MIMEMultipart()
    outer["From"] = "a@b.example"
    outer.attach(MIMEText("देखिए", "plain", "utf-8"))
    outer.attach(MIMEMessage(inner))
    found = letter.read(outer.as_bytes())
    assert found.text == "देखिए\n\nभीतर का पत्र"
    assert [(part.name, part.media_type) for part in found.parts] == [("slip.pdf", "application/pdf")]


def test_mails_within_mails_end_soon() -> None:
    inner: EmailMessage | MIMEMultipart = post.letter("सबसे भीतर")
    for _ in range(20):
        outer = MIMEMultipart()
        outer["From"] = "a@b.example"
        outer.attach(MIMEMessage(inner))
        inner = outer
    assert letter.read(inner.as_bytes()).left_out == ("parts",)


def test_a_thousand_levels_are_not_even_begun() -> None:
    lines = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}' for n in range(5_000)]
    began = time.perf_counter()
    found = letter.read(("From: a@b.example\nSubject: गहरा\n" + "\n".join(lines) + "\nx\n" * 100_000).encode())
    assert (found.subject, found.left_out) == ("गहरा", ("structure",))
    assert time.perf_counter() - began < 5


def test_many_parts_are_not_all_read() -> None:
    outer = MIMEMultipart()
    for n in range(500):
        outer.attach(MIMEText(str(n), "plain", "utf-8"))
    found = letter.read(outer.as_bytes())
    assert found.left_out == ("parts",)
    assert len(found.text) < 1_000


def test_a_long_mail_is_cut_and_a_packed_one_is_not_unpacked() -> None:
    assert len(letter.read(body(b"a" * 3_000_000)).text) == words.TEXT_MOST
    made = post.letter("x")
    bomb = zlib.compress(b"\0" * 50_000_000)
    made.add_attachment(bomb, maintype="application", subtype="zip", filename="a.zip")
    assert [len(part.content) for part in letter.read(made.as_bytes()).parts] == [len(bomb)]


@given(st.binary(max_size=3_000))
def test_no_bytes_stop_the_reading(content: bytes) -> None:
    found = letter.read(content)
    assert (found.sender, found.subject, found.to) is not None
    assert len(letter.fingerprint(content)) == 64


PIECES = [
    b"From: ",
    b"To: <",
    b"Content-Type: multipart/mixed; boundary=x\n",
    b"--x\n",
    b"--x--\n",
    b"\n\n",
    b"=?utf-8?q?=ff?=",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Type: text/html; charset=utf-7\n",
    b"filename*=x'y'%ff",
    b"Content-Disposition: attachment; ",
    b"Date: 99 Foo -1\n",
    b"\xff\xfe",
    b"@",
    b">,;:",
    b"Content-Type: message/delivery-status\n\n",
    b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_odd_structure_stops_the_reading(pieces: list[bytes]) -> None:
    found = letter.read(b"".join(pieces))
    assert isinstance(found.text, str)
    assert (found.sent_at, found.sender_name, found.message_id, found.answers) is not None


def test_the_same_mail_by_another_way_is_the_same() -> None:
    content = post.raw()
    other = b"Return-Path: <x@y.example>\r\nReceived: from z\r\n" + content.replace(b"\n", b"\r\n")
    assert letter.fingerprint(other) == letter.fingerprint(content)
    assert letter.fingerprint(post.raw(text="और शब्द", Message_ID="<1@a.b>")) != letter.fingerprint(
        post.raw(text="दूसरे शब्द", Message_ID="<1@a.b>")
    )


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("हाँ, मिल गई।\n\nOn Mon, 16 Nov 2026 at 10:00, श्रम सेतु <a@b.c> wrote:\n> पुराना", "हाँ, मिल गई।"),
        ("हाँ\n\nOn Mon, 16 Nov 2026 at 10:00, Shram Setu\n<a@b.c> wrote:\n> पुराना", "हाँ"),
        ("नहीं\n-----Original Message-----\nFrom: x", "नहीं"),
        ("नहीं\n> पुराना\n> और", "नहीं"),
        ("> सब पुराना", "> सब पुराना"),
        ("ठेकेदार ने कहा:\n> पैसा नहीं दूँगा\nऔर भगा दिया", "ठेकेदार ने कहा:\nऔर भगा दिया"),
    ],
)
def test_of_an_answer_the_new_words_count(text: str, own: str) -> None:
    assert words.own(text) == own


def test_several_senders_are_nobody() -> None:
    assert letter.read(b"From: a@b.example, c@d.example\n\nx").sender == ""
    assert letter.read(b"From: =?utf-8?q?boss=40office.gov?= <A@B.example>\n\nx").sender == "a@b.example"
