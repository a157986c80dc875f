from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "shramsetu.web"
    label = "web"
