"""`make check`: the rules that need no database; one line for each, with its words where it is not well."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SETTINGS = "shramsetu.web.settings"
CODE = [folder for folder in ("src", "tests", "tools", "bench") if (ROOT / folder).exists()]
CHECKS = {
    "types (mypy --strict)": ["mypy"],
    "style (ruff)": ["ruff", "check", "--quiet", *CODE],
    "format (ruff)": ["ruff", "format", "--check", "--quiet", *CODE],
    "floors (import-linter)": ["lint-imports", "--no-cache"],
    "templates (djlint)": ["djlint", "--lint", "--quiet", "src"],
    "migrations": ["python", "-m", "django", "makemigrations", "--check", "--dry-run", f"--settings={SETTINGS}"],
    "Hindi catalogues": ["python", "tools/catalogue.py", "check"],
    "licences": ["python", "tools/licences.py"],
}


def main() -> None:
    """Run all checks, two at a time; longest first."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(passes, CHECKS))
    sys.exit(not all(results))


def passes(name: str) -> bool:
    start = time.monotonic()
    program, *arguments = CHECKS[name]
    environment = os.environ | {"PYTHONPATH": "src", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [BIN / program, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    print(f"{'✗' if done.returncode else '✓'} {name}  {time.monotonic() - start:.1f} s", flush=True)
    if done.returncode:
        print((done.stdout + done.stderr).strip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
