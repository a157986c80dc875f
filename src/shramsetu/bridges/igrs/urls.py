"""The desk's pages of the bridge to IGRS."""

from django.urls import path

from shramsetu.bridges.igrs import state_views, views

urlpatterns = [
    path("igrs/", views.bridge, name="igrs"),
    path("igrs/differences/", views.differences, name="differences"),
    path("igrs/parcels/<int:pk>/again/", views.again, name="igrs_again"),
    path("igrs/again/", views.again_all, name="igrs_again_all"),
    path("igrs/states/", state_views.listed, name="igrs_states"),
    path("igrs/states/ours.csv", state_views.ours, name="igrs_states_csv"),
    path("igrs/states/<int:pk>/", state_views.file, name="igrs_states_file"),
    path("igrs/states/<int:pk>/compare/", state_views.compare, name="igrs_states_compare"),
    path("igrs/compare/", views.compare, name="igrs_compare"),
]
