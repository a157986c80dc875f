from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "shramsetu.demo"
    label = "demo"
