"""Scanned letters: the work list, typing beside the scan, parting and joining."""

from django.urls import path

from shramsetu.intake.counter import views

urlpatterns = [
    path("intake/scanned/", views.worklist, name="scanned"),
    path("intake/scanned/<int:pk>/", views.type_letter, name="type_letter"),
    path("intake/scanned/<int:pk>/describe/", views.describe, name="describe_letter"),
    path("intake/scanned/<int:pk>/split/", views.split, name="split_letter"),
    path("intake/scanned/<int:pk>/join/", views.join, name="join_letter"),
]
