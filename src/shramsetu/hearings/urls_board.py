"""Everybody's pages of cause lists and published orders."""

from django.urls import path

from shramsetu.hearings.views import board

app_name = "vaad"
urlpatterns = [
    path("", board.start, name="start"),
    path("adesh/", board.orders, name="orders"),
    path("adesh/<str:number>/<int:seq>/", board.order, name="order"),
    path("adesh/<str:number>/<int:seq>.pdf", board.order_pdf, name="order_pdf"),
    path("<slug:slug>/<str:on>/", board.day, name="day"),
    path("<slug:slug>/<str:on>.csv", board.day_csv, name="day_csv"),
    path("<slug:slug>/<str:on>.pdf", board.day_pdf, name="day_pdf"),
]
