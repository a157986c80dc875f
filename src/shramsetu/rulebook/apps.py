from django.apps import AppConfig

from shramsetu.rulebook.load import book


class RulebookConfig(AppConfig):
    name = "shramsetu.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        """Read the whole rulebook once, so that a wrong file stops the process at start-up and not a citizen later."""
        book()
