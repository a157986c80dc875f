"""`make test`: the whole suite on two cores, on a database of its own that is stopped afterwards. ARGS go to pytest."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    chosen = sys.argv[1:] or ["--numprocesses=2"]
    command = [sys.executable, "-m", "pytest", "--create-db", *chosen]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    stop = [sys.executable, "-m", "shramsetu.web.postgres", "stop", "var/test"]
    subprocess.run(stop, cwd=ROOT, env=environment, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
