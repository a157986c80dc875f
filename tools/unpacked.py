"""Get a program of Debian into a folder, without installing it: packages are unpacked, not configured.

The program is started through the loader and the libraries it was built against. Nothing of it runs on the machine
otherwise, no account is made, and no root directory is changed. The mirror is the one this machine's apt uses.
`tools.pbx.root` gets Asterisk this way, `tools.video.root` Janus, `tools.apk.root` the tools for Android.
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

ROOT = Path(__file__).resolve().parents[1]
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class NotHere(Exception):
    """The program cannot be had here: why, and what to do."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is unpacked, from where, and what of it is kept."""

    name: str  # of its folders: var/NAME/root, and NAME in the cache
    hi: str
    en: str
    suite: str
    package: str
    path: str
    version: str  # the argument that makes it say its version in its first line
    kept: tuple[str, ...]  # beside its libraries
    not_needed: tuple[str, ...]  # among its libraries, as patterns
    recipe: str  # count up when what is unpacked or kept changes
    instead: str  # what else to do where it cannot be had
    missing: type[NotHere]
    deeper: tuple[str, ...] = ()  # folders of libraries below the usual ones, as patterns

    @property
    def home(self) -> Path:
        """Where this checkout has it."""
        return ROOT / "var" / self.name / "root"

    @property
    def cache(self) -> Path:
        """Where a finished one is kept for other checkouts of this machine."""
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        return Path(base) / "shramsetu" / self.name / f"root-{self.recipe}"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A program in a folder, with everything it needs."""

    program: Program
    folder: Path

    @property
    def libraries(self) -> tuple[Path, ...]:
        """The folders of its libraries; older releases of Debian have two."""
        usual = ("lib/*-linux-gnu*", "usr/lib/*-linux-gnu*")
        found = [one for pattern in (*usual, *self.program.deeper) for one in self.folder.glob(pattern)]
        return tuple(dict.fromkeys(one.resolve() for one in found))

    def beside(self, name: str) -> Path:
        """Return a folder among the libraries, such as its modules."""
        return next(one / name for one in self.libraries if (one / name).is_dir())

    def command(self, *arguments: str) -> list[str]:
        """The program through the loader and the libraries it came with."""
        loader = next(found for one in self.libraries for found in one.glob("ld-linux*.so.*"))
        path = ":".join(map(str, self.libraries))
        return [str(loader), "--library-path", path, str(self.folder / self.program.path), *arguments]

    def version(self) -> str:
        """Return its version in its own words; raise `missing` if it does not run."""
        command = self.command(self.program.version)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise self.program.missing(
                f"the unpacked {self.program.en} does not run: {done.stderr.strip()}; remove {self.folder}"
            )
        return done.stdout.strip().splitlines()[0]


def ready(program: Program) -> Unpacked | None:
    """Return the finished one of this checkout, if there is one."""
    stamp = program.home / ".recipe"
    return Unpacked(program, program.home) if stamp.exists() and stamp.read_text() == program.recipe else None


def ensure(program: Program, *, say: bool = False) -> Unpacked:
    """Return the program; take it from the cache or unpack it first. Raise `missing` with a remedy."""
    if found := ready(program):
        return found
    home = program.home
    home.parent.mkdir(parents=True, exist_ok=True)
    with alone(home.parent / "root.lock"):
        if found := ready(program):
            return found
        shutil.rmtree(home, ignore_errors=True)
        if (program.cache / ".recipe").exists():
            tell(say, f"{program.hi} भंडार से · {program.en} from the cache")
            beside = home.with_name(f".{home.name}-{os.getpid()}")
            shutil.rmtree(beside, ignore_errors=True)
            share(program.cache, beside)  # who looks without the lock must never see half of it
            beside.rename(home)
        else:
            build(program, say)
            keep_for_others(program)
        made = Unpacked(program, home)
        tell(say, f"✓ {made.version()}")
        return made


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let only one process of this machine do it at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(program: Program, say: bool) -> None:
    """Unpack the packages beside the home and move them in when all is whole: an interrupted build leaves nothing."""
    refuse_without_means(program)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=program.home.parent, prefix="unpack-") as folder:
        whole = Unpacked(program, Path(folder) / "root")
        tell(say, "[1/3] पैकेज लाना और खोलना, लगभग आधा मिनट · fetch and unpack the packages, about half a minute")
        unpack(whole)
        tell(say, "[2/3] अनावश्यक हटाना · leave out what is not needed")
        prune(whole)
        tell(say, "[3/3] जाँच · try it")
        whole.version()
        (whole.folder / ".recipe").write_text(program.recipe)
        whole.folder.rename(program.home)
    tell(say, f"      {time.monotonic() - began:.0f} s, {program.home}")


def refuse_without_means(program: Program) -> None:
    if shutil.which("mmdebstrap") is None:
        raise program.missing(
            "mmdebstrap नहीं है; लगाएँ: apt-get install mmdebstrap · mmdebstrap is missing: "
            f"sudo apt-get install mmdebstrap (or {program.instead})"
        )
    if not KEYRING.exists():
        raise program.missing(f"{KEYRING} is missing: sudo apt-get install debian-archive-keyring")


def unpack(into: Unpacked) -> None:
    """Run mmdebstrap; it checks the signatures of what it fetches.

    The freshness of the list is not asked for: a mirror may be a frozen copy. That is right for a test tool, and never
    for a server (docs/how-to/exchange.md, docs/how-to/video-rooms.md).
    """
    program = into.program
    no_docs = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("man", "locale", "info")]
    source = f"deb [signed-by={KEYRING}] {mirror(program)} {program.suite} main"
    command = [
        *("mmdebstrap", "--variant=extract", f"--mode={'root' if os.geteuid() == 0 else 'auto'}"),
        *('--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Check-Valid-Until "false"'),
        *('--aptopt=Acquire::Retries "3"', *no_docs, f"--include={program.package}"),
        *(program.suite, str(into.folder), source),
    ]
    log = program.home.parent / "build.log"
    with log.open("w") as words:
        done = subprocess.run(command, stdout=words, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        last = "\n".join(f"  | {line}" for line in log.read_text(errors="replace").strip().splitlines()[-5:])
        raise program.missing(
            f"{program.hi} नहीं आया; नेटवर्क देखें और फिर चलाएँ · {program.en} could not be fetched; look at the network "
            f"and run it again ({log}):\n{last}"
        )


def mirror(program: Program) -> str:
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
    raise program.missing(f"apt on this machine names no Debian mirror; {program.instead}")


def prune(whole: Unpacked) -> None:
    """Keep the program, its own files and its libraries."""
    program, libraries = whole.program, whole.libraries
    turn_links(whole.folder)
    for name in program.not_needed:
        for path in (found for one in libraries for found in one.glob(name)):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    top = whole.folder.resolve()
    kept = {top / name for name in (program.path, *program.kept)} | set(libraries)
    for path in sorted(top.rglob("*"), reverse=True):
        if any(path == one or one in path.parents for one in kept):
            continue
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        elif not any(path.iterdir()):
            path.rmdir()


def turn_links(folder: Path) -> None:
    """Point links from the root of a system, such as into /etc, to the same file in `folder`."""
    for path in folder.rglob("*"):
        if path.is_symlink() and path.readlink().is_absolute():
            target = folder / path.readlink().relative_to("/")
            if target.exists():
                path.unlink()
                path.symlink_to(os.path.relpath(target, path.parent))


def keep_for_others(program: Program) -> None:
    """Put the finished program into the cache; a machine without room for it does without."""
    beside = program.cache.with_name(f".{program.cache.name}-{os.getpid()}")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        share(program.home, beside)
        beside.rename(program.cache)
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


def guarded(folder: Path) -> list[str]:
    """Let what follows end with us, and hold no power of root's beyond its own files."""
    words = ["setpriv", "--pdeathsig", "TERM", "--no-new-privs"]
    if os.geteuid() == 0 and all(one.stat().st_uid == 0 or one.stat().st_mode & 1 for one in folder.resolve().parents):
        words += ["--bounding-set=-all", "--inh-caps=-all"]
    return [*words, "--"]


def tell(say: bool, words: str) -> None:
    if say:
        print(words, flush=True)
