from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OfflineConfig(AppConfig):
    name = "shramsetu.offline"
    label = "offline"

    def ready(self) -> None:
        """Let every package say what it takes from a device."""
        autodiscover_modules("offline_kinds")
