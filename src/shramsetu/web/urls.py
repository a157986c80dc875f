"""Every address of the site, grouped by the room it opens into."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
