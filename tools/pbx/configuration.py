"""Fill in deploy/asterisk for one node: the same files serve the tests on loopback and a node in production.

Values come from a TOML file (deploy/asterisk/node.example.toml) or from the launcher. `@NAME@` is replaced; a line that
begins with `@TLS@` or `@PUBLIC@` stays only where the node has TLS or a public address. A word left over is an error.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "deploy" / "asterisk"
SERVICES = ("112", "102", "108", "1090", "181", "1098", "1930")
PLACEHOLDER = "CHANGE-ME"
WORD = re.compile(r"@([A-Z_]+)@")


@dataclass(frozen=True, slots=True)
class Trunk:
    """A carrier: calls from `match` are its, calls to it go to `contact`."""

    name: str
    match: tuple[str, ...]
    contact: str


@dataclass(frozen=True, slots=True)
class Node:
    """What differs from one exchange to the next."""

    name: str
    address: str
    ari_password: str
    folder: Path  # everything it writes
    modules: Path
    data: Path
    etc: Path
    trunks: tuple[Trunk, ...]
    emergency: Trunk
    apps: str = "^helpline-"
    nodes: tuple[Trunk, ...] = ()  # the others, under the names of their controllers
    ari_user: str = "helpline"
    sip_port: int = 5060
    http_port: int = 8088
    https_port: int = 8089
    rtp: tuple[int, int] = (20000, 29999)
    tries: int = 8  # seconds that a caller hears it ring while no controller is there
    certificate: str = ""
    key: str = ""
    public_address: str = ""
    local_net: str = ""
    ice_host: Mapping[str, str] = field(default_factory=dict)  # this machine's address: what browsers are told
    duty_phones: Mapping[str, str] = field(default_factory=dict)  # number: password


def read(values: Mapping[str, object]) -> Node:
    """Make a Node of what a TOML file says; unknown keys are an error."""
    given = dict(values)
    trunks = tuple(_trunk(one) for one in given.pop("trunk"))  # type: ignore[attr-defined]
    nodes = tuple(_trunk(one) for one in given.pop("node", ()))  # type: ignore[attr-defined]
    emergency = _trunk({"name": "emergency", **given.pop("emergency")})  # type: ignore[dict-item]
    paths = {name: Path(str(given.pop(name))) for name in ("folder", "modules", "data", "etc")}
    if "rtp" in given:
        given["rtp"] = tuple(given["rtp"])  # type: ignore[arg-type]
    return Node(trunks=trunks, emergency=emergency, nodes=nodes, **paths, **given)  # type: ignore[arg-type]


def unset(values: object) -> bool:
    """Tell whether a placeholder of the example stands anywhere in what a TOML file says."""
    if isinstance(values, Mapping):
        return any(unset(one) for one in values.values())
    return values == PLACEHOLDER if not isinstance(values, list) else any(unset(one) for one in values)


def _trunk(one: Mapping[str, object]) -> Trunk:
    match = one.get("match", ())
    return Trunk(str(one["name"]), tuple(str(part) for part in match), str(one["contact"]))  # type: ignore[attr-defined]


def write(node: Node, folder: Path) -> None:
    """Write the node's configuration into `folder`."""
    words = values(node)
    folder.mkdir(parents=True, exist_ok=True)
    for template in sorted(TEMPLATES.glob("*.conf")):
        text = fill(template.read_text(encoding="utf-8"), words)
        target = folder / template.name
        target.write_text(text, encoding="utf-8")
        target.chmod(0o640)


def fill(text: str, words: Mapping[str, str]) -> str:
    """Replace each `@NAME@`; a line behind an empty condition goes."""
    lines = []
    for line in text.splitlines():
        if line.startswith(("@TLS@", "@PUBLIC@")):
            condition, _, line = line[1:].partition("@")
            if not words[condition]:
                continue
        lines.append(WORD.sub(lambda found: words[found[1]], line))
    return "\n".join(lines) + "\n"


def values(node: Node) -> dict[str, str]:
    """The words of the templates."""
    folder = node.folder
    return {
        "NODE": node.name,
        "APPS": node.apps,
        "ADDRESS": node.address,
        "SIP_PORT": str(node.sip_port),
        "HTTP_PORT": str(node.http_port),
        "HTTPS_PORT": str(node.https_port),
        "ARI_USER": node.ari_user,
        "ARI_PASSWORD": node.ari_password,
        "TRIES": str(node.tries),
        "RTP_FIRST": str(node.rtp[0]),
        "RTP_LAST": str(node.rtp[1]),
        "ICE": "\n".join(f"{real} => {told}" for real, told in node.ice_host.items()),
        "EMERGENCY": node.emergency.name,
        "SERVICES": ":".join(SERVICES),
        "TRUNKS": "\n".join(trunk_lines(one) for one in (*node.trunks, node.emergency)),
        "NODES": "\n".join(trunk_lines(one, context="from-node") for one in node.nodes),
        "PHONES": "\n".join(phone_lines(number, secret) for number, secret in node.duty_phones.items()),
        "DUTY": "\n".join(f"member => PJSIP/{number}" for number in node.duty_phones),
        "TLS": node.certificate,
        "CERTIFICATE": node.certificate,
        "KEY": node.key,
        "PUBLIC": node.public_address,
        "PUBLIC_ADDRESS": node.public_address,
        "LOCAL_NET": node.local_net,
        "ETC": str(node.etc),
        "MODULES": str(node.modules),
        "DATA": str(node.data),
        "STATE": str(folder / "state"),
        "SPOOL": str(folder / "spool"),
        "RUN": str(folder / "run"),
        "LOG": str(folder / "log"),
    }


def trunk_lines(trunk: Trunk, *, context: str = "from-trunk") -> str:
    """One carrier: endpoint, where to reach it, and the addresses it calls from (none: it only takes calls)."""
    name = trunk.name
    lines = [f"[{name}](line)", f"aors = {name}", f"[{name}]", "type = aor", f"contact = {trunk.contact}"]
    lines.insert(1, f"context = {context if trunk.match else 'none'}")
    if trunk.match:
        lines += [f"[{name}]", "type = identify", f"endpoint = {name}", *[f"match = {one}" for one in trunk.match]]
    return "\n".join(lines)


def phone_lines(number: str, secret: str) -> str:
    """One fixed phone, which registers with a password of the configuration."""
    phone = [f"[{number}](deskphone)", f"aors = {number}", f"auth = {number}", f'callerid = "{number}" <{number}>']
    auth = [f"[{number}]", "type = auth", "auth_type = digest", f"username = {number}", f"password = {secret}"]
    return "\n".join([*phone, *auth, f"[{number}](place)"])


def at(node: Node, **changes: object) -> Node:
    """The same node with other values."""
    return replace(node, **changes)  # type: ignore[arg-type]


def folders(node: Node) -> Iterable[Path]:
    """The folders Asterisk wants to find."""
    parts = (
        "state/keys",
        "run",
        "log/cdr-custom",
        "spool/recording",
        "spool/monitor",
        "spool/outgoing",
    )
    return [node.folder / part for part in parts]
