"""Read a built package: what it says of itself, who signed it, what its code calls."""

import hashlib
import re
import tempfile
from pathlib import Path
from typing import TypedDict

from tools.apk.root import NoApk, Tools

_REFERENCE = re.compile(r"invoke-\w+(?:/range)? \{[^}]*\}, (L\S+)")
_OWN = "Lsetu/"


class About(TypedDict):
    """What the download page says of a package."""

    package: str
    version: str
    code: int
    least_api: int
    meant_api: int
    size: int
    sha256: str
    certificate: str


def describe(tools: Tools, package: Path) -> About:
    """Return what `package` says of itself and by whom it is signed. Raise NoApk where the signature does not hold."""
    badging = tools.aapt("dump", "badging", package)
    name, code, version = _found(r"package: name='([^']+)' versionCode='(\d+)' versionName='([^']+)'", badging)
    return {
        "package": name,
        "version": version,
        "code": int(code),
        "least_api": int(_found(r"sdkVersion:'(\d+)'", badging)[0]),
        "meant_api": int(_found(r"targetSdkVersion:'(\d+)'", badging)[0]),
        "size": package.stat().st_size,
        "sha256": hashlib.sha256(package.read_bytes()).hexdigest(),
        "certificate": certificate(tools, package),
    }


def certificate(tools: Tools, package: Path) -> str:
    """Return the SHA-256 of the certificate of the one signer. Raise NoApk where the signature does not hold."""
    said = tools.apksigner("verify", "--verbose", "--print-certs", package)
    if "Number of signers: 1" not in said:
        raise NoApk(f"not one signer:\n{said}")
    return _found(r"Signer #1 certificate SHA-256 digest: ([0-9a-f]{64})", said)[0]


def code_of(tools: Tools, package: Path) -> dict[str, str]:
    """Take the package's dex apart; return the text of each class by its name."""
    with tempfile.TemporaryDirectory() as folder:
        tools.baksmali("disassemble", "--output", folder, package)
        found = sorted(Path(folder).rglob("*.smali"))
        return {str(one.relative_to(folder).with_suffix("")): one.read_text(encoding="utf-8") for one in found}


def calls(code: dict[str, str]) -> set[str]:
    """Return every method outside of the app that its code calls, as `Class;->name(types)result`."""
    return {one for text in code.values() for one in _REFERENCE.findall(text) if not _is_own(one, code)}


def _is_own(reference: str, code: dict[str, str]) -> bool:
    """Tell whether a class of ours has this method itself; what it only inherits belongs to the framework."""
    if not reference.startswith(_OWN):
        return False
    owner, _arrow, method = reference.partition(";->")
    return re.search(rf"^\.method .*{re.escape(method)}$", code[owner[1:]], re.MULTILINE) is not None


def _found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text)
    if match is None:
        raise NoApk(f"{pattern} is not in:\n{text[:500]}")
    return match.groups()
