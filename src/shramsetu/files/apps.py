from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "shramsetu.files"
    label = "files"
