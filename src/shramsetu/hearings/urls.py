"""The desk's pages of matters before labour courts and authorities."""

from django.urls import path

from shramsetu.hearings.views import bench, counter, exhibits, forums, lists, matters, notices, parties, registers

app_name = "hearings"
urlpatterns = [
    path("", matters.matters, name="list"),
    path("new/", counter.file, name="file"),
    path("forums/", forums.listed, name="forums"),
    path("forums/new/", forums.new, name="forum_new"),
    path("forums/<slug:slug>/", forums.forum, name="forum"),
    path("forums/<slug:slug>/areas/", forums.areas, name="forum_areas"),
    path("forums/<slug:slug>/change/", forums.change, name="forum_change"),
    path("today/", bench.today, name="today"),
    path("lists/", lists.lists_of, name="lists"),
    path("lists/<slug:slug>/move/", lists.reschedule, name="reschedule"),
    path("lists/<slug:slug>/<str:on>/", lists.day, name="day"),
    path("lists/<slug:slug>/<str:on>.pdf", lists.day_pdf, name="day_pdf"),
    path("lists/<slug:slug>/<str:on>/diary.pdf", lists.diary, name="diary"),
    path("lists/<slug:slug>/<str:on>/<slug:verb>/", lists.change, name="change"),
    path("registers/", registers.registers, name="registers"),
    path("registers/<slug:name>.<slug:kind>", registers.register_file, name="register_file"),
    path("<str:number>/hear/", bench.hear, name="hear"),
    path("<str:number>/order/", bench.order, name="order"),
    path("<str:number>/order/<int:seq>.pdf", bench.order_pdf, name="order_pdf"),
    path("<str:number>/move/", bench.move, name="move"),
    path("<str:number>/video/", bench.link, name="video"),
    path("<str:number>/filed/", forums.filed, name="filed"),
    path("<str:number>/exhibits/", exhibits.exhibits, name="exhibits"),
    path("<str:number>/exhibits/<int:pk>/back/", exhibits.give_back, name="exhibit_back"),
    path("<str:number>/defects/", matters.defects, name="defects"),
    path("<str:number>/parties/", parties.parties, name="parties"),
    path("<str:number>/parties/<int:pk>/engage/", parties.engage, name="engage"),
    path("<str:number>/parties/<int:pk>/reach/", parties.readdress, name="readdress"),
    path("<str:number>/parties/<int:pk>/leave/", parties.leave, name="leave"),
    path("<str:number>/parties/<int:pk>/silent/", parties.disengage, name="disengage"),
    path("<str:number>/parties/<int:pk>/receive/", parties.receive, name="receive"),
    path("<str:number>/link/", parties.link, name="link"),
    path("<str:number>/notices/", notices.notices, name="notices"),
    path("<str:number>/notices/<int:seq>.pdf", notices.letter, name="letter"),
    path("<str:number>/notices/<int:seq>/dispatch/", notices.dispatch, name="dispatch"),
    path("<str:number>/notices/<int:seq>/settle/", notices.settle, name="settle"),
    path("<str:number>/notices/<int:seq>/follow/", notices.follow, name="follow"),
    path("<str:number>/notices/<int:seq>/reissue/", notices.reissue, name="reissue"),
]
