"""What an app is built for: the site's origin, the version, the package's name, the key. All from the environment."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.apk.root import ROOT, NoApk

HOME = ROOT / "var" / "apk"
TRIAL = HOME / "trial.p12"
_ORIGIN = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?")
_PACKAGE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_VERSION = re.compile(r"(\d{1,3})\.(\d{1,2})\.(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Key:
    """A PKCS #12 key store and the name in it. Its password stands in APK_KEYSTORE_PASSWORD, nowhere else."""

    store: Path
    alias: str
    is_trial: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs from one app to another."""

    origin: str
    package: str
    version: str
    key: Key
    into: Path

    @property
    def code(self) -> int:
        """The version as the number by which a phone knows what is newer."""
        major, minor, patch = map(int, self.version.split("."))
        return major * 10_000 + minor * 100 + patch


def read(given: Mapping[str, str]) -> Settings:
    """Read the settings; raise NoApk naming the first that is wrong and what it should be."""
    origin = given.get("APK_ORIGIN", "")
    if not _ORIGIN.fullmatch(origin):
        raise NoApk(
            "APK_ORIGIN में साइट का पता दें, जैसे https://setu.up.gov.in (https, छोटे अक्षर, अंत में / नहीं) · "
            f"name the site: make apk APK_ORIGIN=https://setu.up.gov.in, not {origin!r}"
        )
    version = given.get("APK_VERSION", "") or _own_version()
    if not _VERSION.fullmatch(version) or version == "0.0.0":
        raise NoApk(f"APK_VERSION तीन अंक हों, जैसे 1.4.2 · three numbers such as 1.4.2, not {version!r}")
    package = given.get("APK_PACKAGE", "") or "org.shramsetu.app"
    if not _PACKAGE.fullmatch(package):
        raise NoApk(f"APK_PACKAGE जैसे org.shramsetu.app · a package's name such as org.shramsetu.app, not {package!r}")
    return Settings(origin, package, version, _key(given), Path(given.get("APK_FOLDER", "") or HOME))


def _key(given: Mapping[str, str]) -> Key:
    named = given.get("APK_KEYSTORE", "")
    if not named:
        return Key(TRIAL, "trial", is_trial=True)
    store = Path(named).resolve()
    if not store.is_file():
        raise NoApk(f"{store} नहीं है · the key store APK_KEYSTORE names is not there")
    if ROOT in store.parents:
        raise NoApk(f"{store}: चाबी कोड के फ़ोल्डर में न रखें · keep the key outside of the checkout")
    if not given.get("APK_KEYSTORE_PASSWORD"):
        raise NoApk("APK_KEYSTORE_PASSWORD ख़ाली है · is empty: the password of the key store")
    return Key(store, given.get("APK_KEY_ALIAS", "") or "shramsetu", is_trial=False)


def _own_version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
