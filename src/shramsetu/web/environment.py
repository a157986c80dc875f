"""Typed readers of the environment: a value of the wrong shape stops the process with a sentence that names it."""

import os
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


DEFAULT_SECRET = "not-a-secret-for-demo-and-tests-only"  # noqa: S105 - refused at start-up outside demo mode


KEYS = ("SEAL_KEYS", "SEAL_KEYS_CHILD", "AADHAAR_KEYS", "CARD_KEYS")  # without them a real site does not start
PREPARED_AFTER = 3  # runs of a statement on one connection


class BadSetting(SystemExit):
    """A setting has a value that cannot be used."""


def text(name: str, default: str = "") -> str:
    """Return `name`, or the content of the file that `name_FILE` names (container secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def var() -> Path:
    """Return the folder for everything this site writes: VAR, by default `var` in the project."""
    return Path(text("VAR", str(ROOT / "var")))


def demo() -> bool:
    """Return whether this is a demo: DEMO, else whether `shramsetu demo` was ever run in this folder."""
    return flag("DEMO", (var() / "demo").exists())


def begin_demo() -> None:
    """Make this folder a demo for this and every later command; DEMO=no still says otherwise."""
    var().mkdir(parents=True, exist_ok=True)
    (var() / "demo").touch()


def flag(name: str, default: bool = False) -> bool:
    """Return whether `name` is yes or no; raise BadSetting for any other word."""
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"", "0", "no", "false", "off"}:
        return False
    raise BadSetting(f"{name}={value!r}: expected yes or no · हाँ के लिए yes, नहीं के लिए no लिखें")


def refuse_default_secret() -> None:
    """Raise BadSetting where the site would be served with secrets everybody knows; demo and tests may."""
    if demo() or flag("TESTING"):
        return
    if text("SECRET_KEY", DEFAULT_SECRET) == DEFAULT_SECRET:
        raise BadSetting(
            "SECRET_KEY नहीं दिया गया; बनाएँ: openssl rand -base64 48 · "
            "SECRET_KEY is not set; make one with: openssl rand -base64 48 (DEMO=yes for a demo)"
        )
    for name in KEYS:
        if not words(name) and not (name == "AADHAAR_KEYS" and text("AADHAAR_VAULT")):
            raise BadSetting(
                f'{name} नहीं दिया गया; बनाएँ: echo "a:$(openssl rand -base64 32)" · '
                f'{name} is not set; make one with: echo "a:$(openssl rand -base64 32)", and keep it apart from backups'
            )


def websocket(name: str) -> str:
    """Return the address of a websocket: encrypted (wss), or on this machine; raise BadSetting for any other."""
    address = text(name)
    parts = urllib.parse.urlsplit(address)
    if address and parts.scheme != "wss" and not (parts.scheme == "ws" and _is_here(parts)):
        raise BadSetting(f"{name}={address!r}: wss://… is needed · पता wss:// से शुरू हो, वरना बातचीत खुली जाएगी")
    return address


def service(name: str) -> str:
    """Return the address of a service that hears of persons: encrypted (https), or here; raise BadSetting otherwise."""
    address = text(name).rstrip("/")
    parts = urllib.parse.urlsplit(address)
    if address and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts)))):
        raise BadSetting(f"{name}: https://… is needed · पता https:// से शुरू हो, वरना नाम और नंबर खुले जाएँगे")
    return address


def mailbox(name: str) -> str:
    """Return the address of a mailbox: encrypted (imaps), or on this machine; raise BadSetting for any other."""
    address = text(name)
    parts = urllib.parse.urlsplit(address)
    if address and not (parts.hostname and (parts.scheme == "imaps" or (parts.scheme == "imap" and _is_here(parts)))):
        raise BadSetting(f"{name}: imaps://user@host/INBOX is needed · imaps:// से शुरू हो, वरना पासवर्ड खुला जाएगा")
    if parts.password:
        raise BadSetting(f"{name}: the password belongs in IMAP_PASSWORD · पासवर्ड IMAP_PASSWORD में लिखें")
    return address


def _is_here(parts: urllib.parse.SplitResult) -> bool:
    """Tell whether an address is this very machine's."""
    return (parts.hostname or "") in {"localhost", "::1"} or (parts.hostname or "").startswith("127.")


def number(name: str, default: int) -> int:
    """Return `name` as a whole number."""
    value = text(name, str(default))
    if not value.lstrip("-").isdigit():
        raise BadSetting(f"{name}={value!r}: expected a whole number · पूरी संख्या लिखें")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return the comma-separated words of `name`."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str, default: str = "") -> dict[str, str]:
    """Return the comma-separated key=value pairs of `name`."""
    found = [word.partition("=") for word in words(name, default)]
    if any(not sign for _, sign, _ in found):
        raise BadSetting(f"{name}: expected key=value,key=value · key=value,key=value के रूप में लिखें")
    return {key.strip(): value.strip() for key, _, value in found}


def database(url: str) -> dict[str, object]:
    """Turn a postgresql:// URL into Django's connection settings; query parameters become libpq options."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL: only postgresql:// is supported · डेटाबेस केवल PostgreSQL हो सकता है")
    query = dict(urllib.parse.parse_qsl(parts.query))
    unquote = urllib.parse.unquote
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # statements are bound and prepared by the server: parsing and planning them anew costs as much as running them
        "OPTIONS": {"server_side_binding": not flag("PGBOUNCER"), "prepare_threshold": PREPARED_AFTER, **query},
    }
