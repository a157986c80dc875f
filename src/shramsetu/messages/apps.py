from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "shramsetu.messages"
    label = "outbox"  # "messages" is Django's own
