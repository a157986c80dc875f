"""Everybody's pages of buildings, below /nirman/."""

from django.urls import path

from shramsetu.monitoring.works.views import public

app_name = "nirman"
urlpatterns = [
    path("", public.works, name="works"),
    path("works.csv", public.table, name="table"),
    path("<slug:slug>/", public.work, name="work"),
]
