"""The command line: `shramsetu NAME …` is the management command NAME of the package that owns it."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command with the settings of the house."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shramsetu.web.settings")
    execute_from_command_line(["shramsetu", *sys.argv[1:]])


if __name__ == "__main__":
    main()
