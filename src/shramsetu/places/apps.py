from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "shramsetu.places"
    label = "places"
