"""Addresses of committees, meetings, surveys and reports."""

from django.urls import path

from shramsetu.bonded.views import committees, meetings, reports, surveys

urlpatterns = [
    path("committees/", committees.committees, name="committees"),
    path("committees/new/", committees.constitute, name="constitute"),
    path("committees/<int:pk>/", committees.committee, name="committee"),
    path("committees/<int:pk>/seat/<slug:category>/<int:number>/", committees.nominate, name="nominate"),
    path("committees/<int:pk>/call/", meetings.call, name="call_meeting"),
    path("seats/<int:pk>/vacate/", committees.vacate, name="vacate"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/minutes/", meetings.minutes, name="minutes"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel_meeting"),
    path("meetings/<int:pk>/paper.pdf", meetings.paper, name="meeting_paper"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/new/", surveys.record, name="survey"),
    path("surveys/<int:pk>/replace/", surveys.replace, name="replace_survey"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:slug>/", reports.report, name="report"),
    path("reports/<slug:slug>/hand-in/", reports.hand_in, name="hand_in"),
]
