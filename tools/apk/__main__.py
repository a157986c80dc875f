"""`python -m tools.apk`: build (make apk), fetch, framework."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from tools.apk import build, framework, reading, root, settings
from tools.apk.root import NoApk


def main() -> None:
    """Do what the first word says."""
    parser = argparse.ArgumentParser(prog="python -m tools.apk", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("build", help="build and sign the app for APK_ORIGIN into APK_FOLDER")
    words.add_parser("fetch", help="only get the tools into var/apk/root")
    compare = words.add_parser("framework", help="look up everything the app calls in an android.jar")
    compare.add_argument("jar", type=Path, help="such as Debian sid's libandroid-23-java")
    compare.add_argument("package", type=Path, help="a built app")
    chosen = parser.parse_args()
    deeds: dict[str, Callable[[], object]] = {
        "build": make,
        "fetch": lambda: root.ensure(say=True),
        "framework": lambda: look_up(chosen.jar, chosen.package),
    }
    try:
        deeds[chosen.word]()
    except NoApk as error:
        sys.exit(f"✗ {error}")


def make() -> None:
    """Build, and say what was made."""
    asked = settings.read(os.environ)
    made = build.build(root.ensure(say=True), asked)
    print(f"✓ {made} · {made.stat().st_size:,} bytes · {asked.package} {asked.version} · {asked.origin}")
    if asked.key.is_trial:
        print("! परीक्षण की चाबी से बना है; लोगों को न दें · signed with a trial key: not for the public (APK_KEYSTORE)")


def look_up(jar: Path, package: Path) -> None:
    """Say of every method the app calls whether `jar` has it."""
    wanted = sorted(reading.calls(reading.code_of(root.ensure(), package)))
    known = framework.Jar(jar)
    missing = [one for one in wanted if not known.has(one)]
    print(f"{len(wanted) - len(missing)} of {len(wanted)} found in {jar.name}")
    if missing:
        raise NoApk("\n".join(missing))


if __name__ == "__main__":
    main()
