"""The sandbox's web server: standard library, one thread a request, this machine alone unless told otherwise."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import structlog

from shramsetu.workers.familyid.sandbox.registry import OutOfOrder, Registry
from shramsetu.workers.social import post
from shramsetu.workers.social.reasons import Fault, Refused
from shramsetu.workers.social.signing import BadJson

log = structlog.get_logger("sandbox")
ROOT = "/familyid/v1.0.0"
HEARD_MOST = 5_000_000
NOW = {"/registry/sync/search": "search"}
LATER = {"/registry/search": "search", "/registry/subscribe": "subscribe", "/registry/unsubscribe": "unsubscribe"}


class Server(ThreadingHTTPServer):
    """Serves one registry; callbacks are posted with a token that `bearer` fetches from whoever asked."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], registry: Registry) -> None:
        super().__init__(address, Handler)
        self.registry = registry


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_GET(self) -> None:
        """Show the public key, and the benefits that were told."""
        path = urlsplit(self.path).path
        if path == "/.well-known/jwks.json":
            self._reply(200, self.server.registry.jwks())
        elif path == "/sandbox/benefits":
            self._reply(200, {"benefits": self.server.registry.benefits})
        else:
            self._reply(404, {"errors": [{"code": Fault.NOT_FOUND.value, "message": path}]})

    def do_POST(self) -> None:
        """Answer an envelope, a form for a token, or a change of a family."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, HEARD_MOST))
        path, at = urlsplit(self.path).path, datetime.now(UTC)
        try:
            self._answer(path, body, at)
        except OutOfOrder:
            self._reply(503, {"errors": [{"code": Fault.UNAVAILABLE.value, "message": "out of order"}]})
        except Refused as error:
            self._refuse(error, at)
        except (BadJson, KeyError, TypeError, ValueError) as error:
            self._refuse(Refused(Fault.BAD, type(error).__name__), at)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Log addresses without what follows the question mark, and no body."""
        log.info("request", line=str(args[0]).partition("?")[0] if args else format)

    def _answer(self, path: str, body: bytes, at: datetime) -> None:
        registry = self.server.registry
        if path == "/oauth2/client/token":
            token = registry.token(dict(parse_qsl(body.decode())))
            said = {"access_token": token, "token_type": "Bearer", "expires_in": 900}
            self._reply(200 if token else 401, said if token else {"error": "invalid_client"})
        elif path == "/sandbox/families":
            self._reply(200, {"told": registry.change(json.loads(body), at=at)})
        elif not self._may():
            self._reply(401, {"errors": [{"code": Fault.UNAUTHORISED.value, "message": "token"}]})
        elif (face := path.removeprefix(ROOT)) in NOW:
            self._send(200, registry.now(body, NOW[face], at=at))
        elif face in LATER:
            self._reply(200, registry.later(body, LATER[face], at=at))
        elif face == "/registry/notify":
            self._reply(200, registry.notified(body, at=at))
        else:
            self._reply(404, {"errors": [{"code": Fault.NOT_FOUND.value, "message": path}]})

    def _may(self) -> bool:
        return self.headers.get("Authorization", "").removeprefix("Bearer ") in self.server.registry.tokens

    def _refuse(self, error: Refused, at: datetime) -> None:
        said = {"ack_status": "ERR", "timestamp": at.isoformat(), "correlation_id": "-"}
        self._reply(400, {"message": {**said, "error": {"code": error.fault.value, "message": error.text}}})

    def _reply(self, status: int, said: object) -> None:
        self._send(status, json.dumps(said, ensure_ascii=False).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def poster(token: Callable[[], str], *, allowed: str) -> Callable[[str, bytes], None]:
    """Return what posts callbacks, each in a thread of its own, below the one address that is allowed."""

    def work(address: str, body: bytes) -> None:
        try:
            answer = post.send(address, body, token=token())
        except post.NotReached as error:
            log.warning("callback failed", fault=str(error))
        else:
            log.info("callback", status=answer.status)

    def send(address: str, body: bytes) -> None:
        if not address.startswith(allowed.rstrip("/") + "/"):
            raise Refused(Fault.SENDER_URI)
        threading.Thread(target=work, args=(address, body), daemon=True).start()

    return send
