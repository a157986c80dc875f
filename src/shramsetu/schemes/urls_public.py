"""Everybody's pages about claims; a phone proved by a code opens them."""

from django.urls import path

from shramsetu.schemes.views import own, public

app_name = "yojana"
urlpatterns = [
    path("", public.start, name="start"),
    path("naya/<str:worker>/<slug:scheme>/", public.begin, name="begin"),
    path("aavedan/<uuid:pk>/", public.ask, name="ask"),
    path("aavedan/<uuid:pk>/kagaz/", public.lay, name="papers"),
    path("aavedan/<uuid:pk>/dekhen/", public.review, name="review"),
    path("aavedan/<uuid:pk>/hatao/", public.drop, name="drop"),
    path("<str:number>/", own.claim, name="claim"),
    path("<str:number>/shikayat/", own.complain, name="complain"),
    path("<str:number>/rasid.pdf", own.receipt, name="receipt"),
    path("<str:number>/kagaz/<uuid:pk>/", own.paper, name="paper"),
    path("<str:number>/aadesh/<int:seq>.pdf", own.order, name="order"),
    path("<str:number>/<slug:verb>/", own.step, name="step"),
]
