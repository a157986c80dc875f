"""The desk's pages of webhooks."""

from django.urls import path

from shramsetu.bridges.webhooks import views

urlpatterns = [
    path("webhooks/", views.endpoints, name="webhooks"),
    path("webhooks/new/", views.new, name="new_endpoint"),
    path("webhooks/parcels/<int:pk>/again/", views.again, name="again"),
    path("webhooks/of/<int:pk>/", views.endpoint, name="endpoint"),
    path("webhooks/of/<int:pk>/change/", views.edit, name="change_endpoint"),
    path("webhooks/of/<int:pk>/test/", views.test, name="test_endpoint"),
    path("webhooks/of/<int:pk>/keys/new/", views.new_key, name="new_key"),
    path("webhooks/of/<int:pk>/keys/<int:key>/end/", views.end_key, name="end_key"),
    path("webhooks/of/<int:pk>/<slug:verb>/", views.plain, name="endpoint_verb"),
]
