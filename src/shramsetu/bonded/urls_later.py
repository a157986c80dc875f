"""Addresses of what follows the certificate; `urls` takes them in."""

from django.urls import path

from shramsetu.bonded.views import dates, persons_later

urlpatterns = [
    path("dates/", dates.dates, name="dates"),
    path("person/<str:number>/plan/", persons_later.plan, name="plan"),
    path("person/<str:number>/balance/", persons_later.balance, name="balance"),
    path("person/<str:number>/visit/", persons_later.visit, name="visit"),
    path("person/<str:number>/danger/", persons_later.danger, name="danger"),
    path("person/<str:number>/track/", persons_later.track, name="track"),
    path("fir/<str:number>/", persons_later.report, name="fir"),
]
