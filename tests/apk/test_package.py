"""The built package, read again with Debian's own tools: what it may and says, who signed it, what it calls."""

import io
import json
import re
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from tests.apk.conftest import ORIGIN
from tools.apk import build, framework, reading
from tools.apk.root import NoApk, Tools

from shramsetu.portal import icons

# Everything the app calls that is not its own, each found in Debian's android.jar of API 23 by `tools.apk framework`.
KNOWN = Path(__file__).with_name("framework.txt").read_text(encoding="utf-8").split()
PERMISSIONS = {
    "INTERNET",
    "CAMERA",
    "RECORD_AUDIO",
    "MODIFY_AUDIO_SETTINGS",
    "ACCESS_COARSE_LOCATION",
    "ACCESS_FINE_LOCATION",
}


def tree(tools: Tools, app: Path) -> str:
    return tools.aapt("dump", "xmltree", app, "AndroidManifest.xml")


def says(manifest: str, name: str) -> str:
    """The raw value of the one attribute `name`."""
    (found,) = re.findall(rf"android:{name}\(\S+\)=(\S+)", manifest)
    return str(found)


def test_it_says_what_it_was_built_for(tools: Tools, app: Path) -> None:
    badging = tools.aapt("dump", "badging", app)
    assert badging.startswith("package: name='org.shramsetu.app' versionCode='10402' versionName='1.4.2'")
    assert "sdkVersion:'26'\ntargetSdkVersion:'34'" in badging
    assert "application-label:'श्रम सेतु'" in badging
    assert "launchable-activity: name='setu.Door'" in badging
    assert "application-debuggable" not in badging


def test_it_may_only_what_the_pages_ask_for(tools: Tools, app: Path) -> None:
    said = tools.aapt("dump", "permissions", app)
    assert set(re.findall(r"uses-permission: name='android\.permission\.(\w+)'", said)) == PERMISSIONS
    assert said.count("permission") == 2 * len(PERMISSIONS)


def test_nothing_goes_in_the_clear_or_into_a_backup(tools: Tools, app: Path) -> None:
    manifest = tree(tools, app)
    for name in ("allowBackup", "usesCleartextTraffic"):
        assert says(manifest, name) == "(type", name
        assert re.search(rf"android:{name}\(\S+\)=\(type 0x12\)0x0\b", manifest), name
    assert "debuggable" not in manifest


def test_other_apps_reach_the_window_alone(tools: Tools, app: Path) -> None:
    manifest = tree(tools, app)
    parts = re.findall(r"E: (activity|service|receiver|provider|activity-alias) ", manifest)
    assert parts == ["activity", "provider"]
    activity, provider = manifest.split("E: provider")
    assert "android:exported(0x01010010)=(type 0x12)0xffffffff" in activity
    assert "android:exported(0x01010010)=(type 0x12)0x0" in provider
    actions = re.findall(r'android:name\(\S+\)="android\.intent\.action\.(\w+)"', manifest)
    assert actions == ["MAIN", "SEND"]
    assert re.findall(r'android:mimeType\(\S+\)="([^"]+)"', manifest) == [
        "text/plain",
        "image/*",
        "audio/*",
        "application/pdf",
    ]


def test_it_is_signed_by_one_and_what_was_changed_is_refused(tools: Tools, app: Path, tmp_path: Path) -> None:
    said = tools.apksigner("verify", "--verbose", app)
    assert "v2 scheme (APK Signature Scheme v2): true" in said
    assert "v3 scheme (APK Signature Scheme v3): true" in said
    assert reading.certificate(tools, app) == json.loads(app.with_suffix(".json").read_text())["certificate"]
    changed = tmp_path / "changed.apk"
    body = app.read_bytes().replace(b"classes.dex", b"classes.dey")
    changed.write_bytes(body)
    with pytest.raises(NoApk):
        reading.certificate(tools, changed)


def test_a_phone_of_today_accepts_its_shape(tools: Tools, app: Path) -> None:
    """From target 30 the table of resources lies uncompressed and aligned."""
    tools.zipalign("-c", 4, app)
    with zipfile.ZipFile(app) as archive:
        table = archive.getinfo("resources.arsc")
        names = archive.namelist()
    assert table.compress_type == zipfile.ZIP_STORED
    name, extra = struct.unpack_from("<HH", app.read_bytes(), table.header_offset + 26)
    assert (table.header_offset + 30 + name + extra) % 4 == 0
    assert [one for one in names if one.endswith((".dex", ".so"))] == ["classes.dex"]
    assert app.stat().st_size < 60 * 1024


def test_its_code_is_the_code_of_this_folder(tools: Tools, app: Path, tmp_path: Path) -> None:
    """Taken apart, put together and taken apart again it is the same; its methods are those of the sources."""
    code = reading.code_of(tools, app)
    again = tmp_path / "smali"
    for name, text in code.items():
        path = again / f"{name}.smali"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    tools.smali("assemble", "--api", build.LEAST_API, "--output", tmp_path / "again.dex", again)
    assert reading.code_of(tools, tmp_path / "again.dex") == code
    written = {f"setu/{one.stem}": one.read_text(encoding="utf-8") for one in (build.SOURCES / "smali").glob("*.smali")}
    assert methods(code) == methods(written)


def methods(code: dict[str, str]) -> dict[str, list[str]]:
    return {name: sorted(re.findall(r"^\.method (.*)$", text, re.MULTILINE)) for name, text in code.items()}


def test_it_calls_only_what_android_has(tools: Tools, app: Path) -> None:
    assert sorted(reading.calls(reading.code_of(tools, app))) == KNOWN


def test_no_page_reaches_the_phone_by_script(tools: Tools, app: Path) -> None:
    called = " ".join(reading.calls(reading.code_of(tools, app)))
    for name in (
        "addJavascriptInterface",
        "evaluateJavascript",
        "setAllowUniversalAccess",
        "Runtime;->exec",
        "ClassLoader",
    ):
        assert name not in called, name
    code = reading.code_of(tools, app)
    assert f'"{ORIGIN}/"' in code["setu/Site"]
    origins = set(re.findall(r'"(https?://[^"/]*)', "\n".join(code.values())))
    assert origins == {ORIGIN}


def test_camera_files_place_telephone_and_sharing_are_there(tools: Tools, app: Path) -> None:
    code = reading.code_of(tools, app)
    intents = set(re.findall(r'"(android\.(?:intent|media)\.\w+\.\w+)"', code["setu/Door"]))
    assert {
        "android.intent.action.DIAL",
        "android.intent.action.SEND",
        "android.intent.extra.STREAM",
        "android.intent.extra.TEXT",
        "android.media.action.IMAGE_CAPTURE",
    } <= intents
    for asked in ("onShowFileChooser", "onGeolocationPermissionsShowPrompt", "onPermissionRequest"):
        assert f" {asked}(" in code["setu/Windows"], asked


def test_the_page_without_a_network_asks_for_nothing_outside(app: Path) -> None:
    with zipfile.ZipFile(app) as archive:
        page = archive.read("assets/offline.html").decode()
    assert re.findall(r'(?:href|src)="([^"]+)"', page) == ["setu:again", "tel:18001233100", "tel:112"]
    assert "<script" not in page


def test_its_sign_is_the_site_s(app: Path) -> None:
    with zipfile.ZipFile(app) as archive:
        drawn = Image.open(io.BytesIO(archive.read("res/mipmap-xxxhdpi-v4/sign.png"))).convert("RGBA")
    ours = Image.open(io.BytesIO(icons.png(432, maskable=True))).convert("RGBA")
    assert drawn.tobytes() == ours.tobytes()


def test_class_files_are_read_by_their_names(tools: Tools) -> None:
    """The reader of android.jar, on a jar that is here: apksig."""
    (jar,) = (tools.root.folder / "usr/share/java").glob("apksig-*.jar")
    known = framework.Jar(jar)
    assert known.has("Lcom/android/apksig/ApkVerifier;->verify()Lcom/android/apksig/ApkVerifier$Result;")
    assert not known.has("Lcom/android/apksig/ApkVerifier;->verify()V")
    assert not known.has("Lcom/android/apksig/Nobody;->verify()V")
