from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MessagesConfig(AppConfig):
    name = "shramsetu.messages"
    label = "outbox"  # "messages" is Django's own

    def ready(self) -> None:
        """Read what the packages add: whom bulk messages may go to, what citizens may write."""
        autodiscover_modules("audiences")
        autodiscover_modules("keywords")
