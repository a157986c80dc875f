from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "shramsetu.journal"
    label = "journal"
