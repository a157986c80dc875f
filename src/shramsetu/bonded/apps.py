from django.apps import AppConfig


class BondedConfig(AppConfig):
    name = "shramsetu.bonded"
    label = "bonded"
