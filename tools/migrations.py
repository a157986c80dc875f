"""Each package's migrations follow one another in one line: name those that two branches put beside each other.

Needs no database. Without it a landing that is green by itself leaves a site that cannot be set up.
"""

import os
import sys

import django
from django.db.migrations.loader import MigrationLoader


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shramsetu.web.settings")
    django.setup()
    faults = [
        f"{package}: {', '.join(sorted(ends))}" for package, ends in MigrationLoader(None).detect_conflicts().items()
    ]
    print("\n".join(faults))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
