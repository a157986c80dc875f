"""Everybody's pages of matters before labour courts and authorities."""

from django.urls import path

from shramsetu.hearings.views import answering, filing, following

app_name = "sunvai"
urlpatterns = [
    path("", following.start, name="start"),
    path("naya/", filing.begin, name="begin"),
    path("naya/dekhen/", filing.review, name="review"),
    path("naya/hatao/", filing.drop, name="drop"),
    path("naya/<slug:name>/", filing.ask, name="ask"),
    path("jama/<str:number>/", filing.filed, name="filed"),
    path("<str:number>/", following.matter, name="matter"),
    path("<str:number>/jawab/", answering.answer, name="answer"),
    path("<str:number>/<slug:verb>/", following.step, name="step"),
]
