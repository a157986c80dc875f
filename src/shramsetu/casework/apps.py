from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CaseworkConfig(AppConfig):
    name = "shramsetu.casework"
    label = "casework"

    def ready(self) -> None:
        """Read every package's flow table and effects; the database learns the states after each migration."""
        autodiscover_modules("flow")
        autodiscover_modules("actions")
        autodiscover_modules("desk")
        autodiscover_modules("burden")
        autodiscover_modules("upkeep")
        autodiscover_modules("forgetting")
        autodiscover_modules("calling")
        post_migrate.connect(_sync, sender=self)


def _sync(**kwargs: object) -> None:
    from shramsetu.casework.actions import sync_flow_states  # noqa: PLC0415 - models are not ready when this file is read

    sync_flow_states()
