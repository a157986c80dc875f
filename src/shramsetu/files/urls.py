from django.urls import path

from shramsetu.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:pk>/", views.attachment, name="attachment"),
    path("<uuid:pk>/small/", views.small, name="small"),
]
