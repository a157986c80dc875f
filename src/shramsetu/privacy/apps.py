from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "shramsetu.privacy"
    label = "privacy"
