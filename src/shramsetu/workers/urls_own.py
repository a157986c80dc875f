"""Addresses below shramik/mera/: workers' own pages."""

from django.urls import path

from shramsetu.workers.views import own

app_name = "shramik_own"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("<str:number>/", own.page, name="page"),
    path("<str:number>/card/<slug:board>/", own.card, name="card"),
    path("<str:number>/lost/<slug:board>/", own.lost, name="lost"),
    path("<str:number>/change/<slug:field>/", own.change, name="change"),
    path("<str:number>/stop/<str:case>/", own.stop, name="stop"),
]
