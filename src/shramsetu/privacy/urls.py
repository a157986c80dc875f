from django.urls import path

from shramsetu.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.home, name="home"),
    path("erase/", views.erase, name="erase"),
    path("of/breaches/", views.breaches, name="breaches"),
    path("of/breaches/new/", views.new_breach, name="new_breach"),
    path("of/breaches/<int:pk>/", views.breach, name="breach"),
    path("of/breaches/<int:pk>/print/", views.breach_sheet, name="breach_sheet"),
    path("of/breaches/<int:pk>/tell/", views.tell, name="tell"),
    path("of/breaches/<int:pk>/close/", views.close_breach, name="close_breach"),
]
