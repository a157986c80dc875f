"""Fill in deploy/janus for one video server: the same files serve the tests on this machine and one in production."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.pbx.configuration import fill, unset
from tools.unpacked import ROOT

TEMPLATES = ROOT / "deploy" / "janus"


@dataclass(frozen=True, slots=True)
class Server:
    """What differs from one video server to the next."""

    name: str
    address: str
    port: int
    secret: str
    media: str
    rtp: tuple[int, int]
    etc: Path
    modules: Path
    public_address: str = ""


def read(values: Mapping[str, object]) -> Server:
    """Make a Server of what a TOML file says; unknown keys are an error, and so is a secret nobody chose."""
    if unset(values):
        raise ValueError("CHANGE-ME बदलिए · is still there: write your own secret")
    given = dict(values)
    paths = {name: Path(str(given.pop(name))) for name in ("etc", "modules")}
    first, last = given.pop("rtp")  # type: ignore[misc]
    return Server(rtp=(int(first), int(last)), **paths, **given)  # type: ignore[arg-type]


def write(server: Server, folder: Path) -> None:
    """Write the configuration into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for template in sorted(TEMPLATES.glob("*.jcfg")):
        target = folder / template.name
        target.touch(mode=0o640)
        target.write_text(fill(template.read_text(encoding="utf-8"), values(server)), encoding="utf-8")
        target.chmod(0o640)


def values(server: Server) -> dict[str, str]:
    """The words of the templates."""
    return {
        "NAME": server.name,
        "ADDRESS": server.address,
        "PORT": str(server.port),
        "SECRET": server.secret,
        "TOKEN_SECRET": derived(server.secret, "token"),
        "ADMIN_KEY": derived(server.secret, "admin"),
        "MEDIA": server.media,
        "RTP_FIRST": str(server.rtp[0]),
        "RTP_LAST": str(server.rtp[1]),
        "PUBLIC": server.public_address,
        "PUBLIC_ADDRESS": server.public_address,
        "ETC": str(server.etc),
        "MODULES": str(server.modules),
    }


def derived(secret: str, what: str) -> str:
    """The key for one purpose, of the one secret that site and server share (as `rooms.rules.derived` does)."""
    return hmac.new(secret.encode(), what.encode(), hashlib.sha256).hexdigest()
