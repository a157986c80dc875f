"""The desk's pages of the bridge to IGRS."""

from django.urls import path

from shramsetu.bridges.igrs import views

urlpatterns = [
    path("igrs/", views.bridge, name="igrs"),
    path("igrs/differences/", views.differences, name="differences"),
    path("igrs/parcels/<int:pk>/again/", views.again, name="igrs_again"),
    path("igrs/again/", views.again_all, name="igrs_again_all"),
    path("igrs/compare/", views.compare, name="igrs_compare"),
]
