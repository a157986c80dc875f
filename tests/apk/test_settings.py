"""What an app is built for, and what is refused before anything is built."""

from pathlib import Path

import pytest
from tools.apk import settings
from tools.apk.root import ROOT, NoApk

GOOD = {"APK_ORIGIN": "https://setu.up.gov.in", "APK_VERSION": "1.4.2"}


def test_a_newer_version_has_a_higher_number() -> None:
    versions = ["0.0.1", "0.1.0", "1.0.0", "1.4.2", "1.4.10", "1.10.0", "2.0.0"]
    codes = [settings.read({**GOOD, "APK_VERSION": one}).code for one in versions]
    assert codes == sorted(set(codes))


def test_without_a_key_of_its_own_it_is_a_trial() -> None:
    assert settings.read(GOOD).key == settings.Key(settings.TRIAL, "trial", is_trial=True)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "http://setu.up.gov.in",
        "https://setu.up.gov.in/",
        "https://setu.up.gov.in/app",
        "https://SETU.up.gov.in",
        "https://a@setu.up.gov.in",
        'https://setu.up.gov.in"',
        "https://-setu.up.gov.in",
    ],
)
def test_an_origin_is_https_and_nothing_more(origin: str) -> None:
    with pytest.raises(NoApk, match="APK_ORIGIN"):
        settings.read({**GOOD, "APK_ORIGIN": origin})


@pytest.mark.parametrize(
    ("name", "value"),
    [("APK_VERSION", "1.4"), ("APK_VERSION", "1.100.0"), ("APK_VERSION", "0.0.0"), ("APK_PACKAGE", "setu")],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(NoApk, match=name):
        settings.read({**GOOD, name: value})


def test_a_key_is_never_taken_from_the_checkout(tmp_path: Path) -> None:
    inside = {**GOOD, "APK_KEYSTORE": str(ROOT / "Makefile"), "APK_KEYSTORE_PASSWORD": "x"}
    with pytest.raises(NoApk, match="outside of the checkout"):
        settings.read(inside)
    store = tmp_path / "key.p12"
    store.write_bytes(b"key")
    with pytest.raises(NoApk, match="APK_KEYSTORE_PASSWORD"):
        settings.read({**GOOD, "APK_KEYSTORE": str(store)})
    read = settings.read({**GOOD, "APK_KEYSTORE": str(store), "APK_KEYSTORE_PASSWORD": "x"})
    assert read.key == settings.Key(store.resolve(), "shramsetu", is_trial=False)
