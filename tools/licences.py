"""Every locked package, Python's and npm's, has a licence we may pass on: name each that has not.

Read from the installed metadata and from package-lock.json. A package with several licences counts by the best of them.
"""

import importlib.metadata
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = re.compile(
    r"\b(MIT(-0|-CMU)?|0BSD|BSD|Apache|ISC|PSF|Python Software Foundation|CNRI-Python|MPL|Mozilla Public|LGPL(v2|v3)?"
    r"|Lesser General Public|OFL-1\.1|Unlicense|Zlib|CC0)",
)
REFUSED = re.compile(r"AGPL|Affero|SSPL|Commons Clause|BUSL", re.IGNORECASE)
READ_BY_HAND = {
    "axe-playwright-python": "MIT: its licence file; the metadata names none",
    "djlint": "GPL-3.0-or-later: it only reads our templates in `make check`; nothing of it is passed on",
}


def main() -> None:
    faults = [*faults_of_python(), *faults_of_npm()]
    print("\n".join(faults))
    sys.exit(bool(faults))


def faults_of_python() -> Iterator[str]:
    for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==", (ROOT / "requirements.lock").read_text(), re.MULTILINE):
        try:
            licence = " / ".join(words_of(importlib.metadata.metadata(name)))
        except importlib.metadata.PackageNotFoundError:
            yield f"{name}: locked but not installed; run `make setup`"
            continue
        if REFUSED.search(licence) or not (ALLOWED.search(licence) or name in READ_BY_HAND):
            yield f"{name}: {licence or 'no licence in its metadata'}"


def words_of(metadata: importlib.metadata.PackageMetadata) -> Iterator[str]:
    if expression := metadata.get("License-Expression"):
        yield expression
        return
    yield (metadata.get("License") or "")[:80]
    for line in metadata.get_all("Classifier") or []:
        if line.startswith("License ::"):
            yield line.rsplit(" :: ", 1)[-1]


def faults_of_npm() -> Iterator[str]:
    for path, package in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        licence = package.get("license", "")
        if REFUSED.search(licence) or not ALLOWED.search(licence):
            yield f"{path or 'package.json'}: {licence or 'no licence'}"


if __name__ == "__main__":
    main()
