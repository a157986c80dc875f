"""The launcher on real servers: made, found again, killed, revived, stopped."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shramsetu.web import postgres

pytestmark = pytest.mark.kill


@pytest.fixture
def var(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that every account may enter; pytest's own are closed to all but ours."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PG_TEST", "1")
    folder = Path(tempfile.mkdtemp(prefix="shramsetu-test-"))
    folder.chmod(0o755)
    yield folder
    postgres.stop(folder)
    if (folder / "postgres.json").exists():
        shutil.rmtree(home(folder))
    shutil.rmtree(folder)


def home(var: Path) -> Path:
    return Path(var, json.loads((var / "postgres.json").read_text())["home"])


def postmaster(var: Path) -> int:
    return int((home(var) / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def answer(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def test_given_url_is_used_and_nothing_is_started(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    assert postgres.ensure(var) == "postgresql://elsewhere/x"
    assert list(var.iterdir()) == []


def test_a_second_call_finds_the_running_server(var: Path) -> None:
    url = postgres.ensure(var)
    first = postmaster(var)
    assert postgres.ensure(var) == url
    assert postmaster(var) == first
    assert postgres.owns(var, url)
    assert not postgres.owns(var, "postgresql://elsewhere/x")


def test_a_killed_server_comes_back_with_its_rows(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PG_TEST")  # without fsync the last second may be lost
    url = postgres.ensure(var)
    with psycopg.connect(url) as connection:
        connection.execute("create table t as select 7 as n")
    os.kill(postmaster(var), signal.SIGKILL)
    time.sleep(0.2)
    assert postgres.revive(var)
    assert answer(postgres.ensure(var), "select n from t") == 7
    assert not postgres.revive(var)


def test_a_folder_that_only_we_may_enter_will_do(var: Path) -> None:
    var.chmod(0o700)
    assert answer(postgres.ensure(var), "select 1") == 1


def test_a_number_of_another_program_in_the_pid_file_does_not_stop_the_start(var: Path) -> None:
    postgres.ensure(var)
    assert postgres.stop(var)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (home(var) / "data" / "postmaster.pid").write_text(f"{other.pid}\n{home(var)}/data\n0\n5432\n\n127.0.0.1\n")
        assert answer(postgres.ensure(var), "select 1") == 1
    finally:
        other.kill()
        other.wait()


def test_stop_says_whether_there_was_something_to_stop(var: Path) -> None:
    postgres.ensure(var)
    assert postgres.status(var).startswith("running on port ")
    assert postgres.stop(var)
    assert postgres.status(var).startswith("stopped ")
    assert not postgres.stop(var)


def test_only_the_owner_of_the_password_gets_in(var: Path) -> None:
    url = postgres.ensure(var)
    assert stat.S_IMODE((var / "postgres.json").stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace("://shramsetu:", "://shramsetu:x"))


def test_hindi_names_have_trigrams(var: Path) -> None:
    with psycopg.connect(postgres.ensure(var)) as connection:
        connection.execute("create extension pg_trgm")
        row = connection.execute("select similarity('कृष्ण कुमार', 'कृष्णा कुमार') > 0.7").fetchone()
    assert row == (True,)


def test_many_starts_at_once_make_one_server(var: Path) -> None:
    command = [sys.executable, "-m", "shramsetu.web.postgres", "url", str(var)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    urls = {start.communicate(timeout=60)[0] for start in starts}
    assert len(urls) == 1
    assert answer(urls.pop().strip(), "select 1") == 1


def test_data_without_its_password_file_is_left_alone(var: Path) -> None:
    postgres.ensure(var)
    postgres.stop(var)
    kept = (var / "postgres.json").read_text()
    (var / "postgres.json").unlink()
    with pytest.raises(postgres.NoDatabase, match=r"postgres\.json"):
        postgres.ensure(var)
    (var / "postgres.json").write_text(kept)


def test_the_log_holds_no_value_of_a_failed_statement(var: Path) -> None:
    with psycopg.connect(postgres.ensure(var), autocommit=True) as connection:
        connection.execute("create table t (phone text unique)")
        connection.execute("insert into t values ('+919876543210')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into t values ('+919876543210')")
    log = (home(var) / "server.log").read_text()
    assert "unique constraint" in log
    assert "9876543210" not in log
