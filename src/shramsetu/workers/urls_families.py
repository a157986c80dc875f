"""Addresses below desk/families/: families, and where two words on them differ."""

from django.urls import path

from shramsetu.workers.views import families

app_name = "families"
urlpatterns = [
    path("", families.listed, name="differences"),
    path("<int:pk>/", families.family, name="family"),
    path("<int:pk>/ask/", families.ask, name="ask"),
    path("difference/<int:pk>/", families.settle, name="settle"),
]
