"""Start a mail server in a folder of its own on this machine, as nobody; it ends with who started it."""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tools.imap import root
from tools.imap.root import NoMailServer
from tools.unpacked import Unpacked, share

BOOT_SECONDS = 15.0
STOP_SECONDS = 5.0
HOST, USER, PASSWORD = "127.0.0.1", "shikayat", "kept-in-this-folder-only"
SERVICES = ("anvil", "auth", "config", "imap", "imap-login", "log", "stats")
MODULES = b"/usr/lib/dovecot/modules"
CONFIGURATION = """
protocols = imap
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
libexec_dir = {top}/usr/lib/dovecot
mail_plugin_dir = {top}/usr/lib/dovecot/modules
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = static
  args = user={account} password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {secure}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class MailServer:
    """A running Dovecot: `with MailServer.fresh() as server: …`. `port` takes plain words, `secure` TLS."""

    root: Unpacked
    folder: Path
    port: int
    secure: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def fresh(cls) -> "MailServer":
        """A server with an empty mailbox in a folder of its own, on free ports of the loopback."""
        have = root.ensure()
        folder = Path(tempfile.mkdtemp(prefix="imap-", dir="/tmp"))  # noqa: S108 - a short name, see `moved`
        folder.chmod(0o755)
        return cls(moved(have, folder), folder, free_port(), free_port())

    @property
    def certificate(self) -> Path:
        """The certificate that the server shows, to be trusted."""
        return self.folder / "certificate.pem"

    def url(self, folder: str = "INBOX", *, secure: bool = False) -> str:
        """The address for IMAP_URL."""
        scheme, port = ("imaps", self.secure) if secure else ("imap", self.port)
        return f"{scheme}://{USER}@{'localhost' if secure else HOST}:{port}/{folder}"

    def __enter__(self) -> "MailServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Write its configuration, start it, and wait until it listens."""
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        make_certificate(self.folder)
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(self.configuration(user), encoding="utf-8")
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.glob("*.*")):
                os.chown(path, user.pw_uid, user.pw_gid)
        began = time.monotonic()
        with (self.folder / "words.log").open("ab") as words:
            self.process = subprocess.Popen(
                [*unprivileged(user), *self.command(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
                cwd=self.folder,
            )
        while not listens(self.port):
            if self.process.poll() is not None or time.monotonic() - began > BOOT_SECONDS:
                raise NoMailServer(f"Dovecot did not start:\n{self.last_words()}")
            time.sleep(0.02)

    def stop(self, sign: int = signal.SIGTERM) -> None:
        """End it; whoever is connected loses the line."""
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, sign)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def configuration(self, user: pwd.struct_passwd) -> str:
        """The whole configuration, with every service started through the loader of the unpacked libraries."""
        text = CONFIGURATION.format(
            host=HOST,
            folder=self.folder,
            top=self.root.folder,
            user=user.pw_name,
            group=grp.getgrgid(user.pw_gid).gr_name,
            account=USER,
            password=PASSWORD,
            plain=self.port,
            secure=self.secure,
        )
        for name in SERVICES:
            text += f"service {name} {{\n  executable = {' '.join(self.loaded(f'usr/lib/dovecot/{name}'))}\n}}\n"
        return text

    def command(self, configuration: Path) -> list[str]:
        """Its own reader of configurations starts it: Dovecot would look for that one where Debian installs it."""
        read = ["-c", str(configuration), "-f", "service=master", "-m", "master", "-e"]
        return [*self.loaded("usr/bin/doveconf"), *read, *self.root.command("-F", "-c", str(configuration))]

    def loaded(self, path: str) -> list[str]:
        """A program of it through the loader and the libraries it came with."""
        return [*self.root.command()[:-1], str(self.root.folder / path)]

    def client(self) -> imaplib.IMAP4:
        """A connection that has signed in, as another mail program has one."""
        found = imaplib.IMAP4(HOST, self.port, timeout=10)
        found.login(USER, PASSWORD)
        return found

    def last_words(self) -> str:
        """The ends of its logs."""
        found = [self.folder / name for name in ("words.log", "dovecot.log")]
        lines = [line for one in found if one.exists() for line in one.read_text(errors="replace").splitlines()[-8:]]
        return "\n".join(f"  | {line}" for line in lines)


def moved(have: Unpacked, folder: Path) -> Unpacked:
    """Return the program in `folder`, where nobody may read it, with its modules looked for there.

    The one path that no setting changes is written in its library; a shorter one takes its place.
    """
    share(have.folder, folder / "root")
    (folder / "m").symlink_to(folder / "root" / "usr" / "lib" / "dovecot" / "modules")
    library = folder / "root" / "usr" / "lib" / "dovecot" / "libdovecot.so.0.0.0"
    path = str(folder / "m").encode().ljust(len(MODULES), b"\0")
    if len(path) > len(MODULES):
        raise NoMailServer(f"{folder}: too long a path")
    content = library.read_bytes().replace(MODULES + b"\0", path + b"\0")
    library.unlink()  # it is one file with the one that was unpacked
    library.write_bytes(content)
    return Unpacked(have.program, folder / "root")


def unprivileged(user: pwd.struct_passwd) -> list[str]:
    """Let what follows end with us, be nobody, and hold no power."""
    words = ["setpriv", "--pdeathsig", "TERM", "--no-new-privs"]
    if os.geteuid() == 0:
        words += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--bounding-set=-all"]
        words += ["--inh-caps=-all"]
    return [*words, "--"]


def make_certificate(folder: Path) -> None:
    """Write a key and a certificate of this machine for the server."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address(HOST))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    made = made.add_extension(names, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = made.sign(key, hashes.SHA256())
    (folder / "certificate.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
