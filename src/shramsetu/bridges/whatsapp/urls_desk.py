"""The desk's pages of what came on WhatsApp and was not taken."""

from django.urls import path

from shramsetu.bridges.whatsapp import pages

urlpatterns = [
    path("whatsapp/", pages.listed, name="whatsapp"),
    path("whatsapp/again/", pages.again_all, name="whatsapp_again_all"),
    path("whatsapp/<int:pk>/again/", pages.again, name="whatsapp_again"),
    path("whatsapp/<int:pk>/finish/", pages.put_away, name="whatsapp_finish"),
]
