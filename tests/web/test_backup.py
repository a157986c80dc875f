"""A backed-up site stands again elsewhere as it stood; half an archive changes nothing."""

import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.site import SEAL_KEY, Site, opened

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("leaks")]  # waits for long transactions of others

# What a year's work leaves behind: a complaint with a paper, figures, a signed root, transaction numbers far ahead.
SCENE = """
from django.db import connection
from django.utils import timezone
from tests import apart, cast
from shramsetu.insight import actions as insight
from shramsetu.journal import actions as journal

with connection.cursor() as cursor:
    cursor.execute("CREATE OR REPLACE FUNCTION public.journal_offset() RETURNS bigint LANGUAGE sql IMMUTABLE"
                   " AS 'SELECT 1000000000::bigint'")
at = timezone.now()
case = cast.complaint(at=at)
sealed = cast.complaint(at=at, sealed=True)
cast.attach(case, at=at)
apart.wait_for_others()
insight.catch_up(at=at)
journal.close_root(at=at)
with connection.cursor() as cursor:  # so that the new home's numbers lie far behind
    cursor.execute("CREATE OR REPLACE FUNCTION public.journal_offset() RETURNS bigint LANGUAGE sql IMMUTABLE"
                   " AS 'SELECT 0::bigint'")
print(case.number)
"""
FIGURE = "SELECT amount FROM insight_daycount WHERE district = 0 AND department = 0 AND measure = 'received'"
HIGHEST = "SELECT max(xid) FROM journal_entry"


@pytest.fixture(scope="module")
def lived(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Path]]:
    """A site with a history, and its archive."""
    folder = tmp_path_factory.mktemp("lived")
    with django_db_blocker.unblock(), opened(folder / "var", filled=True) as site:  # type: ignore[attr-defined]
        site.python(SCENE)
        archive = folder / "site.tar"
        done = site.run("backup", str(archive))
        assert done.returncode == 0, done.stderr
        yield site, archive


@pytest.fixture
def empty(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with django_db_blocker.unblock(), opened(tmp_path / "var", filled=False) as site:  # type: ignore[attr-defined]
        yield site


def tables(site: Site) -> object:
    return site.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")


def test_a_restored_site_tells_the_same_figures_and_goes_on(lived: tuple[Site, Path], empty: Site) -> None:
    site, archive = lived
    done = empty.run("restore", str(archive))
    assert done.returncode == 0, done.stderr + done.stdout
    assert empty.ask(FIGURE) == site.ask(FIGURE) == 2
    assert empty.ask("SELECT count(*) FROM files_blob") == len(list((empty.var / "files").glob("??/*"))) == 1
    before = empty.ask(HIGHEST)
    empty.python(
        "from django.utils import timezone\nfrom tests import apart, cast\ncast.complaint(at=timezone.now())\n"
        "from shramsetu.insight import actions\napart.wait_for_others()\nactions.catch_up(at=timezone.now())\n"
    )
    assert empty.ask(HIGHEST) > before  # type: ignore[operator]
    assert empty.ask(FIGURE) == 3
    assert empty.ask("SELECT epoch FROM insight_cursor") > site.ask("SELECT epoch FROM insight_cursor")  # type: ignore[operator]
    assert empty.run("journal", "close").returncode == 0
    assert empty.run("journal", "verify").returncode == 0


def test_the_archive_is_its_owners_and_holds_no_key(lived: tuple[Site, Path]) -> None:
    _, archive = lived
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as opened_archive:
        names = opened_archive.getnames()
    assert [names[0], names[-1], len(names)] == ["database.dump", "manifest.json", 3]
    assert SEAL_KEY.split(":")[1].encode() not in archive.read_bytes()


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.999])
def test_half_an_archive_is_refused_in_hindi_and_changes_nothing(
    lived: tuple[Site, Path], empty: Site, tmp_path: Path, kept: float
) -> None:
    whole = lived[1].read_bytes()
    half = tmp_path / "half.tar"
    half.write_bytes(whole[: max(1, int(whole.rindex(b"manifest.json") * kept))])
    done = empty.run("restore", str(half))
    assert (done.returncode, tables(empty)) == (1, 0)
    assert "अधूरी या ख़राब है; कुछ नहीं बदला गया" in done.stderr


def test_one_changed_byte_is_refused(lived: tuple[Site, Path], empty: Site, tmp_path: Path) -> None:
    changed = bytearray(lived[1].read_bytes())
    changed[5_000] ^= 1
    (tmp_path / "changed.tar").write_bytes(changed)
    done = empty.run("restore", str(tmp_path / "changed.tar"))
    assert (done.returncode, tables(empty)) == (1, 0)


def test_a_database_in_use_is_replaced_only_when_asked(lived: tuple[Site, Path]) -> None:
    site, archive = lived
    assert "--replace" in site.run("restore", str(archive)).stderr
    assert "पहले से है" in site.run("backup", str(archive)).stderr
    done = site.run("restore", str(archive), "--replace")
    assert done.returncode == 0, done.stderr + done.stdout
    assert site.ask(FIGURE) == 2


def test_a_missing_sealing_key_is_named(lived: tuple[Site, Path], empty: Site) -> None:
    done = Other(empty.url, empty.var).run("restore", str(lived[1]))
    assert (done.returncode, "lacks the key 'a'" in done.stdout) == (0, True)


class Other(Site):
    """A site with another sealing key."""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "SEAL_KEYS": SEAL_KEY.replace("a:", "b:", 1)}
