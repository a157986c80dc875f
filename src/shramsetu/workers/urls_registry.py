"""Addresses below desk/workers/ of the search and of the stewards; they stand before a worker's own."""

from django.urls import path

from shramsetu.workers.views import doubles, find, worker

app_name = "registry"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("at-counter/", worker.meet, name="meet"),
    path("doubles/", doubles.listed, name="doubles"),
    path("doubles/point-out/<str:number>/", doubles.point_out, name="point_out"),
    path("doubles/merged/", doubles.merged, name="merges"),
    path("doubles/merged/<int:pk>/undo/", doubles.undo, name="undo"),
    path("doubles/<int:pk>/", doubles.pair, name="double"),
    path("doubles/<int:pk>/merge/", doubles.merge, name="merge"),
    path("doubles/<int:pk>/never/", doubles.never, name="never"),
]
