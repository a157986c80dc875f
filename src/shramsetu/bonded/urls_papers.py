"""Addresses of the papers, under /desk/bonded/papers/."""

from django.urls import path

from shramsetu.bonded.views import certificates, confirming, own, paper_queue, papers, scans

urlpatterns = [
    path("", papers.home, name="papers"),
    path("queue/", paper_queue.queue, name="paper_queue"),
    path("blank/", papers.blank, name="blank_papers"),
    path("scan/", scans.take_in, name="scan"),
    path("scan/<uuid:pk>/", scans.waiting, name="waiting_scan"),
    path("scan/<uuid:pk>/discard/", scans.discard, name="discard_scan"),
    path("code/<str:token>/", papers.by_code, name="paper_code"),
    path("case/<str:number>/", papers.of_one, name="case_papers"),
    path("case/<str:number>/certificate/<slug:verb>/", certificates.change, name="certificate"),
    path("minutes/<int:pk>/", papers.minutes, name="minutes_for_signature"),
    path("read-out/", own.read_out, name="own_read_out"),
    path("<int:pk>/confirm/", confirming.confirm, name="confirm_paper"),
    path("<int:pk>/pdf/", papers.sheet, name="paper_pdf"),
]
