from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    name = "shramsetu.demo"
    label = "demo"

    def ready(self) -> None:
        """Let the sign-ins of a demo know what is still being played."""
        if settings.DEMO:
            import_module("shramsetu.demo.promised")
