from django.urls import path

from shramsetu.messages import views

app_name = "messages"
urlpatterns = [
    path("messages/dlr/", views.delivery_report, name="dlr"),
    path("demo/tray/", views.tray, name="tray"),
]
