"""The exchange's configuration: one set of files for the tests and for production."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tools.pbx import configuration, root, sounds

EXAMPLE = configuration.TEMPLATES / "node.example.toml"


def written(folder: Path, **changes: object) -> dict[str, str]:
    node = configuration.read(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")))
    configuration.write(configuration.at(node, **changes), folder)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.conf")}


def test_the_example_of_production_is_complete(tmp_path: Path) -> None:
    files = written(tmp_path)
    assert not [name for name, text in files.items() if re.search(r"@[A-Z_]+@", text)]
    assert "match = 10.20.1.6" in files["pjsip.conf"]
    assert "PJSIP/112@emergency" in files["extensions.conf"]
    assert "tls" not in files["http.conf"].replace("TLS", "")
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.conf")} == {0o640}


def test_tls_a_public_address_and_duty_phones_come_by_their_values(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        certificate="/tls/chain.pem",
        key="/tls/key.pem",
        public_address="203.0.113.7",
        local_net="10.0.0.0/8",
        duty_phones={"9001": "word"},
    )
    assert "tlsenable = yes" in files["http.conf"]
    assert "protocol = wss" in files["pjsip.conf"]
    assert "external_media_address = 203.0.113.7" in files["pjsip.conf"]
    assert "member => PJSIP/9001" in files["queues.conf"]


def test_a_value_that_nobody_knows_is_an_error() -> None:
    values = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    with pytest.raises(TypeError):
        configuration.read({**values, "certificat": "x"})


def test_a_password_of_the_example_goes_nowhere(tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "tools.pbx", "configure", str(EXAMPLE), str(tmp_path / "etc")]
    done = subprocess.run(asked, capture_output=True, text=True, cwd=configuration.TEMPLATES.parents[1], check=False)
    assert done.returncode == 1
    assert "CHANGE-ME" in done.stderr
    assert not (tmp_path / "etc").exists()
    assert configuration.unset({"duty_phones": {"9001": "CHANGE-ME"}})
    assert not configuration.unset({"ari_password": "x", "rtp": [1, 2]})


def test_what_the_exchange_says_by_itself_is_made_for_a_node(tmp_path: Path) -> None:
    """Without these files a caller whom no controller takes would hear nothing."""
    if not (shutil.which("sox") and shutil.which("espeak-ng")):
        pytest.skip("no sox or no espeak-ng here: make pbx")
    told = (configuration.TEMPLATES / "extensions.conf").read_text(encoding="utf-8")
    asked = set(re.findall(r"(?:Read\(KEY,|Playback\()helpline/([a-z]+)", told))
    assert asked == set(sounds.WORDS)
    subprocess.run([sys.executable, "-m", "tools.pbx", "sounds", str(tmp_path / "sounds")], check=True)
    made = {str(path.relative_to(tmp_path / "sounds")) for path in tmp_path.rglob("*.wav")}
    assert made == {*(f"hi/helpline/{word}.wav" for word in asked), "music/waiting.wav", "beep.wav"}


def test_nobody_is_answered_without_being_known(tmp_path: Path) -> None:
    pjsip = written(tmp_path)["pjsip.conf"]
    assert "anonymous" not in re.sub(r"^;.*$", "", pjsip, flags=re.MULTILINE)


def test_every_module_is_one_that_asterisk_has() -> None:
    have = root.ready()
    if have is None:
        pytest.skip("no exchange here: make pbx")
    asked = re.findall(r"^load = (\S+)", (configuration.TEMPLATES / "modules.conf").read_text(), re.MULTILINE)
    assert [name for name in asked if not (have.beside("asterisk/modules") / name).exists()] == []
    assert len(asked) == len(set(asked))


def test_no_name_of_a_person_s_phone_is_logged(tmp_path: Path) -> None:
    """Verbose lines carry callers' numbers."""
    assert "verbose" not in re.sub(r"^;.*$", "", written(tmp_path)["logger.conf"], flags=re.MULTILINE)
