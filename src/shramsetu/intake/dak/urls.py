"""The registers of letters."""

from django.urls import path

from shramsetu.intake.dak import views

urlpatterns = [
    path("intake/letters/", views.front, name="dak"),
    path("intake/letters/<slug:book>/", views.register, name="letters"),
    path("intake/letters/<slug:book>/register.pdf", views.printed, name="letters_printed"),
    path("intake/letters/cancel/<int:pk>/", views.cancel, name="cancel_letter"),
    path("intake/labels.pdf", views.labels, name="labels"),
]
