"""A real Dovecot: every mail comes once, whatever dies in the middle, and is marked only when it is kept."""

import imaplib
import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from django.core.management import call_command
from tests import cast
from tests.intake.mail import post
from tools.imap.launch import PASSWORD, MailServer

from shramsetu.files import queries as files
from shramsetu.files.views import opened
from shramsetu.intake.mail import actions, imap
from shramsetu.intake.mail.actions import taking
from shramsetu.intake.mail.models import Box, Fetched, Mail

pytestmark = pytest.mark.xdist_group("imap")
FOLDER = "Shikayat"


def sent(server: MailServer, *contents: bytes, flags: str = "") -> None:
    """Let mails arrive in the folder."""
    with server.client() as client:
        for content in contents:
            assert client.append(FOLDER, flags, None, content)[0] == "OK"  # type: ignore[arg-type] # None: now


def marks(server: MailServer) -> list[set[bytes]]:
    """The marks of each mail in the folder, in order."""
    with server.client() as client:
        client.select(FOLDER, readonly=True)
        rows = client.uid("FETCH", "1:*", "(FLAGS)")[1]
        return [set(imaplib.ParseFlags(row)) for row in rows if row]


def numbered(count: int) -> list[bytes]:
    return [post.raw(text=f"शिकायत {n}: मज़दूरी नहीं मिली") for n in range(count)]


@pytest.mark.django_db
def test_what_is_new_is_kept_as_it_came_and_then_marked(mailbox: MailServer) -> None:
    content = post.raw().replace(b"\n", b"\r\n")
    sent(mailbox, content)
    assert actions.fetch(at=cast.MONDAY) == 1
    mail = Mail.objects.get()
    with opened(files.attached(mail.stream).get()) as file:
        assert file.read() == content
    assert marks(mailbox) == [{b"\\Seen", b"ShramSetu"}]
    assert Fetched.objects.get().flagged_at == cast.MONDAY
    sent(mailbox, *numbered(2))
    assert (actions.fetch(at=cast.MONDAY), actions.fetch(at=cast.MONDAY)) == (2, 0)


@pytest.mark.django_db
def test_a_flood_is_taken_piece_by_piece_however_many_are_new(
    mailbox: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(mailbox, *numbered(130))
    with mailbox.client() as client:
        client.select(FOLDER)
        client.uid("STORE", "1:7", "+FLAGS", "\\Deleted")
        client.expunge()
    with imap.opened() as folder:
        monkeypatch.setattr(imaplib, "_MAXLINE", 300)  # of a line; to name 120 mails takes more
        with pytest.raises(imaplib.IMAP4.error):
            folder.server.uid("SEARCH", "ALL")
    monkeypatch.undo()
    with imap.opened() as folder:
        monkeypatch.setattr(imaplib, "_MAXLINE", 300)
        assert folder.newer(0, most=5) == [8, 9, 10, 11, 12]
        assert folder.newer(40, most=3) == [41, 42, 43]
        assert folder.newer(128, most=50) == [129, 130]
        assert folder.newer(130, most=5) == []


@pytest.mark.django_db
def test_a_mail_that_somebody_read_before_us_comes_too(mailbox: MailServer) -> None:
    sent(mailbox, post.raw(), flags="\\Seen")
    assert actions.fetch(at=cast.MONDAY) == 1


@pytest.mark.django_db
def test_a_folder_that_numbers_anew_doubles_nothing(mailbox: MailServer) -> None:
    first = numbered(3)
    sent(mailbox, *first)
    actions.fetch(at=cast.MONDAY)
    before = Box.objects.get().uidvalidity
    time.sleep(1.1)  # the new number of the folder is made of the second
    with mailbox.client() as client:
        client.delete(FOLDER)
        client.create(FOLDER)
    sent(mailbox, post.raw(text="नया"), *first)
    assert actions.fetch(at=cast.MONDAY) == 4
    assert (Mail.objects.count(), Fetched.objects.count()) == (4, 7)
    assert Box.objects.get().uidvalidity != before
    assert len(marks(mailbox)) == sum(b"ShramSetu" in one for one in marks(mailbox)) == 4


@pytest.mark.django_db
def test_of_a_mail_of_forty_megabytes_the_beginning_is_kept(mailbox: MailServer) -> None:
    made = post.letter()
    made.add_attachment(os.urandom(30_000_000), maintype="application", subtype="pdf", filename="big.pdf")
    content = made.as_bytes()
    assert len(content) > 40_000_000
    sent(mailbox, content)
    actions.fetch(at=cast.MONDAY)
    actions.read_waiting(at=cast.MONDAY)
    mail = Mail.objects.get()
    assert (mail.is_cut, mail.state, mail.text.strip()) == (True, "waiting", post.TEXT)
    assert mail.size > 40_000_000
    assert files.attached(mail.stream).get(media_type="message/rfc822").size == taking.BEGINNING


@pytest.mark.django_db
def test_a_crash_before_the_row_leaves_the_mail_unmarked(mailbox: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(mailbox, *numbered(2))

    def dies(*args: object, **options: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(taking.files, "store_mail", dies)
        with pytest.raises(MemoryError):
            actions.fetch(at=cast.MONDAY)
    assert (Mail.objects.count(), marks(mailbox)) == (0, [set(), set()])
    assert (Box.objects.get().failing_since, Box.objects.get().error) == (cast.MONDAY, "here")
    assert actions.fetch(at=cast.MONDAY) == 2


@pytest.mark.django_db
def test_a_crash_before_the_mark_is_made_good(mailbox: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(mailbox, *numbered(2))

    def dies(*args: object) -> None:
        raise imaplib.IMAP4.abort("line lost")

    with monkeypatch.context() as patched:
        patched.setattr(imap.Folder, "mark", dies)
        with pytest.raises(imap.NoMailbox):
            actions.fetch(at=cast.MONDAY)
    assert (Mail.objects.count(), Box.objects.get().failing_since) == (1, cast.MONDAY)
    assert actions.fetch(at=cast.MONDAY) == 1
    assert (Mail.objects.count(), Box.objects.get().failing_since) == (2, None)
    assert [b"ShramSetu" in one for one in marks(mailbox)] == [True, True]


@pytest.mark.django_db
def test_a_server_that_is_gone_or_shut_is_told_apart(mailbox: MailServer, settings: Any) -> None:
    settings.IMAP_PASSWORD = "wrong"
    with pytest.raises(imap.NoMailbox) as refused:
        actions.fetch(at=cast.MONDAY)
    assert (refused.value.reason, Box.objects.get().error) == ("shut", "shut")
    settings.IMAP_PASSWORD, settings.IMAP_URL = PASSWORD, mailbox.url("NoSuchFolder")
    with pytest.raises(imap.NoMailbox) as refused:
        actions.fetch(at=cast.MONDAY)
    assert refused.value.reason == "odd"
    settings.IMAP_URL = "imap://x@127.0.0.1:1/INBOX"
    with pytest.raises(imap.NoMailbox) as refused:
        actions.fetch(at=cast.MONDAY)
    assert refused.value.reason == "unreachable"


@pytest.mark.django_db
def test_over_tls_only_a_trusted_server_gets_the_password(mailbox: MailServer, settings: Any) -> None:
    sent(mailbox, post.raw())
    settings.IMAP_URL = mailbox.url(FOLDER, secure=True)
    with pytest.raises(imap.NoMailbox):
        actions.fetch(at=cast.MONDAY)
    settings.IMAP_CA = str(mailbox.certificate)
    assert actions.fetch(at=cast.MONDAY) == 1


@pytest.mark.django_db
def test_the_command_fetches_and_says_how_it_stands(mailbox: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    sent(mailbox, post.raw())
    call_command("mail", "fetch")
    assert capsys.readouterr().out.split("\n")[1:] == ["waiting: 1", "quarantined: 0", "unmarked: 0", ""]


@pytest.fixture
def fetching(committed: str, mailbox: MailServer) -> list[str]:
    """What starts a process that fetches from the folder into a database of its own."""
    settings = {
        "DATABASE_URL": committed,
        "IMAP_URL": mailbox.url(FOLDER),
        "IMAP_PASSWORD": PASSWORD,
        "MAIL_ADDRESS": post.OURS,
    }
    given = [f"{name}={value}" for name, value in settings.items()]
    return ["env", *given, sys.executable, "-m", "shramsetu.web.cli", "mail", "fetch"]


@pytest.mark.kill
def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(mailbox: MailServer, fetching: list[str]) -> None:
    count = 60
    sent(mailbox, *numbered(count))
    for killed_at in (10, 30):
        process = subprocess.Popen(fetching, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while Mail.objects.count() < killed_at:
            assert process.poll() is None, "it ended by itself"
            assert time.monotonic() < until
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    assert Mail.objects.count() < count
    assert subprocess.run(fetching, stdout=subprocess.DEVNULL, check=False, timeout=120).returncode == 0
    assert (Mail.objects.count(), Mail.objects.filter(state="taken").count()) == (count, 0)
    assert Fetched.objects.filter(flagged_at=None).count() == 0
    assert [b"ShramSetu" in one for one in marks(mailbox)] == [True] * count
    assert all(mail.original is not None for mail in Mail.objects.select_related("original"))
