"""The door of the WhatsApp shape."""

from django.urls import path

from shramsetu.bridges.whatsapp import views

app_name = "whatsapp"
urlpatterns = [path("hook/", views.hook, name="hook")]
