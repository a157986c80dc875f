"""Addresses below desk/workers/ of the search and of the stewards; they stand before a worker's own."""

from django.urls import path

from shramsetu.workers.views import doubles, find, oldbooks, worker

app_name = "registry"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("at-counter/", worker.meet, name="meet"),
    path("old/", oldbooks.listed, name="old_books"),
    path("old/empty.<str:form>", oldbooks.template, name="old_template"),
    path("old/<int:pk>/", oldbooks.book, name="old_book"),
    path("old/<int:pk>/let-in/", oldbooks.let_in, name="old_let_in"),
    path("old/<int:pk>/wrong.<str:form>", oldbooks.wrong_rows, name="old_wrong"),
    path("old/<int:pk>/rows/<int:number>/", oldbooks.row, name="old_row"),
    path("doubles/", doubles.listed, name="doubles"),
    path("doubles/point-out/<str:number>/", doubles.point_out, name="point_out"),
    path("doubles/merged/", doubles.merged, name="merges"),
    path("doubles/merged/<int:pk>/undo/", doubles.undo, name="undo"),
    path("doubles/<int:pk>/", doubles.pair, name="double"),
    path("doubles/<int:pk>/merge/", doubles.merge, name="merge"),
    path("doubles/<int:pk>/never/", doubles.never, name="never"),
]
