from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "shramsetu.rooms"
    label = "rooms"
