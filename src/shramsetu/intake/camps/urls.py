"""Days on which people come together."""

from django.urls import path

from shramsetu.intake.camps import views

urlpatterns = [
    path("intake/days/", views.days, name="days"),
    path("intake/days/register.pdf", views.printed_days, name="days_printed"),
    path("intake/days/<int:pk>/", views.day, name="day"),
    path("intake/days/<int:pk>/close/", views.close, name="close_day"),
    path("intake/days/<int:pk>/register.pdf", views.printed, name="day_printed"),
    path("intake/days/<int:pk>/line/<int:serial>/", views.settle, name="settle_line"),
    path("intake/days/<int:pk>/line/<int:serial>/code/", views.code, name="line_code"),
]
