"""Pages of targets, below /desk/monitoring/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
