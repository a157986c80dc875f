"""Start-up says what is wrong with the operator's settings, and a secret everybody knows serves nobody."""

from pathlib import Path

import pytest

from shramsetu.web import cli, environment


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DEMO", "TESTING", "SECRET_KEY", "SECRET_KEY_FILE", "AADHAAR_VAULT", *environment.KEYS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR", str(tmp_path))
    return tmp_path


def test_default_secret_outside_a_demo_is_refused(var: Path) -> None:
    with pytest.raises(environment.BadSetting, match="SECRET_KEY"):
        environment.refuse_default_secret()


def test_own_secrets_are_served(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (var / "secret").write_text("of our own\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(var / "secret"))
    for name in environment.KEYS:
        with pytest.raises(environment.BadSetting, match=f"^{name} "):
            environment.refuse_default_secret()
        monkeypatch.setenv(name, "a:c2VjcmV0")
    environment.refuse_default_secret()
    assert environment.text("SECRET_KEY") == "of our own"


def test_an_official_vault_needs_no_keys_for_aadhaar(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "of our own")
    for name in set(environment.KEYS) - {"AADHAAR_KEYS"}:
        monkeypatch.setenv(name, "a:c2VjcmV0")
    monkeypatch.setenv("AADHAAR_VAULT", "department.vault.Adapter")
    environment.refuse_default_secret()


def test_a_demo_folder_stays_one_until_told_otherwise(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not environment.demo()
    environment.begin_demo()
    assert environment.demo()
    environment.refuse_default_secret()
    monkeypatch.setenv("DEMO", "no")
    assert not environment.demo()


def test_a_wrong_word_stops_with_the_setting_named(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "perhaps")
    with pytest.raises(environment.BadSetting, match=r"DEMO='perhaps'"):
        environment.demo()
    monkeypatch.setenv("PORT", "http")
    with pytest.raises(environment.BadSetting, match=r"PORT='http'"):
        environment.number("PORT", 8000)


@pytest.mark.parametrize(
    ("arguments", "needs"),
    [
        ([], False),
        (["check"], False),
        (["names", "compare", "f.tsv"], False),
        (["names", "rekey"], True),
        (["serve", "--help"], False),
        (["journal", "verify"], True),
        (["demo"], True),
    ],
)
def test_only_a_command_that_reads_or_writes_starts_a_database(
    arguments: list[str], needs: bool, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cli.needs_database(arguments) == needs


def test_the_operators_database_is_used(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    assert not cli.needs_database(["migrate"])


@pytest.mark.parametrize("address", ["", "wss://pbx.example.in/ws", "ws://127.0.0.1:8088/ws", "ws://localhost/ws"])
def test_browsers_reach_the_exchange_encrypted_or_on_this_machine(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEPHONY_WSS", address)
    assert environment.websocket("TELEPHONY_WSS") == address


@pytest.mark.parametrize(
    "address", ["ws://pbx.example.in/ws", "ws://10.0.0.5/ws", "http://127.0.0.1/ws", "pbx.example"]
)
def test_calls_in_the_clear_over_the_net_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEPHONY_WSS", address)
    with pytest.raises(environment.BadSetting, match="wss"):
        environment.websocket("TELEPHONY_WSS")


@pytest.mark.parametrize("address", ["", "https://igrs.example.in", "http://127.0.0.1:8091", "http://localhost:8091"])
def test_a_service_that_hears_of_persons_is_reached_encrypted_or_on_this_machine(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IGRS_URL", f"{address}/" if address else "")
    assert environment.service("IGRS_URL") == address


@pytest.mark.parametrize(
    "address", ["http://igrs.example.in", "http://10.0.0.5", "ftp://127.0.0.1", "igrs", "https://"]
)
def test_names_and_phones_never_go_in_the_clear(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IGRS_URL", address)
    with pytest.raises(environment.BadSetting, match="https"):
        environment.service("IGRS_URL")
