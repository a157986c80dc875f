"""`python -m shramsetu.bridges.igrs.sandbox`: the sandbox without the site around it."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from shramsetu.bridges.igrs.contract import ROOT
from shramsetu.bridges.igrs.sandbox.server import Sandbox, Server
from shramsetu.bridges.igrs.sandbox.store import Store
from shramsetu.bridges.rules import signing


def serve(*, host: str, port: int, secret: str, state: Path | str) -> None:
    """Serve until Ctrl-C; the first lines say how this site finds it."""
    sandbox = Sandbox(Store(state), [signing.read(secret)])
    with Server((host, port), sandbox) as running:
        base = f"http://{host}:{running.server_address[1]}"
        sys.stdout.write(f"✓ आईजीआरएस का अभ्यास सर्वर · IGRS sandbox: {base}{ROOT}\n")
        sys.stdout.write(f"  IGRS_URL={base} IGRS_SECRET={secret}\n")
        sys.stdout.flush()
        try:
            running.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            sys.stdout.write("✓ बंद · stopped\n")


def main() -> None:
    """Read the arguments."""
    parser = ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--state", default=":memory:")
    given = parser.parse_args()
    serve(host=given.host, port=given.port, secret=given.secret, state=given.state)


if __name__ == "__main__":
    main()
