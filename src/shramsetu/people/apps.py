from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shramsetu.people"
    label = "people"
