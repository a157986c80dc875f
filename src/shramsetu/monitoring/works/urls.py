"""Pages of works, below /desk/monitoring/."""

from django.urls import path

from shramsetu.monitoring.works.views import desk, visits

urlpatterns = [
    path("works/", desk.works, name="works"),
    path("works/enter/", desk.enter, name="works_enter"),
    path("works/new/", desk.new, name="works_new"),
    path("works/<slug:slug>/", desk.work, name="work"),
    path("works/<slug:slug>/visit/", visits.visit, name="work_visit"),
    path("works/<slug:slug>/photos/", visits.photos, name="work_photos"),
    path("works/<slug:slug>/photos/<int:pk>/hide/", visits.hide, name="work_hide"),
    path("works/<slug:slug>/photos/<int:pk>/show/", visits.show, name="work_show"),
    path("works/<slug:slug>/points/<int:number>/retire/", visits.retire, name="work_retire"),
    path("works/<slug:slug>/plan/<int:version>/", desk.decide, name="work_decide"),
    path("works/<slug:slug>/measured/<int:pk>/", desk.correct, name="work_correct"),
    path("works/<slug:slug>/money/<int:pk>/", desk.take_back, name="work_take_back"),
    path("works/<slug:slug>/hindrance/<str:number>/", desk.withdraw, name="work_withdraw"),
    path("works/<slug:slug>/write/<slug:sheet>/", desk.write, name="work_write"),
]
