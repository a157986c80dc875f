"""Addresses below shramik/: a worker registers, and follows the application."""

from django.urls import path

from shramsetu.workers.views import public, status

app_name = "shramik"
urlpatterns = [
    path("panjiyan/", public.start, name="start"),
    path("panjiyan/code/", public.code, name="code"),
    path("panjiyan/form/", public.register, name="register"),
    path("panjiyan/form/<slug:name>/", public.screen, name="screen"),
    path("panjiyan/send/", public.send, name="send"),
    path("panjiyan/papers/", public.papers, name="papers"),
    path("panjiyan/anew/", public.anew, name="anew"),
    path("panjiyan/sent/<str:number>/", public.sent, name="sent"),
    path("panjiyan/sent/<str:number>/receipt/", public.receipt, name="receipt"),
    path("avedan/", status.ask, name="ask"),
    path("avedan/ask/<str:number>/", status.ask, name="ask_number"),
    path("avedan/<str:number>/", status.status, name="status"),
    path("avedan/<str:number>/paper/<slug:name>/", status.paper, name="paper"),
    path("avedan/<str:number>/<slug:verb>/", status.step, name="step"),
    path("zyada/shulk/<int:pk>/<str:code>/", status.more_fee, name="more_fee"),
    path("zyada/<str:number>/<str:code>/", status.more, name="more"),
]
