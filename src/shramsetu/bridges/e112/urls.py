"""The door of 112."""

from django.urls import path

from shramsetu.bridges.e112 import views

app_name = "e112"
urlpatterns = [path("events/", views.events, name="events")]
