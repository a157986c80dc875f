"""The Android app that was built for this site (`make apk`): what the download page says of it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

NAME = "shram-setu"
_AGENT = re.compile(r" ShramSetuApp/(\d{1,3}\.\d{1,2}\.\d{1,2})$")


@dataclass(frozen=True, slots=True)
class App:
    """A built app. `certificate` is the SHA-256 of the certificate of who signed it."""

    path: Path
    version: str
    package: str
    size: int
    sha256: str
    certificate: str
    is_trial: bool

    @property
    def kilobytes(self) -> int:
        """Its size as a visitor reads it, rounded up."""
        return -(-self.size // 1024)

    @property
    def fingerprint(self) -> list[str]:
        """The certificate's digest in groups of four that can be compared by eye."""
        return re.findall("....", self.certificate.upper())


def built() -> App | None:
    """Return the app that lies ready; None where there is none, or where file and description are not of one build."""
    package = Path(settings.APK_FOLDER) / f"{NAME}.apk"
    try:
        said = json.loads(package.with_suffix(".json").read_text(encoding="utf-8"))
        app = App(
            package, *(said[name] for name in ("version", "package", "size", "sha256", "certificate", "is_trial"))
        )
        return app if package.stat().st_size == app.size else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def version_of(request: HttpRequest) -> str:
    """Return the version of the app in which the visitor reads this page; empty in a browser."""
    found = _AGENT.search(request.headers.get("User-Agent", ""))
    return found[1] if found else ""
