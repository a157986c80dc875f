"""Make, start and stop the cluster of a folder."""

import os
import pwd
import secrets
import shutil
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg

from shramsetu.web.postgres.binaries import account, choose_home, run
from shramsetu.web.postgres.cluster import ACCOUNT, Cluster, NoDatabase, alone, save, saved

START_SECONDS = 60
LEAST_FREE_BYTES = 400 * 2**20
MOST_SOCKET_PATH = 100  # the kernel allows 107 bytes

_started: list[Path] = []


def ensure(var: Path, *, durable: bool | None = None) -> str:
    """Return the URL of a running database: DATABASE_URL if set, else this folder's own, started when it is not.

    `durable=False` (or PG_TEST=1) starts without fsync: for tests only. Many processes may call this at once.
    Raises NoDatabase.
    """
    if given := os.environ.get("DATABASE_URL"):
        return given
    if durable is None:
        durable = os.environ.get("PG_TEST") != "1"
    with alone(var) as var:
        cluster = saved(var) or _create(var, durable)
        if not _answers(cluster):
            cluster = _start(cluster, durable)
            save(var, cluster)
            _started.append(var)
        return cluster.url


def stop(var: Path) -> bool:
    """Stop this folder's server; false if none was running."""
    with alone(var) as var:
        cluster = saved(var)
        if cluster is None or not _alive(cluster):
            return False
        done = run(cluster, "pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-w", "-t", str(START_SECONDS))
        if done.returncode:
            raise NoDatabase("डेटाबेस बंद नहीं हुआ", f"The database did not stop: {done.stdout.strip()}")
        return True


def stop_started() -> None:
    """Stop the servers that this process started: a single command leaves none behind."""
    while _started:
        stop(_started.pop())


def revive(var: Path) -> bool:
    """Start this folder's server again, on its port, if it has died; false if it had not. Cheap enough to ask often."""
    cluster = saved(var.resolve())
    if cluster is None or _alive(cluster):
        return False
    with alone(var) as var:
        if not _alive(cluster):
            save(var, _start(cluster, durable=True))
    return True


def status(var: Path) -> str:
    """One line: `running on port N (folder)`, `stopped (folder)` or `none`."""
    cluster = saved(var.resolve())
    if cluster is None:
        return "none"
    return f"running on port {cluster.port} ({cluster.home})" if _answers(cluster) else f"stopped ({cluster.home})"


def owns(var: Path, url: str) -> bool:
    """Tell whether `url` is this folder's own server, which whoever serves this folder may stop."""
    cluster = saved(var.resolve())
    return cluster is not None and cluster.url == url


def _create(var: Path, durable: bool) -> Cluster:
    """Run initdb in a folder the server's account can reach; the folder gets its name only when it is whole."""
    owner = account()
    if shutil.disk_usage(var).free < LEAST_FREE_BYTES:
        raise NoDatabase(f"डिस्क भरी है; {var} के लिए 400 MB खाली करें।", "The disk is full; free 400 MB.")
    cluster = Cluster(home=str(choose_home(var, owner)), port=_free_port(), password=secrets.token_urlsafe(24))
    if cluster.data.exists():
        raise NoDatabase(
            f"{cluster.data} है, पर {var}/postgres.json नहीं; फ़ाइल लौटाएँ या फ़ोल्डर हटाएँ।",
            "The data is there without the file; bring the file back or remove the folder.",
        )
    _initdb(cluster, owner, durable)
    save(var, cluster)
    return cluster


def _initdb(cluster: Cluster, owner: pwd.struct_passwd, durable: bool) -> None:
    new = Path(cluster.home, "data.new")
    shutil.rmtree(new, ignore_errors=True)
    secret = Path(cluster.home, "password")
    secret.touch(mode=0o600)
    secret.write_text(cluster.password)
    os.chown(secret, owner.pw_uid, owner.pw_gid)
    # pg_trgm reads the character type: any other locale than this finds no Devanagari letters
    locale = ("-E", "UTF8", "--locale=C.UTF-8")
    access = ("-U", ACCOUNT, "--auth=scram-sha-256", f"--pwfile={secret}")
    haste = () if durable else ("--no-sync",)
    done = run(cluster, "initdb", "-D", str(new), *locale, *access, *haste)
    secret.unlink()
    if done.returncode:
        raise NoDatabase("डेटाबेस नहीं बना।", f"initdb failed: {done.stdout.strip()[-600:]}")
    with (new / "postgresql.conf").open("a") as conf:
        conf.write("include 'shramsetu.conf'\n")
    new.rename(cluster.data)


def _start(cluster: Cluster, durable: bool) -> Cluster:
    if _alive(cluster):
        if _wait(lambda: _answers(cluster)):
            return cluster
        raise NoDatabase("डेटाबेस जवाब नहीं दे रहा।", f"The database does not answer; see {cluster.log}")
    told = ""
    for attempt in range(5):  # a killed server's children hold its memory for a moment; a port may be lost in a race
        cluster = replace(cluster, port=cluster.port if _is_free(cluster.port) else _free_port())
        _configure(cluster, durable)
        _forget_stale_pid(cluster)
        done = run(
            cluster, "pg_ctl", "start", "-D", str(cluster.data), "-l", str(cluster.log), "-w", "-t", str(START_SECONDS)
        )
        if done.returncode == 0:
            _make_database(cluster)
            return cluster
        told = done.stdout.strip()[-300:] + _last_lines(cluster.log)
        time.sleep(attempt + 0.5)
    raise NoDatabase("डेटाबेस शुरू नहीं हुआ।", f"The database did not start: {told}")


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
        # statements carry names and phones: no log of ours may hold them
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
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
    """Remove a postmaster.pid whose number is by now another program's: PostgreSQL would refuse to start."""
    pid = _pid(cluster)
    if pid is not None and not _is_postgres(pid, cluster):
        (cluster.data / "postmaster.pid").unlink()


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
