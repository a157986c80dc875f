"""The addresses that devices speak with; the page for when there is no network stands in the portal."""

from django.urls import path

from shramsetu.offline import views

app_name = "offline"
urlpatterns = [
    path("hello/", views.hello, name="hello"),
    path("sync/", views.sync, name="sync"),
    path("kit/<slug:name>/<str:ref>/", views.kit, name="kit"),
]
