"""References by their kind."""

from django.urls import path

from shramsetu.intake.streams import views

urlpatterns = [path("intake/streams/", views.streams, name="streams")]
