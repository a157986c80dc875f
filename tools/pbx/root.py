"""Get Asterisk 22 from Debian into a folder, without installing it: packages are unpacked, not configured.

Debian's releases between 11 and the unstable one carry no Asterisk, so it comes from unstable with the libraries it
was built against, and is started through the loader of those. Nothing of it runs on the machine otherwise, no account
is made, and no root directory is changed. The mirror is the one this machine's apt uses.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "var" / "pbx" / "root"
RECIPE = "1"  # count up when what is unpacked or kept changes
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
PACKAGES = "asterisk"
# What runs no Asterisk: two thirds of what is unpacked.
KEPT = ("usr/sbin/asterisk", "usr/share/asterisk", "usr/share/doc/asterisk")
NOT_NEEDED = ("perl", "perl-base", "gconv", "libperl*", "libcodec2*", "cmake", "pkgconfig")


class NoExchange(Exception):
    """Asterisk cannot be had here: why, and what to do."""


@dataclass(frozen=True, slots=True)
class Root:
    """An unpacked Asterisk."""

    folder: Path

    @property
    def libraries(self) -> Path:
        return next((self.folder / "usr" / "lib").glob("*-linux-gnu*"))

    @property
    def modules(self) -> Path:
        return self.libraries / "asterisk" / "modules"

    def command(self, *arguments: str) -> list[str]:
        """Asterisk through the loader and the libraries it came with."""
        loader = next(self.libraries.glob("ld-linux*.so.*"))
        program = self.folder / "usr" / "sbin" / "asterisk"
        return [str(loader), "--library-path", str(self.libraries), str(program), *arguments]

    def version(self) -> str:
        """Return what `asterisk -V` says; raise NoExchange if it does not run."""
        done = subprocess.run(self.command("-V"), capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoExchange(f"the unpacked Asterisk does not run: {done.stderr.strip()}; remove {self.folder}")
        return done.stdout.strip()


def cache() -> Path:
    """Where a finished root is kept for other checkouts of this machine."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "shramsetu" / "pbx" / f"root-{RECIPE}"


def ready() -> Root | None:
    """Return the finished root of this checkout, if there is one."""
    stamp = HERE / ".recipe"
    return Root(HERE) if stamp.exists() and stamp.read_text() == RECIPE else None


def ensure(*, say: bool = False) -> Root:
    """Return the root; take it from the cache or unpack it first. Raise NoExchange with a remedy."""
    if root := ready():
        return root
    HERE.parent.mkdir(parents=True, exist_ok=True)
    with alone(HERE.parent / "root.lock"):
        if root := ready():
            return root
        shutil.rmtree(HERE, ignore_errors=True)
        if (cache() / ".recipe").exists():
            tell(say, "एस्टरिस्क भंडार से · Asterisk from the cache")
            share(cache(), HERE)
        else:
            build(say)
            keep_for_others()
        root = Root(HERE)
        tell(say, f"✓ {root.version()}")
        return root


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let only one process of this machine do it at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(say: bool) -> None:
    """Unpack the packages beside the root and move it in when it is whole: an interrupted build leaves nothing."""
    refuse_without_means()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=HERE.parent, prefix="unpack-") as folder:
        whole = Path(folder) / "root"
        tell(say, "[1/3] पैकेज लाना और खोलना, लगभग आधा मिनट · fetch and unpack the packages, about half a minute")
        unpack(whole)
        tell(say, "[2/3] अनावश्यक हटाना · leave out what is not needed")
        prune(whole)
        tell(say, "[3/3] जाँच · try it")
        Root(whole).version()
        (whole / ".recipe").write_text(RECIPE)
        whole.rename(HERE)
    tell(say, f"      {time.monotonic() - began:.0f} s, {HERE}")


def refuse_without_means() -> None:
    if shutil.which("mmdebstrap") is None:
        raise NoExchange(
            "mmdebstrap नहीं है; लगाएँ: apt-get install mmdebstrap · mmdebstrap is missing: "
            "sudo apt-get install mmdebstrap (or name an existing exchange: ASTERISK_ARI_URL)"
        )
    if not KEYRING.exists():
        raise NoExchange(f"{KEYRING} is missing: sudo apt-get install debian-archive-keyring")


def unpack(folder: Path) -> None:
    """Run mmdebstrap; it checks the signatures of what it fetches.

    The freshness of the list is not asked for: a mirror may be a frozen copy. That is right for a test tool, and never
    for a server (docs/how-to/exchange.md).
    """
    no_docs = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("man", "locale", "info")]
    command = [
        *("mmdebstrap", "--variant=extract", f"--mode={'root' if os.geteuid() == 0 else 'auto'}"),
        *('--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Check-Valid-Until "false"'),
        *('--aptopt=Acquire::Retries "3"', *no_docs, f"--include={PACKAGES}"),
        *("sid", str(folder), f"deb [signed-by={KEYRING}] {mirror()} sid main"),
    ]
    log = HERE.parent / "build.log"
    with log.open("w") as words:
        done = subprocess.run(command, stdout=words, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        last = "\n".join(f"  | {line}" for line in log.read_text(errors="replace").strip().splitlines()[-5:])
        raise NoExchange(
            f"एस्टरिस्क नहीं आया; नेटवर्क देखें और फिर चलाएँ · Asterisk could not be fetched; look at the network and "
            f"run it again ({log}):\n{last}"
        )


def mirror() -> str:
    """Return the address of the Debian mirror in this machine's own apt settings."""
    asked = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(COMPONENT) $(ORIGIN) $(LABEL)",
        "Created-By: Packages",
    ]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    for line in sorted(set(told.splitlines())):
        address, component, *label = line.split()
        if component == "main" and label and label[-1] == "Debian":
            return address
    for line in Path("/etc/apt/sources.list.d/debian.sources").read_text(encoding="utf-8").splitlines():
        if line.startswith("URIs:"):
            return line.split()[1]
    raise NoExchange("apt on this machine names no Debian mirror; name an existing exchange: ASTERISK_ARI_URL")


def prune(folder: Path) -> None:
    """Keep Asterisk, its data and its libraries."""
    libraries = Root(folder).libraries
    for name in NOT_NEEDED:
        for path in libraries.glob(name):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    kept = {folder / name for name in KEPT} | {libraries}
    for path in sorted(folder.rglob("*"), reverse=True):
        if any(path == one or one in path.parents for one in kept):
            continue
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        elif not any(path.iterdir()):
            path.rmdir()


def keep_for_others() -> None:
    """Put the finished root into the cache; a machine without room for it does without."""
    beside = cache().with_name(f".{cache().name}-{os.getpid()}")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        share(HERE, beside)
        beside.rename(cache())
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)


def share(source: Path, target: Path) -> None:
    """Copy a tree whose files nobody changes: by hard links where both lie on one disk."""
    shutil.copytree(source, target, symlinks=True, copy_function=link_or_copy)


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def tell(say: bool, words: str) -> None:
    if say:
        print(words, flush=True)
