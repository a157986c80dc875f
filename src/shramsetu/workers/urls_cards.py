"""Addresses below shramik/card/: everybody's."""

from django.urls import path

from shramsetu.workers.views import cards

app_name = "card"
urlpatterns = [
    path("", cards.check, name="check"),
    path("keys.json", cards.keys, name="keys"),
    path("revoked.json", cards.revoked, name="revoked"),
]
