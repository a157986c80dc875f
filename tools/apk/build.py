"""Make, sign and read back the package: smali to dex, resources by aapt, alignment, signature, what the page says."""

import json
import os
import secrets
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tools.apk import reading
from tools.apk.root import NoApk, Tools
from tools.apk.settings import Key, Settings

SOURCES = Path(__file__).parent
LEAST_API, MEANT_API = 26, 34
PASSWORD = "APK_KEYSTORE_PASSWORD"  # noqa: S105 - the name of the variable
NAME = "shram-setu.apk"


def build(tools: Tools, asked: Settings) -> Path:
    """Build the app into `asked.into`, beside it what the download page says of it; return the package."""
    asked.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=asked.into, prefix="build-") as folder:
        made = _signed(tools, asked, _aligned(tools, asked, Path(folder)))
        described = reading.describe(tools, made)
        _agree(described, asked)
        page = {**described, "origin": asked.origin, "is_trial": asked.key.is_trial, "built_at": _now()}
        about = made.with_suffix(".json")
        about.write_text(json.dumps(page, ensure_ascii=False, indent=2), encoding="utf-8")
        made.replace(asked.into / NAME)
        about.replace((asked.into / NAME).with_suffix(".json"))
    return asked.into / NAME


def fill(asked: Settings, into: Path) -> None:
    """Copy the sources with the settings in their places."""
    values = {"@ORIGIN@": asked.origin, "@PACKAGE@": asked.package, "@VERSION@": asked.version}
    for name in ("smali", "res", "assets", "AndroidManifest.xml"):
        source, target = SOURCES / name, into / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)
    for path in (into / "AndroidManifest.xml", *(into / "smali").iterdir()):
        text = path.read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(name, value)
        path.write_text(text, encoding="utf-8")


def _aligned(tools: Tools, asked: Settings, folder: Path) -> Path:
    fill(asked, folder)
    tools.smali("assemble", "--api", LEAST_API, "--output", folder / "classes.dex", folder / "smali")
    raw, aligned = folder / "raw.apk", folder / NAME
    tools.aapt(
        *("package", "-f", "-F", raw, "-M", folder / "AndroidManifest.xml", "-S", folder / "res"),
        *("-A", folder / "assets", "-I", tools.framework),
        *("--min-sdk-version", LEAST_API, "--target-sdk-version", MEANT_API),
        *("--version-code", asked.code, "--version-name", asked.version),
    )
    # aapt keeps the path it is given as the name in the archive.
    tools.run(["env", "-C", str(folder), *tools.root.command("add", "-k", str(raw), "classes.dex")])
    tools.zipalign("-f", 4, raw, aligned)
    return aligned


def _signed(tools: Tools, asked: Settings, package: Path) -> Path:
    key = asked.key
    if key.is_trial:
        _make_trial_key(tools, key)
    tools.apksigner(
        *("sign", "--ks", key.store, "--ks-type", "PKCS12", "--ks-key-alias", key.alias),
        *("--ks-pass", _password(key), package),
    )
    return package


def _password(key: Key) -> str:
    return f"file:{key.store.with_suffix('.password')}" if key.is_trial else f"env:{PASSWORD}"


def _make_trial_key(tools: Tools, key: Key) -> None:
    """Make the key that trials are signed with; a phone never takes it for the office's."""
    if key.store.exists():
        return
    key.store.parent.mkdir(parents=True, exist_ok=True)
    password = key.store.with_suffix(".password")
    with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(16))
    beside = key.store.with_suffix(f".{os.getpid()}")
    tools.keytool(
        *("-genkeypair", "-keystore", beside, "-storetype", "PKCS12", "-alias", key.alias),
        *("-storepass:file", password, "-keyalg", "RSA", "-keysize", "3072", "-validity", "10000"),
        *("-dname", "CN=Shram Setu TRIAL, O=not for the public"),
    )
    beside.chmod(0o600)
    beside.replace(key.store)


def _agree(found: reading.About, asked: Settings) -> None:
    """Refuse a package that says something else than was asked for."""
    said = (found["package"], found["version"], found["code"], found["least_api"], found["meant_api"])
    if said != (asked.package, asked.version, asked.code, LEAST_API, MEANT_API):
        raise NoApk(f"the package says {said}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
