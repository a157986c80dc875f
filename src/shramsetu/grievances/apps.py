from django.apps import AppConfig


class GrievancesConfig(AppConfig):
    name = "shramsetu.grievances"
    label = "grievances"
