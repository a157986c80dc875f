"""The command line: `shramsetu NAME …` is the management command NAME of the package that owns it."""

import os
import sys

from django.core.management import execute_from_command_line

from shramsetu.web import environment, postgres

WITHOUT_DATABASE = {
    "check", "flows", "help", "igrs contract", "igrs sandbox", "makemigrations", "names compare", "simulate",
    "version", "workers card", "--help", "-h", "--version",
}  # fmt: skip


def main() -> None:
    """Run one command with the settings of the house, on a running database; stop it if this command started it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shramsetu.web.settings")
    if sys.argv[1:] == ["demo"]:
        environment.begin_demo()
    try:
        if needs_database(sys.argv[1:]):
            os.environ["DATABASE_URL"] = postgres.ensure(environment.var())
        execute_from_command_line(["shramsetu", *sys.argv[1:]])
    except postgres.NoDatabase as error:
        sys.exit(f"✗ {error}")
    finally:
        postgres.stop_started()


def needs_database(arguments: list[str]) -> bool:
    """Tell whether to see to a database: not for a question, and not where the operator names one."""
    if not arguments or {arguments[0], " ".join(arguments[:2])} & WITHOUT_DATABASE or "--help" in arguments:
        return False
    return not environment.text("DATABASE_URL")


if __name__ == "__main__":
    main()
