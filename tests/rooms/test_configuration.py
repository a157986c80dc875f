"""The video server's configuration: one set of files for the tests and for production."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tools.video import configuration, root
from tools.video.configuration import TEMPLATES

EXAMPLE = TEMPLATES / "server.example.toml"


def values(**changes: object) -> dict[str, object]:
    return {**tomllib.loads(EXAMPLE.read_text(encoding="utf-8")), "secret": "chosen", **changes}


def written(folder: Path, **changes: object) -> dict[str, str]:
    configuration.write(configuration.read(values(**changes)), folder)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.jcfg")}


def plain(text: str) -> str:
    return re.sub(r"#.*$", "", text, flags=re.MULTILINE)


def test_the_example_of_production_is_complete(tmp_path: Path) -> None:
    files = written(tmp_path)
    assert not [name for name, text in files.items() if re.search(r"@[A-Z_]+@", text)]
    assert 'ws_ip = "127.0.0.1"' in files["janus.transport.websockets.jcfg"]
    assert 'rtp_port_range = "30000-31999"' in files["janus.jcfg"]
    assert "nat_1_1_mapping" not in files["janus.jcfg"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.jcfg")} == {0o640}


def test_a_public_address_comes_by_its_value(tmp_path: Path) -> None:
    assert 'nat_1_1_mapping = "203.0.113.8"' in written(tmp_path, public_address="203.0.113.8")["janus.jcfg"]


def test_nobody_rules_the_server_from_outside(tmp_path: Path) -> None:
    files = {name: plain(text) for name, text in written(tmp_path).items()}
    assert re.findall(r"admin_wss? = (\w+)", files["janus.transport.websockets.jcfg"]) == ["false", "false"]
    assert "admin_secret" not in files["janus.jcfg"]
    assert "token_auth = true" in files["janus.jcfg"]
    assert 'secret = "chosen"' not in files["janus.plugin.videoroom.jcfg"]
    assert "record" not in files["janus.plugin.videoroom.jcfg"]


def test_everything_that_is_not_needed_is_switched_off(tmp_path: Path) -> None:
    have = root.ready()
    if have is None:
        pytest.skip("no video server here: make video")
    off = set(re.findall(r"libjanus_\w+\.so", plain(written(tmp_path)["janus.jcfg"])))
    there = {path.name for kind in ("plugins", "transports") for path in (have.beside("janus") / kind).glob("*.so")}
    assert there - off == {"libjanus_videoroom.so", "libjanus_websockets.so"}


def test_a_value_that_nobody_knows_and_a_secret_nobody_chose_are_errors(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        configuration.read(values(certificat="x"))
    asked = [sys.executable, "-m", "tools.video", "configure", str(EXAMPLE), str(tmp_path / "etc")]
    done = subprocess.run(asked, capture_output=True, text=True, cwd=TEMPLATES.parents[1], check=False)
    assert (done.returncode, "CHANGE-ME" in done.stderr, (tmp_path / "etc").exists()) == (1, True, False)
